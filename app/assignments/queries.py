from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.access.permissions import Permission, Role
from app.assignments.models import Assignment, AssignmentReview, collaborator
from app.assignments.rules import (
    SETTLING,
    UNFINISHED,
    AssignmentStatus,
    Priority,
    Punctuality,
    ReviewOutcome,
    met_deadline,
    shown_state,
)
from app.audit.events import Event
from app.audit.models import AuditEntry
from app.extensions import db
from app.organisations.models import Organisation, OrganisationKind
from app.organisations.rules import Level
from app.people.models import Member
from app.revisions.rules import typed
from app.search.rules.findables import Findable, Subject


@dataclass(frozen=True)
class AssignmentRow:
    """A line of a list of tasks, read without loading the task."""

    id: UUID
    text: str
    accountable: str
    branch: str
    given_on: date
    due_on: date
    status: AssignmentStatus
    percent: int
    priority: Priority
    carried_over: int

    def state(self, on: date) -> tuple[str, str]:
        return shown_state(self.status, self.due_on, on=on)


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


def assignments_of(
    organisation_id: UUID,
    *,
    with_drafts: bool,
    reader_id: UUID | None = None,
    statuses: Sequence[AssignmentStatus] = UNFINISHED,
    accountable_id: UUID | None = None,
    due_before: date | None = None,
    limit: int = 50,
    offset: int = 0,
) -> list[AssignmentRow]:
    """Tasks of a branch: unfinished ones by deadline, closed ones latest first.

    :param with_drafts: also those of minutes not yet adopted; `reader_id` sees their own anyway.
    """
    query = _rows().where(
        Assignment.organisation_id == organisation_id, Assignment.status.in_(statuses)
    )
    if not with_drafts:
        query = query.where(or_(Assignment.is_adopted, _names(reader_id)))
    if accountable_id:
        query = query.where(Assignment.accountable_id == accountable_id)
    if due_before:
        query = query.where(Assignment.due_on < due_before)
    is_open = set(statuses) <= set(UNFINISHED)
    due = Assignment.due_on if is_open else Assignment.due_on.desc()
    return _read(query.order_by(due, Assignment.id).limit(limit).offset(offset))


def _names(member_id: UUID | None) -> ColumnElement[bool]:
    """Whether a task is this member's own, alone or with others."""
    works_on = select(collaborator.c.assignment_id).where(collaborator.c.member_id == member_id)
    return or_(Assignment.accountable_id == member_id, Assignment.id.in_(works_on))


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


def open_assignments_of_member(member_id: UUID) -> list[AssignmentRow]:
    """What a member still owes, in whichever branch it was given; soonest first."""
    query = _rows().where(Assignment.accountable_id == member_id, Assignment.status.in_(UNFINISHED))
    return _read(query.order_by(Assignment.due_on, Assignment.id))


def closed_assignments_of_member(member_id: UUID, *, limit: int = 10) -> list[AssignmentRow]:
    query = _rows().where(
        Assignment.accountable_id == member_id, Assignment.status.not_in(UNFINISHED)
    )
    return _read(query.order_by(Assignment.due_on.desc(), Assignment.id).limit(limit))


def _rows() -> Select[UUID, str, str, str, date, date, AssignmentStatus, int, Priority, int]:
    carried_over = (
        select(func.count())
        .where(
            AssignmentReview.assignment_id == Assignment.id,
            AssignmentReview.outcome == ReviewOutcome.CARRIED_OVER,
        )
        .correlate(Assignment)
        .scalar_subquery()
    )
    return (
        select(
            Assignment.id,
            Assignment.text,
            Member.name,
            Organisation.name,
            Assignment.given_on,
            Assignment.due_on,
            Assignment.status,
            Assignment.percent,
            Assignment.priority,
            carried_over,
        )
        .join(Member, Member.id == Assignment.accountable_id)
        .join(Organisation, Organisation.id == Assignment.organisation_id)
    )


def _read(
    query: Select[UUID, str, str, str, date, date, AssignmentStatus, int, Priority, int],
) -> list[AssignmentRow]:
    return [AssignmentRow(*row) for row in db.session.execute(query)]


def list_boards(unit_paths: Collection[str]) -> Sequence[Organisation]:
    """The branches at or below any of these places."""
    if not unit_paths:
        return []
    return db.session.scalars(
        select(Organisation)
        .join(OrganisationKind)
        .where(
            OrganisationKind.level == Level.BRANCH,
            or_(*(Organisation.path.startswith(path, autoescape=True) for path in unit_paths)),
        )
        .order_by(Organisation.name)
    ).all()


