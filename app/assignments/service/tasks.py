"""Tasks given, changed, handed over, reported and taken back."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm.attributes import flag_modified

from app.access.permissions import Actor
from app.assignments.models import Assignment, OutsideUnit
from app.assignments.queries import (
    assignment_values,
    assignments_from,
)
from app.assignments.rules import (
    Priority,
    check_due,
    check_due_unmoved,
    check_hand_over,
    check_open,
    check_wording_open,
)
from app.assignments.service.trail import index_assignment, keep, note
from app.audit.events import Event
from app.extensions import db
from app.kernel.errors import RuleBroken
from app.kernel.versions import check_fresh
from app.organisations.models import Organisation
from app.people.models import Member
from app.revisions.queries import last_number
from app.revisions.rules import RevisionKind, Saving, unit_name
from app.revisions.service import record_revision
from app.search.rules.findables import SearchKind
from app.search.service import forget

CHANGEABLE = (
    "text",
    "category",
    "accountable",
    "collaborators",
    "units",
    "outside_collaborators",
    "due_on",
    "priority",
)


def give_assignment(
    *,
    organisation: Organisation,
    giver: Organisation | None = None,
    meeting_id: UUID,
    conclusion_id: UUID | None,
    text: str,
    category: str | None,
    accountable: Member,
    collaborators: Sequence[Member],
    units: Sequence[OutsideUnit] = (),
    outside_collaborators: str | None,
    given_on: date,
    due_on: date,
    priority: Priority,
    id_: UUID | None = None,
    saving: Saving | None = None,
    by: Actor,
    now: datetime,
) -> Assignment:
    """One task from the meeting held on `given_on`, with exactly one accountable comrade.

    :param giver: whose meeting gave it and will judge it, where that is not who does it.
    :raises RuleBroken: if it would be due before it is given.
    """
    check_due(due_on, given_on=given_on)
    assignment = Assignment(
        id=id_ or uuid4(),
        organisation=organisation,
        giver=giver or organisation,
        meeting_id=meeting_id,
        conclusion_id=conclusion_id,
        text=text,
        category=category or None,
        accountable=accountable,
        collaborators=_others(collaborators, accountable),
        units=list(units),
        outside_collaborators=outside_collaborators or None,
        given_on=given_on,
        due_on=due_on,
        priority=priority,
    )
    db.session.add(assignment)
    keep(assignment, {}, saving=saving, by=by, now=now)
    note(
        Event.ASSIGNMENT_GIVEN,
        assignment,
        saving=saving,
        by=by,
        now=now,
        text=text,
        accountable=accountable.name,
        due_on=due_on,
    )
    return assignment


def change_assignment(
    assignment: Assignment,
    values: Mapping[str, Any],
    *,
    version: int | None,
    saving: Saving | None = None,
    by: Actor,
    now: datetime,
) -> None:
    """Change what is asked and of whom; `values` holds some or all of CHANGEABLE, and where it
    comes from as `conclusion_id`.

    :raises RuleBroken: if the minutes that hold it are adopted, or a meeting has closed it.
    """
    check_fresh(assignment, version)
    check_open(is_settled=assignment.is_settled)
    check_wording_open(is_adopted=assignment.is_adopted)
    due_on = values.get("due_on", assignment.due_on)
    check_due(due_on, given_on=assignment.given_on)
    is_built_on = bool(assignment.reviews) or assignment.is_extended
    check_due_unmoved(due_on, assignment.due_on, is_on_table=is_built_on)
    before, unit_before = _shown(assignment), assignment_values(assignment)
    for name in (*CHANGEABLE, "conclusion_id"):
        if name in values:
            setattr(assignment, name, values[name])
    assignment.collaborators = _others(assignment.collaborators, assignment.accountable)
    after = _shown(assignment)
    if before != after:
        _raise_version(assignment)
    keep(assignment, unit_before, saving=saving, by=by, now=now)
    if before != after:
        note(
            Event.ASSIGNMENT_CHANGED,
            assignment,
            saving=saving,
            by=by,
            now=now,
            before=before,
            after=after,
        )


def _raise_version(assignment: Assignment) -> None:
    """A change of collaborators alone touches no column, yet the next edit must notice it."""
    flag_modified(assignment, "text")


def adopt_assignments(meeting_id: UUID, *, is_adopted: bool = True) -> None:
    """The minutes of this meeting are adopted: what it gave is read by all and stays as it is.

    With `is_adopted=False` they are open again to be corrected, and its tasks with them.
    """
    for assignment in assignments_from(meeting_id):
        assignment.is_adopted = is_adopted
        index_assignment(assignment)


def hand_over(
    assignment: Assignment,
    accountable: Member,
    *,
    reason: str,
    version: int | None,
    by: Actor,
    now: datetime,
) -> None:
    """Somebody else answers for an adopted task from now on; nothing else about it changes.

    :raises RuleBroken: without a reason, to the same comrade, or once a meeting has closed it.
    """
    check_fresh(assignment, version)
    check_open(is_settled=assignment.is_settled)
    before, unit_before = assignment.accountable, assignment_values(assignment)
    check_hand_over(is_adopted=assignment.is_adopted, is_same=accountable is before, reason=reason)
    assignment.accountable = accountable
    assignment.collaborators = _others(assignment.collaborators, accountable)
    keep(assignment, unit_before, by=by, now=now)
    note(
        Event.ASSIGNMENT_HANDED_OVER,
        assignment,
        by=by,
        now=now,
        before=before.name,
        after=accountable.name,
        reason=reason,
    )


def remove_assignment(
    assignment: Assignment, *, saving: Saving | None = None, by: Actor, now: datetime
) -> None:
    """Take back a task written down by mistake.

    :raises RuleBroken: once its minutes are adopted, it has come before a later meeting, or
        something has been said of it.
    """
    check_wording_open(is_adopted=assignment.is_adopted)
    if assignment.reviews:
        raise RuleBroken("Nhiệm vụ đã được đưa ra buổi sinh hoạt sau nên không xóa được.")
    if assignment.progress:
        raise RuleBroken(
            "Đã có báo cáo về nhiệm vụ này nên không xóa được; sửa lại nội dung nếu cần."
        )
    note(
        Event.ASSIGNMENT_REMOVED,
        assignment,
        by=by,
        now=now,
        text=assignment.text,
        accountable=assignment.accountable.name,
    )
    unit, before = unit_name("assignment", assignment.id), assignment_values(assignment)
    scope_id = assignment.meeting_id
    db.session.delete(assignment)
    forget(SearchKind.ASSIGNMENT, assignment.id)
    db.session.flush()
    saving = saving or Saving(uuid4(), last_number(scope_id, unit), RevisionKind.REMOVED)
    record_revision(scope_id, unit, before, {}, saving=saving, by=by, now=now)


def _others(collaborators: Sequence[Member], accountable: Member) -> list[Member]:
    """Nobody collaborates with themselves, nor twice."""
    return list(dict.fromkeys(member for member in collaborators if member is not accountable))


def _shown(assignment: Assignment) -> dict[str, object]:
    return {
        "text": assignment.text,
        "category": assignment.category,
        "accountable": assignment.accountable.name,
        "collaborators": [member.name for member in assignment.collaborators],
        "units": [unit.name for unit in assignment.units],
        "outside_collaborators": assignment.outside_collaborators,
        "due_on": assignment.due_on,
        "priority": assignment.priority,
    }
