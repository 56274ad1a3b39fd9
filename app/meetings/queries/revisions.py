"""The history of a meeting's texts, to be read by people."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from sqlalchemy import select

from app.access.permissions import Appointments
from app.assignments.queries import reviews_of, units_of
from app.extensions import db
from app.kernel.errors import RuleBroken
from app.meetings.models import Conclusion, ConnectionPoint, Guest, Meeting
from app.meetings.queries.meetings import get_meeting
from app.meetings.queries.units import present_units
from app.meetings.rules.agenda import sections
from app.meetings.rules.units import (
    FIELD_LABELS,
    FIELDS,
    Unit,
    UnitKind,
    shortened,
    shown,
    unit_called,
)
from app.people.models import Member, StatusPeriod
from app.revisions.models import Revision
from app.revisions.queries import (
    Run,
    Standing,
    history_of,
    runs_of,
    standing_of,
    text_of,
    texts_set_aside,
    values_at,
    waiting_texts,
)
from app.revisions.rules import Part, RevisionKind, Values, compare, undone


@dataclass(frozen=True)
class UnitRow:
    """A line of the list of a meeting's texts."""

    unit: str
    label: str
    last: Standing

    @property
    def is_roll(self) -> bool:
        return self.unit.startswith(f"{UnitKind.ROLL}:")


@dataclass(frozen=True)
class Kept:
    """A text that never stood: set aside where two wrote at once, or still incomplete."""

    revision: Revision
    label: str
    texts: list[tuple[str, str]]
    known: int  # the number of what stands beside it

    @property
    def is_set_aside(self) -> bool:
        return self.revision.kind is RevisionKind.SET_ASIDE


@dataclass(frozen=True)
class Overview:
    rows: list[UnitRow]
    kept: list[Kept]


def overview_of(meeting: Meeting, *, with_restricted: bool) -> Overview:
    """Every text that was ever written in a meeting, latest first, and what never stood."""
    standing = standing_of(meeting.id)
    kept = sorted(
        (*texts_set_aside(meeting.id), *waiting_texts(meeting.id)),
        key=lambda revision: revision.at,
        reverse=True,
    )
    present = present_units(meeting, UnitKind, with_restricted=with_restricted)
    labels = _Labels(meeting, {unit: found.values for unit, found in present.items()})
    rows = [
        UnitRow(unit, labels.of(unit, last), last)
        for unit, last in standing.items()
        if labels.may_show(unit, with_restricted)
    ]
    return Overview(
        sorted(rows, key=lambda row: row.last.at, reverse=True),
        [
            Kept(
                revision,
                labels.of(revision.unit, standing.get(revision.unit)),
                texts,
                standing[revision.unit].number if revision.unit in standing else 0,
            )
            for revision, texts in _readable(kept, labels, with_restricted)
        ],
    )


def _readable(
    kept: Iterable[Revision], labels: "_Labels", with_restricted: bool
) -> Iterable[tuple[Revision, list[tuple[str, str]]]]:
    for revision in kept:
        if labels.may_show(revision.unit, with_restricted):
            texts = text_of(revision, labels.values.get(revision.unit, {}))
            yield revision, labels.written(texts)


class _Labels:
    """What units and their values are called on a page."""

    def __init__(self, meeting: Meeting, values: Mapping[str, Values]) -> None:
        self.meeting = meeting
        self.values = values

    @cached_property
    def _items(self) -> dict[UUID, tuple[str, bool]]:
        return {
            item.id: (item.title, item.is_restricted)
            for step in self.meeting.steps
            for item in step.items
        }

    @cached_property
    def _tasks(self) -> dict[UUID, str]:
        return {review.id: review.assignment.text for review in reviews_of(self.meeting.id)}

    @cached_property
    def names(self) -> dict[str, str]:
        """Whoever and whatever a value may name, by its id."""
        belonged = select(StatusPeriod.member_id).where(
            StatusPeriod.organisation_id == self.meeting.organisation_id
        )
        people = db.session.execute(select(Member.id, Member.name).where(Member.id.in_(belonged)))
        found = {str(id_): name for id_, name in people}
        for table, column in (
            (Guest, Guest.name),
            (ConnectionPoint, ConnectionPoint.name),
            (Conclusion, Conclusion.text),
        ):
            rows = db.session.execute(
                select(table.id, column).where(table.meeting_id == self.meeting.id)
            )
            found |= {str(id_): shortened(text) for id_, text in rows}
        kept = units_of(self.meeting.organisation_id)
        return found | {str(unit.id): unit.name for unit, _ in kept}

    def may_show(self, unit: str, with_restricted: bool) -> bool:
        known = unit_called(unit)
        if known.kind is not UnitKind.ITEM:
            return True
        _, is_restricted = self._items.get(known.id, ("", True))
        return with_restricted or not is_restricted

    def of(self, unit: str, last: Standing | None = None) -> str:
        known = unit_called(unit)
        values = self.values.get(unit) or self._before_removal(unit, last)
        return _LABELS[known.kind](self, known, values)

    def _before_removal(self, unit: str, last: Standing | None) -> Values:
        if last is None or not last.is_removed:
            return {}
        return values_at({}, self.meeting.id, unit, last.number - 1)

    def item(self, unit: Unit, _values: Values) -> str:
        return self._items.get(unit.id, ("Nội dung đã xóa", True))[0]

    def roll(self, unit: Unit, _values: Values) -> str:
        return f"Điểm danh: đồng chí {self.names.get(str(unit.id), '')}".strip()

    def review(self, unit: Unit, _values: Values) -> str:
        return f"Kết quả nhiệm vụ: {shortened(self._tasks.get(unit.id, ''))}"

    def statement(self, _unit: Unit, values: Values) -> str:
        who = shown("speaker", values.get("speaker", ""), self.names)
        return f"Ý kiến của đồng chí {who}" if who else "Ý kiến phát biểu"

    def step(self, unit: Unit, _values: Values) -> str:
        step = next((step for step in self.meeting.steps if step.id == unit.id), None)
        return f"Tình trạng phần: {sections()[step.section].short}" if step else "Tình trạng phần"

    def written(self, values: Values) -> list[tuple[str, str]]:
        return [(FIELD_LABELS[n], shown(n, text, self.names)) for n, text in values.items() if text]


