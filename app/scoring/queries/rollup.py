"""A committee's month over all branches below it: a fixed number of queries, however many."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.meetings.models import Meeting
from app.meetings.rules.life import HELD, MONTHLY, TYPE_LABELS
from app.organisations.models import Organisation
from app.organisations.queries import places_below
from app.organisations.rules import Level
from app.programmes.rules.quarters import last_of_month
from app.scoring.document.rollup import RollupPaper
from app.scoring.models import GradeDecision, ScoreAnswer, Scorecard
from app.scoring.queries.decisions import standing_under
from app.scoring.queries.papers.signing import framed
from app.scoring.queries.places import PlaceMonth, members_below
from app.scoring.rules.cards import CardState
from app.scoring.rules.lines import explained
from app.scoring.rules.results import Mark
from app.scoring.rules.rollup import Rollup, RollupLine, Stage
from app.scoring.rules.rubric import Column
from app.scoring.rules.scoring import Answer, score
from app.scoring.rules.subjects import meeting_key


def rollup_paper(at: PlaceMonth, found: Rollup, *, on: date) -> RollupPaper:
    letterhead, signatory = framed(at.place, on=on)
    return RollupPaper(
        letterhead=letterhead,
        signatory=signatory,
        month=at.month,
        on=on,
        rollup=found,
    )


def rollup_of(at: PlaceMonth, *, on: date) -> Rollup:
    """Seven queries; branches in the order of the tree.

    :param on: comrades are counted on this day, or at the end of the month if that is past.
    """
    places = [at.place, *places_below(at.place)]
    # A committee between stands above its branches; the own name would say nothing.
    names: dict[UUID | None, str] = {place.id: place.name for place in places[1:]}
    members = members_below(at.place.path, on=min(on, last_of_month(at.month.year, at.month.month)))
    month = _Month(at)
    lines: list[RollupLine] = []
    for branch in places:
        if branch.level is not Level.BRANCH or not _stands(branch, at.month):
            continue
        group = names.get(branch.parent_id, "")
        count = members.get(branch.id, 0)
        lines += month.of(RollupLine(branch.id, branch.name, group, count, Stage.NOT_MET))
    return Rollup(tuple(lines))


def _stands(branch: Organisation, month: date) -> bool:
    return branch.dissolved_on is None or branch.dissolved_on >= month


class _Month:
    """What was held and scored in a month, by branch."""

    def __init__(self, at: PlaceMonth) -> None:
        self._cards = {card.meeting_id: card for card in _cards(at)}
        self._meetings: dict[UUID, list[Meeting]] = defaultdict(list)
        for meeting in _meetings(at):
            if meeting.type in MONTHLY or meeting.id in self._cards:
                self._meetings[meeting.organisation_id].append(meeting)
        held = [meeting for of_branch in self._meetings.values() for meeting in of_branch]
        self._decisions = standing_under([meeting_key(meeting.id) for meeting in held])
        official = {decision.card_id for decision in self._decisions.values()}
        self._answers = _answers(self._cards.values(), official)

    def of(self, empty: RollupLine) -> Iterator[RollupLine]:
        """The month's own meeting first, or `empty`; then what else was scored."""
        met = self._meetings[empty.place_id]
        found = sorted(met, key=lambda m: (m.type not in MONTHLY, m.held_on))
        if not found or found[0].type not in MONTHLY:
            yield empty
        yield from (self._line(empty, meeting) for meeting in found)

    def _line(self, empty: RollupLine, meeting: Meeting) -> RollupLine:
        card = self._cards.get(meeting.id)
        decision = self._decisions.get(meeting_key(meeting.id))
        line = replace(
            empty,
            stage=Stage.NOT_SCORED,
            held_on=meeting.held_on,
            what="" if meeting.type in MONTHLY else TYPE_LABELS[meeting.type],
        )
        if card is not None and card.state is CardState.RETURNED:
            line = replace(line, note="Cấp ủy đã yêu cầu bổ sung")
        elif card is not None:
            own = Mark(card.self_total, card.rubric.grade_label(card.self_grade))
            stage, note = Stage.NOT_DECIDED, self._explained(card)
            line = replace(line, stage=stage, card_id=card.id, own=own, note=note)
        if decision is not None:
            official = Mark(decision.total, decision.label)
            rank = _rank(card, decision)
            line = replace(line, stage=Stage.DECIDED, official=official, rank=rank)
        return line

    def _explained(self, card: Scorecard) -> str:
        """Where points were lost, and why no better grade was given, in the words that count."""
        answers, notes = self._answers[card.id]
        holding = (card.holding or "").split()
        return explained(score(card.rubric.rubric, answers, holding=holding), notes)


def _rank(card: Scorecard | None, decision: GradeDecision) -> int:
    grades = card.rubric.rubric.grades if card else ()
    return next((n for n, one in enumerate(grades) if one.code == decision.grade), len(grades))


def _meetings(at: PlaceMonth) -> Sequence[Meeting]:
    return db.session.scalars(
        select(Meeting)
        .join(Meeting.organisation)
        .where(
            Organisation.path.startswith(at.place.path, autoescape=True),
            Meeting.period == at.month,
            Meeting.status.in_(HELD),
        )
    ).all()


def _cards(at: PlaceMonth) -> Sequence[Scorecard]:
    """What was handed in; what is still being written is the branch's own."""
    return db.session.scalars(
        select(Scorecard)
        .join(Scorecard.meeting)
        .join(Scorecard.organisation)
        .where(
            Organisation.path.startswith(at.place.path, autoescape=True),
            Meeting.period == at.month,
            Scorecard.state != CardState.DRAFT,
        )
        .options(joinedload(Scorecard.rubric))
    ).all()


Said: TypeAlias = tuple[dict[str, Answer], dict[str, str]]


def _answers(cards: Iterable[Scorecard], official: Collection[UUID | None]) -> dict[UUID, Said]:
    """By card: the decision where there is one, else the own score.

    Where a decision goes along with the branch without a word, the branch's own word stands.
    """
    row = ScoreAnswer
    said = (row.level, row.is_yes, row.value, row.applies)
    found: dict[UUID, Said] = defaultdict(lambda: ({}, {}))
    rows = db.session.execute(
        select(row.card_id, row.column, row.code, *said, row.note).where(
            row.card_id.in_([card.id for card in cards]),
            row.column.in_([Column.SELF, Column.DECISION]),
        )
    ).all()
    for card_id, column, code, level, is_yes, value, applies, note in rows:
        answers, notes = found[card_id]
        is_official = column is Column.DECISION
        if is_official == (card_id in official):
            answers[code] = Answer(level or "", is_yes, value, applies)
        if is_official <= (card_id in official) and note:
            notes[code] = note if is_official else notes.get(code, note)
    return found
