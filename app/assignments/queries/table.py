"""What lies before a meeting, and what it found."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.assignments.models import Assignment, AssignmentReview
from app.assignments.rules import (
    SETTLING,
    AssignmentStatus,
    Punctuality,
    ReviewOutcome,
)
from app.extensions import db


def unsettled_before(giver_id: UUID, *, meeting_id: UUID, held_on: date) -> Sequence[Assignment]:
    """Tasks to be laid before a meeting of who gave them: given earlier, closed by none, on no
    later table.

    What another meeting still has to look at stays there: on two tables at once neither could
    judge it. It comes here when that meeting has judged it and the table is laid again.
    """
    has_place = (
        select(AssignmentReview.id)
        .where(
            AssignmentReview.assignment_id == Assignment.id,
            or_(
                AssignmentReview.meeting_id == meeting_id,
                AssignmentReview.held_on > held_on,
                AssignmentReview.outcome.in_((ReviewOutcome.PENDING, *SETTLING)),
            ),
        )
        .correlate(Assignment)
        .exists()
    )
    return db.session.scalars(
        select(Assignment)
        .where(
            Assignment.giver_id == giver_id,
            Assignment.meeting_id != meeting_id,
            Assignment.given_on <= held_on,
            Assignment.status != AssignmentStatus.CANCELLED,  # dropped between two meetings
            ~has_place,
        )
        .order_by(Assignment.given_on, Assignment.id)
    ).all()


def reviews_of(meeting_id: UUID) -> Sequence[AssignmentReview]:
    """The tasks on the table of a meeting with who owes them, by their deadline then."""
    return db.session.scalars(
        _reviews(AssignmentReview.meeting_id == meeting_id).order_by(
            AssignmentReview.due_before, AssignmentReview.id
        )
    ).all()


def pending_reviews(meeting_id: UUID) -> int:
    """How many tasks on its table the meeting has not looked at."""
    return (
        db.session.scalar(
            select(func.count()).where(
                AssignmentReview.meeting_id == meeting_id,
                AssignmentReview.outcome == ReviewOutcome.PENDING,
            )
        )
        or 0
    )


def get_review(meeting_id: UUID, review_id: UUID) -> AssignmentReview | None:
    return db.session.scalar(
        _reviews(
            AssignmentReview.id == review_id, AssignmentReview.meeting_id == meeting_id
        ).options(
            joinedload(AssignmentReview.assignment).options(
                selectinload(Assignment.reviews), selectinload(Assignment.progress)
            )
        )
    )


def review_to_change(review_id: UUID) -> AssignmentReview | None:
    """What a meeting found of a task, locked; the task itself is guarded by its version."""
    return db.session.scalar(
        _reviews(AssignmentReview.id == review_id)
        .options(
            joinedload(AssignmentReview.assignment).options(
                selectinload(Assignment.reviews),
                selectinload(Assignment.progress),
                selectinload(Assignment.collaborators),
                selectinload(Assignment.units),
            )
        )
        .with_for_update(of=AssignmentReview)
    )


def punctuality_of(organisation_id: UUID, *, first: date, last: date) -> Punctuality:
    """Done by the deadline, of what fell due on the branch's own tables from `first` to `last`.

    A task that is moved on counts again where its new deadline falls.
    """
    done, due = db.session.execute(
        select(func.coalesce(func.sum(case((met_in_time(), 1), else_=0)), 0), func.count())
        .join(Assignment, Assignment.id == AssignmentReview.assignment_id)
        .where(
            Assignment.organisation_id == organisation_id,
            AssignmentReview.held_on.between(first, last),
            fell_due(),
        )
    ).one()
    return Punctuality(done, due)


def fell_due() -> ColumnElement[bool]:
    """Whether a finding is of a task whose time was up, or that was done before.

    What the committee gave is judged on its own table: that says nothing of how the branch
    carries out its own resolutions, which is what these figures are of.
    """
    return and_(
        Assignment.giver_id == Assignment.organisation_id,
        AssignmentReview.outcome != ReviewOutcome.CANCELLED,
        or_(
            AssignmentReview.due_before <= AssignmentReview.held_on,
            AssignmentReview.outcome == ReviewOutcome.DONE,
        ),
    )


def met_in_time() -> ColumnElement[bool]:
    """The rule `met_deadline` as the database asks it."""
    return and_(
        AssignmentReview.outcome == ReviewOutcome.DONE,
        or_(
            AssignmentReview.done_before.is_(None),
            AssignmentReview.done_before <= AssignmentReview.due_before,
        ),
    )


def _reviews(*conditions: ColumnElement[bool]) -> Select[AssignmentReview]:
    task = joinedload(AssignmentReview.assignment)
    return (
        select(AssignmentReview)
        .where(*conditions)
        .options(task.joinedload(Assignment.accountable), task.joinedload(Assignment.organisation))
    )
