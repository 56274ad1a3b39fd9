"""Tasks before a meeting: laid on its table, judged there, moved on or closed."""

from datetime import date, datetime
from uuid import UUID

from app.access.permissions import Actor
from app.assignments.models import Assignment, AssignmentReview
from app.assignments.queries import assignment_values, review_values, unsettled_before
from app.assignments.rules import (
    AssignmentStatus,
    ReviewOutcome,
    check_latest,
    check_not_dropped,
    check_review,
    deadline,
    status_of,
)
from app.assignments.service.trail import keep, note
from app.audit.events import Event
from app.extensions import db
from app.kernel.versions import check_fresh
from app.organisations.models import Organisation
from app.revisions.rules import Saving, unit_name
from app.revisions.service import record_revision


def lay_on_table(*, giver: Organisation, meeting_id: UUID, held_on: date, now: datetime) -> None:
    """Bring every task of theirs that no meeting has closed before this one, once.

    What was reported done comes too: the meeting judges it. Repeating it is cheap (one query when
    nothing is new) and needed where an earlier meeting judged its tasks after this one began.
    """
    for assignment in unsettled_before(giver.id, meeting_id=meeting_id, held_on=held_on):
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
    saving: Saving | None = None,
    by: Actor,
    now: datetime,
) -> None:
    """What the meeting finds of a task; until adoption it may think again.

    Whatever it said before is taken back first, so any order of outcomes ends in the same state.

    :raises RuleBroken: if a reason or a new deadline is missing, or a later meeting has the task.
    """
    check_fresh(review, version)
    assignment = review.assignment
    check_review(
        outcome,
        reason=reason,
        due_on=due_on,
        held_on=held_on,
        due_before=review.due_before,
    )
    check_not_dropped(is_dropped=assignment.is_dropped)
    check_latest(review.held_on, [other.held_on for other in assignment.reviews])
    before, task_before = review_values(review), assignment_values(assignment)
    _take_back(review, assignment)
    review.outcome = outcome
    review.held_on = held_on
    review.result = result or None
    review.reason = reason or None
    review.due_after = due_on if outcome is ReviewOutcome.CARRIED_OVER else None
    _apply(review, assignment)
    keep(assignment, task_before, by=by, now=now)
    unit, after = unit_name("review", review.id), review_values(review)
    record_revision(review.meeting_id, unit, before, after, saving=saving, by=by, now=now)
    note(
        Event.ASSIGNMENT_REVIEWED,
        assignment,
        saving=saving,
        by=by,
        now=now,
        outcome=outcome,
        reason=review.reason,
        due_on=review.due_after,
    )


def _take_back(review: AssignmentReview, assignment: Assignment) -> None:
    if review.outcome is ReviewOutcome.PENDING:
        review.done_before = assignment.done_on
        return
    # A task that was moved on may have been reported done since: the newer report stands.
    if review.outcome is not ReviewOutcome.CARRIED_OVER or assignment.done_on is None:
        assignment.done_on = review.done_before
    assignment.status = _reported(assignment)


def _apply(review: AssignmentReview, assignment: Assignment) -> None:
    assignment.due_on = deadline(
        review.due_before,
        moved_to=review.due_after,
        extended_to=assignment.extended_to(since=review.created_at),
    )
    if review.outcome is ReviewOutcome.DONE:
        assignment.status = AssignmentStatus.DONE
        assignment.done_on = assignment.done_on or review.held_on
    elif review.outcome is ReviewOutcome.CANCELLED:
        assignment.status = AssignmentStatus.CANCELLED
        assignment.done_on = None
    elif review.due_after is not None:
        if assignment.done_on == review.done_before:
            assignment.done_on = None  # the meeting does not accept the report
        assignment.status = _reported(assignment)


def _reported(assignment: Assignment) -> AssignmentStatus:
    return status_of(assignment.done_on, percent=assignment.percent, result=assignment.result)