def members_with(ids: Collection[UUID]) -> Sequence[Member]:
    return db.session.scalars(
        select(Member).where(Member.id.in_(ids)).order_by(Member.sort_name, Member.id)
    ).all()


def accountable_members(organisation_id: UUID) -> list[tuple[UUID, str]]:
    """Who has ever been accountable for a task of the branch, by given name."""
    rows = db.session.execute(
        select(Member.id, Member.name)
        .where(
            Member.id.in_(
                select(Assignment.accountable_id).where(
                    Assignment.organisation_id == organisation_id
                )
            )
        )
        .order_by(Member.sort_name, Member.id)
    )
    return [(id_, name) for id_, name in rows]


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


def unsettled_before(
    organisation_id: UUID, *, meeting_id: UUID, held_on: date
) -> Sequence[Assignment]:
    """Tasks to be laid before a meeting: given earlier, closed by none, on no later table.

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
            Assignment.organisation_id == organisation_id,
            Assignment.meeting_id != meeting_id,
            Assignment.given_on <= held_on,
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


def findable_assignment(assignment: Assignment) -> list[Findable]:
    """What its page says of it; as silent as the draft it stands in, except to those it names."""
    others = sorted(assignment.collaborators, key=lambda member: (member.sort_name, member.id))
    found = (text for review in assignment.reviews for text in (review.result, review.reason))
    texts = (
        assignment.text,
        *(f"Phối hợp: đồng chí {member.name}" for member in others),
        assignment.outside_collaborators,
        assignment.category,
        assignment.result,
        *found,
    )
    is_open = assignment.is_adopted
    return [
        Findable(
            organisation_id=assignment.organisation.id,
            unit_path=assignment.unit_path,
            day=assignment.given_on,
            title=f"Nhiệm vụ của đồng chí {assignment.accountable.name}",
            body="\n".join(dict.fromkeys(text for text in texts if text)),
            permission=Permission.ASSIGNMENT_READ if is_open else Permission.MINUTES_READ_DRAFT,
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
            selectinload(Assignment.reviews),
        )
    )
    return [Subject(row.id, findable_assignment(row)) for row in rows]


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
        ).options(joinedload(AssignmentReview.assignment).selectinload(Assignment.reviews))
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


def review_to_change(review_id: UUID) -> AssignmentReview | None:
    """What a meeting found of a task, locked; the task itself is guarded by its version."""
    return db.session.scalar(
        _reviews(AssignmentReview.id == review_id)
        .options(
            joinedload(AssignmentReview.assignment).options(
                selectinload(Assignment.reviews), selectinload(Assignment.collaborators)
            )
        )
        .with_for_update(of=AssignmentReview)
    )


def assignment_values(assignment: Assignment) -> dict[str, str]:
    """The fields of the form of a task, as strings; comrades by id, in order."""
    return {
        "text": assignment.text,
        "accountable_id": str(assignment.accountable_id),
        "due_on": typed(assignment.due_on),
        "conclusion_id": typed(assignment.conclusion_id),
        "collaborator_ids": " ".join(sorted(str(who.id) for who in assignment.collaborators)),
        "outside_collaborators": typed(assignment.outside_collaborators),
        "category": typed(assignment.category),
        "priority": typed(assignment.priority),
    }


def review_values(review: AssignmentReview) -> dict[str, str]:
    return {
        "outcome": typed(review.outcome),
        "result": typed(review.result),
        "reason": typed(review.reason),
        "due_on": typed(review.due_after),
    }


def _reviews(*conditions: ColumnElement[bool]) -> Select[AssignmentReview]:
    task = joinedload(AssignmentReview.assignment)
    return (
        select(AssignmentReview)
        .where(*conditions)
        .options(task.joinedload(Assignment.accountable), task.joinedload(Assignment.organisation))
    )


def punctuality_of(organisation_id: UUID, *, first: date, last: date) -> Punctuality:
    """Done by the deadline, of what fell due on the tables of the meetings from `first` to `last`.

    A task that is moved on counts again where its new deadline falls.
    """
    rows = db.session.execute(
        select(AssignmentReview.outcome, AssignmentReview.done_before, AssignmentReview.due_before)
        .join(Assignment, Assignment.id == AssignmentReview.assignment_id)
        .where(
            Assignment.organisation_id == organisation_id,
            AssignmentReview.held_on.between(first, last),
            AssignmentReview.outcome != ReviewOutcome.CANCELLED,
            or_(
                AssignmentReview.due_before <= AssignmentReview.held_on,
                AssignmentReview.outcome == ReviewOutcome.DONE,
            ),
        )
    ).all()
    done = sum(met_deadline(outcome, reported_on=day, due_on=due) for outcome, day, due in rows)
    return Punctuality(done, len(rows))
