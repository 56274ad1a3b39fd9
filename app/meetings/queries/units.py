"""The units of a meeting as they stand: the strings of their forms' fields."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, selectinload

from app.assignments.queries import (
    assignment_to_change,
    assignment_values,
    assignments_from,
    review_to_change,
    review_values,
    reviews_of,
)
from app.extensions import db
from app.kernel.errors import RuleBroken
from app.meetings.models import (
    AgendaItem,
    AgendaStep,
    Attendance,
    Conclusion,
    Meeting,
    Statement,
    Vote,
)
from app.meetings.queries.record import conclusions_of, record_of
from app.meetings.rules.units import FIELDS, Unit, UnitKind
from app.revisions.rules import typed
from app.revisions.rules.live import Present


def _by_name(kind: UnitKind) -> Callable[[Any], dict[str, str]]:
    def values(record: Any) -> dict[str, str]:
        return {name: typed(getattr(record, name)) for name in FIELDS[kind]}

    return values


item_values = _by_name(UnitKind.ITEM)
opening_values = _by_name(UnitKind.OPENING)
closing_values = _by_name(UnitKind.CLOSING)
vote_values = _by_name(UnitKind.VOTE)
conclusion_values = _by_name(UnitKind.CONCLUSION)
step_values = _by_name(UnitKind.STEP)


def statement_values(statement: Statement) -> dict[str, str]:
    speaker = (
        f"member:{statement.member_id}" if statement.member_id else f"guest:{statement.guest_id}"
    )
    return {
        "speaker": speaker,
        "section": typed(statement.section),
        "text": statement.text,
        "is_dissent": typed(statement.is_dissent),
    }


def roll_values(line: Attendance | None) -> dict[str, str]:
    """All empty until the comrade has been marked."""
    if line is None:
        return dict.fromkeys(FIELDS[UnitKind.ROLL], "")
    return {
        "presence": typed(line.presence),
        "reason": typed(line.reason),
        "late": typed(line.late_minutes),
        "early": typed(line.left_early_minutes),
        "point": typed(line.point_id),
    }


VALUES_OF: dict[UnitKind, Callable[[Any], dict[str, str]]] = {
    UnitKind.ITEM: item_values,
    UnitKind.OPENING: opening_values,
    UnitKind.CLOSING: closing_values,
    UnitKind.ROLL: roll_values,
    UnitKind.STATEMENT: statement_values,
    UnitKind.VOTE: vote_values,
    UnitKind.CONCLUSION: conclusion_values,
    UnitKind.ASSIGNMENT: assignment_values,
    UnitKind.REVIEW: review_values,
    UnitKind.STEP: step_values,
}


def record_to_change(meeting: Meeting, unit: Unit) -> Any | None:
    """What stands behind a unit, locked until the transaction ends; None where nothing does yet.

    :raises RuleBroken: if it belongs to another meeting.
    """
    record = _FOUND[unit.kind](meeting, unit.id)
    if record is not None and _meeting_of(record) != meeting.id:
        raise RuleBroken("Phần này không thuộc buổi họp đang mở; tải lại trang rồi thử lại.")
    return record


def _meeting_of(record: Any) -> UUID:
    if isinstance(record, Meeting):
        return record.id
    if isinstance(record, AgendaItem):
        return record.step.meeting_id
    return record.meeting_id


def _item(_meeting: Meeting, item_id: UUID) -> AgendaItem | None:
    return db.session.scalar(
        select(AgendaItem)
        .join(AgendaItem.step)
        .where(AgendaItem.id == item_id)
        .options(contains_eager(AgendaItem.step))
        .with_for_update(of=AgendaItem)
    )


def _step(_meeting: Meeting, step_id: UUID) -> AgendaStep | None:
    return db.session.scalar(
        select(AgendaStep)
        .where(AgendaStep.id == step_id)
        .options(selectinload(AgendaStep.items))
        .with_for_update()
    )


def _frame(meeting: Meeting, meeting_id: UUID) -> Meeting | None:
    return meeting if meeting.id == meeting_id else None


def _line(meeting: Meeting, member_id: UUID) -> Attendance | None:
    return db.session.get(Attendance, (meeting.id, member_id), with_for_update=True)


def _by_id(table: Any) -> Callable[[Meeting, UUID], Any]:
    def found(_meeting: Meeting, id_: UUID) -> Any:
        return db.session.scalar(select(table).where(table.id == id_).with_for_update())

    return found


_FOUND: dict[UnitKind, Callable[[Meeting, UUID], Any]] = {
    UnitKind.ITEM: _item,
    UnitKind.OPENING: _frame,
    UnitKind.CLOSING: _frame,
    UnitKind.ROLL: _line,
    UnitKind.STATEMENT: _by_id(Statement),
    UnitKind.VOTE: _by_id(Vote),
    UnitKind.CONCLUSION: _by_id(Conclusion),
    UnitKind.ASSIGNMENT: lambda _, id_: assignment_to_change(id_),
    UnitKind.REVIEW: lambda _, id_: review_to_change(id_),
    UnitKind.STEP: _step,
}


def present_units(
    meeting: Meeting, kinds: Iterable[UnitKind], *, with_restricted: bool
) -> dict[str, Present]:
    """Every unit of these kinds by name; what is withheld is nowhere, what is restricted only
    where it may be read."""
    wanted = set(kinds)
    found: dict[str, Present] = {}
    for kind, records in _records(meeting, wanted, with_restricted):
        for id_, record in records:
            version = getattr(record, "version", None)
            found[str(Unit(kind, id_))] = Present(VALUES_OF[kind](record), version)
    return found


def _records(
    meeting: Meeting, wanted: set[UnitKind], with_restricted: bool
) -> Iterable[tuple[UnitKind, list[tuple[UUID, Any]]]]:
    for kind in wanted & {UnitKind.OPENING, UnitKind.CLOSING}:
        yield kind, [(meeting.id, meeting)]
    if wanted & {UnitKind.ITEM, UnitKind.STEP}:
        steps = _steps(meeting)
        if UnitKind.STEP in wanted:
            yield UnitKind.STEP, _named(steps)
        if UnitKind.ITEM in wanted:
            items = (item for step in steps for item in step.items)
            yield UnitKind.ITEM, _named(i for i in items if _is_open(i, with_restricted))
    if UnitKind.ROLL in wanted:
        lines = db.session.scalars(select(Attendance).where(Attendance.meeting_id == meeting.id))
        yield UnitKind.ROLL, [(line.member_id, line) for line in lines]
    yield from _recorded(meeting, wanted)


def _recorded(
    meeting: Meeting, wanted: set[UnitKind]
) -> Iterable[tuple[UnitKind, list[tuple[UUID, Any]]]]:
    if wanted & {UnitKind.STATEMENT, UnitKind.VOTE}:
        record = record_of(meeting)
        yield UnitKind.STATEMENT, _named(record.statements)
        yield UnitKind.VOTE, _named(record.votes)
    if UnitKind.CONCLUSION in wanted:
        yield UnitKind.CONCLUSION, _named(conclusions_of(meeting))
    if UnitKind.ASSIGNMENT in wanted:
        yield UnitKind.ASSIGNMENT, _named(assignments_from(meeting.id))
    if UnitKind.REVIEW in wanted:
        yield UnitKind.REVIEW, _named(reviews_of(meeting.id))


def _steps(meeting: Meeting) -> list[AgendaStep]:
    return list(
        db.session.scalars(
            select(AgendaStep)
            .where(AgendaStep.meeting_id == meeting.id)
            .order_by(AgendaStep.position)
            .options(selectinload(AgendaStep.items))
        )
    )


def _is_open(item: AgendaItem, with_restricted: bool) -> bool:
    return not item.is_withheld and (with_restricted or not item.is_restricted)


def _named(records: Iterable[Any]) -> list[tuple[UUID, Any]]:
    return [(record.id, record) for record in records]
