"""Tasks as lines of a list: of a branch, of a member."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select

from app.assignments.models import (
    Assignment,
    AssignmentReview,
    Progress,
    assigned_unit,
    collaborator,
)
from app.assignments.rules import (
    UNFINISHED,
    AssignmentStatus,
    Priority,
    ProgressKind,
    ReviewOutcome,
    shown_state,
)
from app.extensions import db
from app.organisations.models import Organisation, OrganisationKind
from app.organisations.rules import Level
from app.people.models import Member


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
    extended: int

    def state(self, on: date) -> tuple[str, str]:
        return shown_state(self.status, self.due_on, on=on, is_extended=self.extended > 0)


@dataclass(frozen=True)
class Wanted:
    """What of a branch's tasks is asked for; nothing means everything."""

    accountable_id: UUID | None = None
    unit_id: UUID | None = None
    category: str | None = None
    meeting_id: UUID | None = None
    giver_id: UUID | None = None


def _wanted(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.accountable_id:
        yield Assignment.accountable_id == wanted.accountable_id
    if wanted.unit_id:
        works_on = select(assigned_unit.c.assignment_id)
        yield Assignment.id.in_(works_on.where(assigned_unit.c.unit_id == wanted.unit_id))
    if wanted.category:
        yield Assignment.category == wanted.category
    if wanted.meeting_id:
        yield Assignment.meeting_id == wanted.meeting_id
    if wanted.giver_id:
        yield Assignment.giver_id == wanted.giver_id


def assignments_of(
    organisation_id: UUID,
    *,
    with_drafts: bool,
    reader_id: UUID | None = None,
    statuses: Sequence[AssignmentStatus] = UNFINISHED,
    wanted: Wanted = Wanted(),
    due_before: date | None = None,
    limit: int = 50,
    offset: int = 0,
) -> list[AssignmentRow]:
    """Tasks of a branch: unfinished ones by deadline, closed ones latest first.

    :param with_drafts: also those of the branch's minutes not yet adopted; `reader_id` sees
        their own anyway.
    """
    query = _rows().where(
        Assignment.organisation_id == organisation_id, Assignment.status.in_(statuses)
    )
    query = query.where(
        readable(organisation_id, with_drafts=with_drafts, reader_id=reader_id), *_wanted(wanted)
    )
    if due_before:
        query = query.where(Assignment.due_on < due_before)
    is_open = set(statuses) <= set(UNFINISHED)
    due = Assignment.due_on if is_open else Assignment.due_on.desc()
    return _read(query.order_by(due, Assignment.id).limit(limit).offset(offset))


def open_assignments_of_member(member_id: UUID) -> list[AssignmentRow]:
    """What a member still owes, in whichever branch it was given; soonest first."""
    query = _rows().where(Assignment.accountable_id == member_id, Assignment.status.in_(UNFINISHED))
    return _read(query.order_by(Assignment.due_on, Assignment.id))


def closed_assignments_of_member(member_id: UUID, *, limit: int = 10) -> list[AssignmentRow]:
    query = _rows().where(
        Assignment.accountable_id == member_id, Assignment.status.not_in(UNFINISHED)
    )
    return _read(query.order_by(Assignment.due_on.desc(), Assignment.id).limit(limit))


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


def readable(
    organisation_id: UUID, *, with_drafts: bool, reader_id: UUID | None
) -> ColumnElement[bool]:
    """Adopted, or one's own; with drafts also those of the branch's own minutes."""
    conditions = [Assignment.is_adopted, _names(reader_id)]
    if with_drafts:
        conditions.append(Assignment.giver_id == organisation_id)
    return or_(*conditions)


def rows_where(
    *conditions: ColumnElement[bool], order_by: tuple[Any, ...], limit: int
) -> list[AssignmentRow]:
    return _read(_rows().where(*conditions).order_by(*order_by).limit(limit))


def _names(member_id: UUID | None) -> ColumnElement[bool]:
    """Whether a task is this member's own, alone or with others."""
    works_on = select(collaborator.c.assignment_id).where(collaborator.c.member_id == member_id)
    return or_(Assignment.accountable_id == member_id, Assignment.id.in_(works_on))


def _rows() -> Select[UUID, str, str, str, date, date, AssignmentStatus, int, Priority, int, int]:
    carried_over = (
        select(func.count())
        .where(
            AssignmentReview.assignment_id == Assignment.id,
            AssignmentReview.outcome == ReviewOutcome.CARRIED_OVER,
        )
        .correlate(Assignment)
        .scalar_subquery()
    )
    extended = (
        select(func.count())
        .where(Progress.assignment_id == Assignment.id, Progress.kind == ProgressKind.EXTENDED)
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
            extended,
        )
        .join(Member, Member.id == Assignment.accountable_id)
        .join(Organisation, Organisation.id == Assignment.organisation_id)
    )


def _read(
    query: Select[UUID, str, str, str, date, date, AssignmentStatus, int, Priority, int, int],
) -> list[AssignmentRow]:
    return [AssignmentRow(*row) for row in db.session.execute(query)]
