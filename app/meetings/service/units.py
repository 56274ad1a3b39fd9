"""One way to write into any unit of a meeting, and to take one away, whatever it holds."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from app.access.permissions import Actor
from app.assignments.models import Assignment
from app.assignments.queries import assignments_from
from app.assignments.service import (
    change_assignment,
    give_assignment,
    remove_assignment,
    review_assignment,
)
from app.kernel.errors import RuleBroken
from app.meetings.models import Conclusion, Meeting, Statement, Vote
from app.meetings.rules.units import Unit, UnitKind
from app.meetings.service import agenda, life, record, roll
from app.revisions.rules import Saving
from app.revisions.service import record_revision

_Data = Mapping[str, Any]


def write(
    meeting: Meeting,
    unit: Unit,
    present: Any,
    data: _Data,
    *,
    saving: Saving,
    by: Actor,
    now: datetime,
) -> Any:
    """Write `data`, as the unit's form reads it, into `present` or a new record; the record.

    :raises RuleBroken: whatever a rule has against it; nothing is written then.
    """
    how: dict[str, Any] = {"saving": saving, "by": by, "now": now}
    match unit.kind:
        case UnitKind.ROLL:
            return roll.mark_comrade(meeting, unit.id, data["mark"], **how)
        case UnitKind.OPENING | UnitKind.CLOSING:
            life.change_frame(meeting, data, version=meeting.version, **how)
            return meeting
        case UnitKind.ITEM:
            agenda.change_item(present, data, version=present.version, **how)
        case UnitKind.STEP:
            agenda.set_step(present, **data, **how)
        case UnitKind.REVIEW:
            review_assignment(
                present, **data, held_on=meeting.held_on, version=present.version, **how
            )
        case _ if present is None:
            return _add(meeting, unit, data, how)
        case _:
            _change(present, data, how)
    return present


def _add(meeting: Meeting, unit: Unit, data: _Data, how: dict[str, Any]) -> Any:
    if unit.kind is UnitKind.ASSIGNMENT:
        if meeting.is_of_committee:
            raise RuleBroken("Việc của cấp ủy giao cho chi bộ: chọn chi bộ rồi bấm “Giao việc”.")
        return give_assignment(
            organisation=meeting.organisation,
            meeting_id=meeting.id,
            given_on=meeting.held_on,
            id_=unit.id,
            **data,
            **how,
        )
    return _ADD[unit.kind](meeting, id_=unit.id, **data, **how)


_ADD: dict[UnitKind, Callable[..., Any]] = {
    UnitKind.STATEMENT: record.record_statement,
    UnitKind.VOTE: record.record_vote,
    UnitKind.CONCLUSION: record.record_conclusion,
}


def _change(present: Any, data: _Data, how: dict[str, Any]) -> None:
    version = present.version
    match present:
        case Assignment():
            change_assignment(present, data, version=version, **how)
        case Statement():
            record.change_statement(present, **data, version=version, **how)
        case Vote():
            record.change_vote(present, **data, version=version, **how)
        case Conclusion():
            record.change_conclusion(present, **data, version=version, **how)


def remove(
    meeting: Meeting, unit: Unit, present: Any, *, saving: Saving, by: Actor, now: datetime
) -> None:
    """Take away what a page added.

    :raises RuleBroken: if something rests on it.
    """
    how: dict[str, Any] = {"saving": saving, "by": by, "now": now}
    match present:
        case None:  # never complete: what is held of it waits no longer
            record_revision(meeting.id, str(unit), {}, {}, **how)
        case Assignment():
            remove_assignment(present, **how)
        case Statement():
            record.remove_statement(present, **how)
        case Vote():
            record.remove_vote(present, **how)
        case Conclusion():
            given = assignments_from(meeting.id)
            has_assignments = any(task.conclusion_id == present.id for task in given)
            record.remove_conclusion(present, has_assignments=has_assignments, **how)
