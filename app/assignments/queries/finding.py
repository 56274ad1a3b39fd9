"""What is found of a task."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.access.permissions import Permission, Role
from app.assignments.models import Assignment
from app.extensions import db
from app.search.rules.findables import Findable, Subject


def findable_assignment(assignment: Assignment) -> list[Findable]:
    """What its page says of it; as silent as the draft it stands in, except to those it names."""
    others = sorted(assignment.collaborators, key=lambda member: (member.sort_name, member.id))
    found = (text for review in assignment.reviews for text in (review.result, review.reason))
    said = (entry.note for entry in assignment.progress)
    texts = (
        assignment.text,
        *(f"Phối hợp: đồng chí {member.name}" for member in others),
        *(f"Phối hợp: {unit.name}" for unit in assignment.units),
        assignment.outside_collaborators,
        assignment.category,
        assignment.result,
        *found,
        *said,
    )
    is_open = assignment.is_adopted
    silent = Permission.MINUTES_READ_DRAFT if assignment.is_own else Permission.BRANCH_ASSIGN
    return [
        Findable(
            organisation_id=assignment.organisation.id,
            unit_path=assignment.unit_path,
            day=assignment.given_on,
            title=f"Nhiệm vụ của đồng chí {assignment.accountable.name}",
            body="\n".join(dict.fromkeys(text for text in texts if text)),
            permission=Permission.ASSIGNMENT_READ if is_open else silent,
            appointments=((Role.ACCOUNTABLE, assignment.accountable.id),),
            own_of=frozenset() if is_open else assignment.named,
        )
    ]


def assignments_after(assignment_id: UUID | None, limit: int) -> list[Subject]:
    """So many tasks with a greater identity, and what is findable of each."""
    query = select(Assignment).order_by(Assignment.id).limit(limit)
    if assignment_id is not None:
        query = query.where(Assignment.id > assignment_id)
    rows = db.session.scalars(
        query.options(
            joinedload(Assignment.organisation),
            joinedload(Assignment.accountable),
            selectinload(Assignment.collaborators),
            selectinload(Assignment.units),
            selectinload(Assignment.reviews),
            selectinload(Assignment.progress),
        )
    )
    return [Subject(row.id, findable_assignment(row)) for row in rows]
