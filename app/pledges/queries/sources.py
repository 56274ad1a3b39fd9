"""What a member may draw this year's commitments from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.assignments.queries import open_assignments_of_member
from app.extensions import db
from app.pledges.models import Pledge, PledgeEdition, PledgeItem, PledgeResult
from app.pledges.queries.writing import Written
from app.pledges.rules import (
    OUTCOME_LABELS,
    OUTCOME_TONES,
    ItemSource,
    Judge,
    Outcome,
    PledgeStatus,
    Stage,
    StepKind,
)
from app.pledges.rules.text import CONTENT_LENGTH, due_within, section_for

# What was not kept comes first, then what nobody judged.
_ORDER = (Outcome.NOT_MET, Outcome.PARTLY_MET, None, Outcome.MET)
_OF_THE_WHOLE = "Nhận xét chung của chi bộ"


@dataclass(frozen=True)
class Offered:
    """One thing to draw from, and the section under which it would be put."""

    source: ItemSource
    source_id: UUID
    content: str
    section_id: UUID
    measure: str = ""
    due_on: date | None = None
    note: str = ""
    state: str = ""
    tone: str = "none"
    is_taken: bool = False

    @property
    def key(self) -> str:
        return f"{self.source.value}:{self.source_id}"


@dataclass(frozen=True)
class Sources:
    last_pledge: Sequence[Offered] = ()
    shortcomings: Sequence[Offered] = ()
    assignments: Sequence[Offered] = ()

    def __iter__(self) -> Iterator[Offered]:
        yield from self.last_pledge
        yield from self.shortcomings
        yield from self.assignments

    @property
    def is_offered(self) -> bool:
        return any(self)

    def called(self, key: str) -> Offered | None:
        return next((offered for offered in self if offered.key == key), None)


def sources_of(pledge: Pledge, written: Written, *, on: date) -> Sources:
    """For its author, who reads all of it anyway; nothing for whoever types from paper."""
    if pledge.last.is_from_paper or not written.choices:
        return Sources()
    taken = {(item.source, item.source_id) for item in pledge.last.items if item.source}
    last = _last_pledge(pledge)
    return Sources(
        _kept_or_not(last, written, taken) if last else [],
        _shortcomings(last, written, taken) if last else [],
        _assignments(pledge, written, taken, on),
    )


_Taken = set[tuple[ItemSource, UUID | None]]


def _last_pledge(pledge: Pledge) -> Pledge | None:
    return db.session.scalar(
        select(Pledge)
        .where(Pledge.member_id == pledge.member_id, Pledge.year == pledge.year - 1)
        .options(
            selectinload(Pledge.editions)
            .selectinload(PledgeEdition.items)
            .joinedload(PledgeItem.section),
            selectinload(Pledge.results),
            selectinload(Pledge.steps),
        )
    )


def _kept_or_not(last: Pledge, written: Written, taken: _Taken) -> list[Offered]:
    outcomes = _outcomes(last)
    return [
        Offered(
            ItemSource.LAST_PLEDGE,
            item.line_id,
            item.content,
            section_for(ItemSource.LAST_PLEDGE, item.section.heading, written.choices),
            measure=item.measure or "",
            note=item.section.heading,
            state=OUTCOME_LABELS[outcome] if outcome else "",
            tone=OUTCOME_TONES[outcome] if outcome else "none",
            is_taken=(ItemSource.LAST_PLEDGE, item.line_id) in taken,
        )
        for item, outcome in _judged(last, outcomes)
    ]


def _judged(
    last: Pledge, outcomes: dict[UUID, Outcome | None]
) -> list[tuple[PledgeItem, Outcome | None]]:
    items = (last.in_force or last.last).items
    pairs = [(item, outcomes.get(item.line_id)) for item in items if item.content]
    return sorted(pairs, key=lambda pair: _ORDER.index(pair[1]))


def _outcomes(last: Pledge) -> dict[UUID, Outcome | None]:
    """At the year's end: the branch's word, once it has spoken, over the member's own."""
    found: dict[UUID, Outcome | None] = {}
    for judge in (Judge.MEMBER, Judge.BRANCH):
        found |= {
            result.line_id: result.outcome
            for result in _at_years_end(last)
            if result.judge is judge
        }
    return found


def _at_years_end(last: Pledge) -> list[PledgeResult]:
    """What the branch is still weighing is not told."""
    has_spoken = last.status in {PledgeStatus.COMMENTED, PledgeStatus.CLOSED}
    return [
        result
        for result in last.results
        if result.stage is Stage.YEAREND and (has_spoken or result.judge is Judge.MEMBER)
    ]


def _shortcomings(last: Pledge, written: Written, taken: _Taken) -> list[Offered]:
    """What the branch found wanting last year, line by line, and what it said of the whole."""
    items = {item.line_id: item for item in (last.in_force or last.last).items}
    said = [
        (result.id, f"Khắc phục: {result.comment}", items[result.line_id].section.heading)
        for result in _at_years_end(last)
        if result.judge is Judge.BRANCH
        and result.outcome is not Outcome.MET
        and result.comment
        and result.line_id in items
    ]
    said += [
        (step.id, step.comment, _OF_THE_WHOLE)
        for step in last.steps
        if step.kind is StepKind.COMMENTED and step.comment
    ]
    return [
        Offered(
            ItemSource.SHORTCOMING,
            id_,
            text[:CONTENT_LENGTH],
            section_for(ItemSource.SHORTCOMING, heading, written.choices),
            note=heading,
            is_taken=(ItemSource.SHORTCOMING, id_) in taken,
        )
        for id_, text, heading in said
    ]


def _assignments(pledge: Pledge, written: Written, taken: _Taken, on: date) -> list[Offered]:
    rows = open_assignments_of_member(pledge.member_id)
    return [
        Offered(
            ItemSource.ASSIGNMENT,
            row.id,
            row.text[:CONTENT_LENGTH],
            section_for(ItemSource.ASSIGNMENT, "", written.choices),
            due_on=due_within(row.due_on, year=pledge.year),
            note=f"Hạn {row.due_on:%d/%m/%Y}",
            state=row.state(on)[0],
            tone=row.state(on)[1],
            is_taken=(ItemSource.ASSIGNMENT, row.id) in taken,
        )
        for row in rows
    ]
