"""A task, and the tasks of one meeting."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.assignments.models import Assignment
from app.audit.events import Event
from app.audit.models import AuditEntry
from app.extensions import db
from app.people.models import Member


def get_assignment(assignment_id: UUID) -> Assignment | None:
    """A task with what its page shows: branch, people, and what each meeting found."""
    return db.session.scalar(
        select(Assignment)
        .where(Assignment.id == assignment_id)
        .options(
            joinedload(Assignment.organisation),
            joinedload(Assignment.accountable),
            selectinload(Assignment.collaborators),
            selectinload(Assignment.reviews),
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
            selectinload(Assignment.reviews),
        )
        .with_for_update(of=Assignment)
    )


def assignments_from(meeting_id: UUID) -> Sequence[Assignment]:
    """The tasks one meeting gave, by deadline."""
    return db.session.scalars(
        select(Assignment)
        .where(Assignment.meeting_id == meeting_id)
        .options(joinedload(Assignment.accountable), selectinload(Assignment.collaborators))
        .order_by(Assignment.due_on, Assignment.id)
    ).all()


def assignment_of_meeting(meeting_id: UUID, assignment_id: UUID) -> Assignment | None:
    assignment = get_assignment(assignment_id)
    return assignment if assignment and assignment.meeting_id == meeting_id else None


def hand_overs_of(assignment: Assignment) -> Sequence[AuditEntry]:
    """When, why and by whom somebody else was made accountable, latest first."""
    return db.session.scalars(
        select(AuditEntry)
        .where(
            AuditEntry.subject_id == assignment.id,
            AuditEntry.event == Event.ASSIGNMENT_HANDED_OVER.value,
        )
        .order_by(AuditEntry.sequence.desc())
    ).all()


def members_with(ids: Collection[UUID]) -> Sequence[Member]:
    return db.session.scalars(
        select(Member).where(Member.id.in_(ids)).order_by(Member.sort_name, Member.id)
    ).all()