_LABELS = {
    UnitKind.ITEM: _Labels.item,
    UnitKind.OPENING: lambda *_: "Phần mở đầu",
    UnitKind.CLOSING: lambda *_: "Phần kết thúc",
    UnitKind.ROLL: _Labels.roll,
    UnitKind.STATEMENT: _Labels.statement,
    UnitKind.VOTE: lambda _, __, values: f"Biểu quyết: {shortened(values.get('subject', ''))}",
    UnitKind.CONCLUSION: lambda _, __, values: f"Kết luận: {shortened(values.get('text', ''))}",
    UnitKind.ASSIGNMENT: lambda _, __, values: f"Nhiệm vụ: {shortened(values.get('text', ''))}",
    UnitKind.REVIEW: _Labels.review,
    UnitKind.STEP: _Labels.step,
}


@dataclass(frozen=True)
class UnitHistory:
    """Everything that happened to one unit; what the guard needs to know is its meeting's."""

    meeting: Meeting
    unit: Unit
    values: dict[str, str]
    revisions: Sequence[Revision]
    labels: _Labels
    is_restricted: bool

    @property
    def unit_path(self) -> str:
        return self.meeting.unit_path

    @property
    def appointments(self) -> Appointments:
        return self.meeting.appointments

    @property
    def number(self) -> int:
        return self.revisions[0].number or 0

    @cached_property
    def label(self) -> str:
        last = self.revisions[0]
        standing = Standing(
            last.unit, self.number, last.kind, last.account_id, last.actor_name, last.at
        )
        return self.labels.of(str(self.unit), standing)

    @cached_property
    def runs(self) -> list[Run]:
        """Who wrote when, latest first."""
        return runs_of(self.revisions)

    @cached_property
    def ends(self) -> set[int]:
        """The versions offered to compare: what each run left, and what stood before the first."""
        return {0, *(run.last for run in self.runs)}

    def at(self, number: int) -> dict[str, str]:
        """The values as revision `number` left them; 0 is what stood before the first."""
        values = dict(self.values)
        for revision in self.revisions:
            if (revision.number or 0) <= number:
                break
            values = undone(values, revision.changes)
        return values

    def compared(self, first: int, last: int) -> list[tuple[str, list[tuple[Part, str]]]]:
        """Field by field, what differs between two of its revisions."""
        before, after = self.at(first), self.at(last)
        names = [n for n in FIELDS[self.unit.kind] if before.get(n, "") != after.get(n, "")]
        return [(FIELD_LABELS[name], self._words(name, before, after)) for name in names]

    def _words(self, name: str, before: Values, after: Values) -> list[tuple[Part, str]]:
        texts = [shown(name, values.get(name, ""), self.labels.names) for values in (before, after)]
        return compare(*texts)


def get_unit_history(meeting_id: UUID, unit: str) -> UnitHistory | None:
    meeting = get_meeting(meeting_id)
    if meeting is None:
        return None
    try:
        known = unit_called(unit)
    except RuleBroken:
        return None
    revisions = history_of(meeting_id, unit)
    if not revisions:
        return None
    present = present_units(meeting, {known.kind}, with_restricted=True)
    values = {name: found.values for name, found in present.items()}
    labels = _Labels(meeting, values)
    is_restricted = not labels.may_show(unit, with_restricted=False)
    return UnitHistory(meeting, known, values.get(unit, {}), revisions, labels, is_restricted)


def get_unit_history_at(meeting_id: UUID, unit: str, number: int) -> UnitHistory | None:
    history = get_unit_history(meeting_id, unit)
    return history if history and 0 <= number <= history.number else None


@dataclass(frozen=True)
class KeptText:
    """A text that never stood, with its meeting for the guard."""

    meeting: Meeting
    unit: Unit
    texts: dict[str, str]
    is_restricted: bool

    @property
    def unit_path(self) -> str:
        return self.meeting.unit_path

    @property
    def appointments(self) -> Appointments:
        return self.meeting.appointments


def get_kept_text(meeting_id: UUID, kept_id: UUID) -> KeptText | None:
    meeting = get_meeting(meeting_id)
    revision = db.session.get(Revision, kept_id)
    if meeting is None or revision is None or revision.scope_id != meeting_id:
        return None
    if revision.number is not None:
        return None
    unit = unit_called(revision.unit)
    present = present_units(meeting, {unit.kind}, with_restricted=True)
    values = {name: found.values for name, found in present.items()}
    is_restricted = not _Labels(meeting, values).may_show(revision.unit, with_restricted=False)
    texts = text_of(revision, values.get(revision.unit, {}))
    return KeptText(meeting, unit, texts, is_restricted)
