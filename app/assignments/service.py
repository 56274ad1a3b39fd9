from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm.attributes import flag_modified

from app.access.permissions import Actor
from app.assignments.models import Assignment, AssignmentReview
from app.assignments.queries import assignments_from, findable_assignment, unsettled_before
from app.assignments.rules import (
    AssignmentStatus,
    Priority,
    ReviewOutcome,
    check_due,
    check_due_unmoved,
    check_hand_over,
    check_latest,
    check_open,
    check_report,
    check_review,
    check_wording_open,
    status_of,
)
from app.audit import service as audit
from app.audit.events import Event
from app.extensions import db
from app.kernel.clock import local
from app.kernel.errors import RuleBroken
from app.kernel.versions import check_fresh
from app.organisations.models import Organisation
from app.people.models import Member
from app.search.rules.findables import SearchKind
from app.search.service import forget, index

CHANGEABLE = (
    "text",
    "category",
    "accountable",
    "collaborators",
    "outside_collaborators",
    "due_on",
    "priority",
)


def give_assignment(
    *,
    organisation: Organisation,
    meeting_id: UUID,
    conclusion_id: UUID | None,
    text: str,
    category: str | None,
    accountable: Member,
    collaborators: Sequence[Member],
    outside_collaborators: str | None,
    given_on: date,
    due_on: date,
    priority: Priority,
    by: Actor,
    now: datetime,
) -> Assignment:
    """One task from the meeting held on `given_on`, with exactly one accountable comrade.

    :raises RuleBroken: if it would be due before it is given.
    """
    check_due(due_on, given_on=given_on)
    assignment = Assignment(
        organisation=organisation,
        meeting_id=meeting_id,
        conclusion_id=conclusion_id,
        text=text,
        category=category or None,
        accountable=accountable,
        collaborators=_others(collaborators, accountable),
        outside_collaborators=outside_collaborators or None,
        given_on=given_on,
        due_on=due_on,
        priority=priority,
    )
    db.session.add(assignment)
    _note(
        Event.ASSIGNMENT_GIVEN,
        assignment,
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
    by: Actor,
    now: datetime,
) -> None:
    """Change what is asked and of whom; `values` holds some or all of CHANGEABLE.

    :raises RuleBroken: if the minutes that hold it are adopted, or a meeting has closed it.
    """
    check_fresh(assignment, version)
    check_open(is_settled=assignment.is_settled)
    check_wording_open(is_adopted=assignment.is_adopted)
    due_on = values.get("due_on", assignment.due_on)
    check_due(due_on, given_on=assignment.given_on)
    check_due_unmoved(due_on, assignment.due_on, is_on_table=bool(assignment.reviews))
    before = _shown(assignment)
    for name in CHANGEABLE:
        if name in values:
            setattr(assignment, name, values[name])
    assignment.collaborators = _others(assignment.collaborators, assignment.accountable)
    after = _shown(assignment)
    if before != after:
        _raise_version(assignment)
        _note(Event.ASSIGNMENT_CHANGED, assignment, by=by, now=now, before=before, after=after)


def _raise_version(assignment: Assignment) -> None:
    """A change of collaborators alone touches no column, yet the next edit must notice it."""
    flag_modified(assignment, "text")


def adopt_assignments(meeting_id: UUID, *, is_adopted: bool = True) -> None:
    """The minutes of this meeting are adopted: what it gave is read by all and stays as it is.

    With `is_adopted=False` they are open again to be corrected, and its tasks with them.
    """
    for assignment in assignments_from(meeting_id):
        assignment.is_adopted = is_adopted
        _index(assignment)


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
    before = assignment.accountable
    check_hand_over(is_adopted=assignment.is_adopted, is_same=accountable is before, reason=reason)
    assignment.accountable = accountable
    assignment.collaborators = _others(assignment.collaborators, accountable)
    _note(
        Event.ASSIGNMENT_HANDED_OVER,
        assignment,
        by=by,
        now=now,
        before=before.name,
        after=accountable.name,
        reason=reason,
    )


def remove_assignment(assignment: Assignment, *, by: Actor, now: datetime) -> None:
    """Take back a task written down by mistake.

    :raises RuleBroken: once its minutes are adopted, or it has come before a later meeting.
    """
    check_wording_open(is_adopted=assignment.is_adopted)
    if assignment.reviews:
        raise RuleBroken("Nhiệm vụ đã được đưa ra buổi sinh hoạt sau nên không xóa được.")
    _note(
        Event.ASSIGNMENT_REMOVED,
        assignment,
        by=by,
        now=now,
        text=assignment.text,
        accountable=assignment.accountable.name,
    )
    db.session.delete(assignment)
    forget(SearchKind.ASSIGNMENT, assignment.id)


