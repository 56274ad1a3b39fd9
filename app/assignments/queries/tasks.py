"""A task, and the tasks of one meeting."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.assignments.models import Assignment, Evidence, Progress
from app.extensions import db
from app.people.models import Member


def get_assignment(assignment_id: UUID) -> Assignment | None:
    """A task with what its page shows: branch, people, and what each meeting found."""
    return db.session.scalar(
        select(Assignment)
        .where(Assignment.id == assignment_id)
        .options(
            joinedload(Assignment.organisation),
            joinedload(Assignment.giver),
            joinedload(Assignment.accountable),
            selectinload(Assignment.collaborators),
            selectinload(Assignment.units),
            selectinload(Assignment.reviews),
            selectinload(Assignment.progress).selectinload(Progress.evidence),
        )
    )


def assignment_to_change(assignment_id: UUID) -> Assignment | None:
    """A task locked until the transaction ends, with what a change of it looks at."""
    return db.session.scalar(
        select(Assignment)
        .where(Assignment.id == assignment_id)
        .options(
            joinedload(Assignment.accountable),
            selectinload(Assignment.collaborators),
            selectinload(Assignment.units),
            selectinload(Assignment.reviews),
            selectinload(Assignment.progress),
        )
        .with_for_update(of=Assignment)
    )


def assignments_from(meeting_id: UUID) -> Sequence[Assignment]:
    """The tasks one meeting gave, by deadline."""
    return db.session.scalars(
        select(Assignment)
        .where(Assignment.meeting_id == meeting_id)
        .options(
            joinedload(Assignment.organisation),
            joinedload(Assignment.accountable),
            selectinload(Assignment.collaborators),
            selectinload(Assignment.units),
        )
        .order_by(Assignment.due_on, Assignment.id)
    ).all()


def assignment_of_meeting(meeting_id: UUID, assignment_id: UUID) -> Assignment | None:
    assignment = get_assignment(assignment_id)
    return assignment if assignment and assignment.meeting_id == meeting_id else None


def get_evidence(assignment_id: UUID, evidence_id: UUID) -> Evidence | None:
    return db.session.scalar(
        select(Evidence)
        .join(Evidence.progress)
        .where(Evidence.id == evidence_id, Progress.assignment_id == assignment_id)
        .options(
            joinedload(Evidence.file),
            contains_eager(Evidence.progress)
            .joinedload(Progress.assignment)
            .options(joinedload(Assignment.organisation), selectinload(Assignment.collaborators)),
        )
    )


def members_with(ids: Collection[UUID]) -> Sequence[Member]:
    return db.session.scalars(
        select(Member).where(Member.id.in_(ids)).order_by(Member.sort_name, Member.id)
    ).all()