def lay_on_table(
    *, organisation: Organisation, meeting_id: UUID, held_on: date, now: datetime
) -> None:
    """Bring every task that no meeting has closed before this one, once.

    What was reported done comes too: the meeting judges it. Repeating it is cheap (one query when
    nothing is new) and needed where an earlier meeting judged its tasks after this one began.
    """
    for assignment in unsettled_before(organisation.id, meeting_id=meeting_id, held_on=held_on):
        db.session.add(
            AssignmentReview(
                assignment_id=assignment.id,
                meeting_id=meeting_id,
                held_on=held_on,
                due_before=assignment.due_on,
                done_before=assignment.done_on,
                created_at=now,
            )
        )
    db.session.flush()


def review_assignment(
    review: AssignmentReview,
    *,
    outcome: ReviewOutcome,
    result: str = "",
    reason: str = "",
    due_on: date | None = None,
    held_on: date,
    version: int | None,
    by: Actor,
    now: datetime,
) -> None:
    """What the meeting finds of a task; until adoption it may think again.

    Whatever it said before is taken back first, so any order of outcomes ends in the same state.

    :raises RuleBroken: if a reason or a new deadline is missing, or a later meeting has the task.
    """
    check_fresh(review, version)
    assignment = review.assignment
    is_new = review.outcome is ReviewOutcome.PENDING
    check_review(
        outcome,
        reason=reason,
        due_on=due_on,
        held_on=held_on,
        due_before=assignment.due_on if is_new else review.due_before,
    )
    check_latest(review.held_on, [other.held_on for other in assignment.reviews])
    _take_back(review, assignment)
    review.outcome = outcome
    review.held_on = held_on
    review.result = result or None
    review.reason = reason or None
    review.due_after = due_on if outcome is ReviewOutcome.CARRIED_OVER else None
    _apply(review, assignment)
    _note(
        Event.ASSIGNMENT_REVIEWED,
        assignment,
        by=by,
        now=now,
        outcome=outcome,
        reason=review.reason,
        due_on=review.due_after,
    )


def _take_back(review: AssignmentReview, assignment: Assignment) -> None:
    if review.outcome is ReviewOutcome.PENDING:
        review.due_before = assignment.due_on
        review.done_before = assignment.done_on
        return
    assignment.due_on = review.due_before
    # A task that was moved on may have been reported done since: the newer report stands.
    if review.outcome is not ReviewOutcome.CARRIED_OVER or assignment.done_on is None:
        assignment.done_on = review.done_before
    assignment.status = _reported(assignment)


def _apply(review: AssignmentReview, assignment: Assignment) -> None:
    if review.outcome is ReviewOutcome.DONE:
        assignment.status = AssignmentStatus.DONE
        assignment.done_on = assignment.done_on or review.held_on
    elif review.outcome is ReviewOutcome.CANCELLED:
        assignment.status = AssignmentStatus.CANCELLED
        assignment.done_on = None
    elif review.due_after is not None:
        assignment.due_on = review.due_after
        if assignment.done_on == review.done_before:
            assignment.done_on = None  # the meeting does not accept the report
        assignment.status = _reported(assignment)


def _reported(assignment: Assignment) -> AssignmentStatus:
    return status_of(assignment.done_on, percent=assignment.percent, result=assignment.result)


def report_progress(
    assignment: Assignment,
    *,
    status: AssignmentStatus,
    percent: int,
    result: str,
    version: int | None,
    by: Actor,
    now: datetime,
) -> None:
    """How far it is, said between meetings; the next meeting judges it.

    :raises RuleBroken: if a meeting has closed the task, or the report says nothing.
    """
    check_fresh(assignment, version)
    check_open(is_settled=assignment.is_settled)
    check_report(status, percent=percent, result=result)
    is_done = status is AssignmentStatus.DONE
    was_done = assignment.status is AssignmentStatus.DONE
    if not (is_done and was_done):  # mending the words of a report keeps its day
        assignment.done_on = local(now).date() if is_done else None
    assignment.status = status
    assignment.percent = 100 if is_done else percent
    assignment.result = result or None
    _note(
        Event.ASSIGNMENT_REPORTED,
        assignment,
        by=by,
        now=now,
        status=status,
        percent=assignment.percent,
    )


def _others(collaborators: Sequence[Member], accountable: Member) -> list[Member]:
    """Nobody collaborates with themselves, nor twice."""
    return list(dict.fromkeys(member for member in collaborators if member is not accountable))


def _shown(assignment: Assignment) -> dict[str, object]:
    return {
        "text": assignment.text,
        "category": assignment.category,
        "accountable": assignment.accountable.name,
        "collaborators": [member.name for member in assignment.collaborators],
        "outside_collaborators": assignment.outside_collaborators,
        "due_on": assignment.due_on,
        "priority": assignment.priority,
    }


def _note(
    event: Event, assignment: Assignment, *, by: Actor, now: datetime, **facts: object
) -> None:
    audit.record(
        event,
        by=by,
        now=now,
        organisation_id=assignment.organisation.id,
        subject=assignment,
        **facts,
    )
    _index(assignment)


def _index(assignment: Assignment) -> None:
    index(SearchKind.ASSIGNMENT, assignment.id, findable_assignment(assignment))
