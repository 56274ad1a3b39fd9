"""Boards: what a branch may choose among, and a committee's branches side by side."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, select

from app.assignments.models import Assignment, AssignmentReview
from app.assignments.queries.lists import AssignmentRow, readable, rows_where
from app.assignments.queries.table import fell_due, met_in_time
from app.assignments.rules import UNFINISHED, Punctuality
from app.extensions import db
from app.kernel.text import collation_key
from app.organisations.models import Organisation, OrganisationKind
from app.organisations.rules import Level


@dataclass(frozen=True)
class Sources:
    """Where the tasks of a branch come from, for its filter."""

    categories: list[str]
    meetings: list[tuple[UUID, date]]
    givers: list[tuple[UUID, str]]


def sources_of(organisation_id: UUID, *, with_drafts: bool, reader_id: UUID | None) -> Sources:
    rows = db.session.execute(
        select(
            Assignment.category,
            Assignment.meeting_id,
            Assignment.given_on,
            Organisation.id,
            Organisation.name,
        )
        .join(Organisation, Organisation.id == Assignment.giver_id)
        .where(
            Assignment.organisation_id == organisation_id,
            readable(organisation_id, with_drafts=with_drafts, reader_id=reader_id),
        )
        .distinct()
    ).all()
    return Sources(
        categories=sorted({row[0] for row in rows if row[0]}, key=collation_key),
        meetings=sorted({(row[1], row[2]) for row in rows}, key=lambda m: m[1], reverse=True),
        givers=sorted({(row[3], row[4]) for row in rows}, key=lambda giver: giver[1]),
    )


@dataclass(frozen=True)
class BranchRow:
    """How one branch of a committee stands."""

    id: UUID
    name: str
    open: int
    overdue: int
    in_time: Punctuality


def branches_of(
    organisation: Organisation, *, on: date, first: date, last: date
) -> list[BranchRow]:
    """Every branch at or below a place; two questions, however many there are."""
    rows = db.session.execute(
        select(Organisation.id, Organisation.name, _count(_is_open()), _count(_is_late(on)))
        .join(OrganisationKind)
        .outerjoin(
            Assignment,
            and_(Assignment.organisation_id == Organisation.id, Assignment.is_adopted),
        )
        .where(
            Organisation.path.startswith(organisation.path, autoescape=True),
            OrganisationKind.level == Level.BRANCH,
            Organisation.dissolved_on.is_(None),
        )
        .group_by(Organisation.id, Organisation.name)
    )
    in_time = _punctuality_below(organisation.path, first=first, last=last)
    found = [
        BranchRow(id_, name, open_, late, in_time.get(id_, Punctuality(0, 0)))
        for id_, name, open_, late in rows
    ]
    return sorted(found, key=lambda row: collation_key(row.name))


def _punctuality_below(path: str, *, first: date, last: date) -> dict[UUID, Punctuality]:
    rows = db.session.execute(
        select(Assignment.organisation_id, _count(met_in_time()), func.count())
        .join(AssignmentReview, AssignmentReview.assignment_id == Assignment.id)
        .join(Organisation, Organisation.id == Assignment.organisation_id)
        .where(
            Organisation.path.startswith(path, autoescape=True),
            AssignmentReview.held_on.between(first, last),
            fell_due(),
        )
        .group_by(Assignment.organisation_id)
    )
    return {id_: Punctuality(done, due) for id_, done, due in rows}


def total(rows: Iterable[BranchRow]) -> Punctuality:
    listed = list(rows)
    return Punctuality(
        sum(row.in_time.done for row in listed), sum(row.in_time.due for row in listed)
    )


def overdue_below(path: str, *, on: date, limit: int) -> list[AssignmentRow]:
    """What has been overdue longest, at or below a place."""
    return rows_where(
        Organisation.path.startswith(path, autoescape=True),
        Assignment.is_adopted.is_(True),
        _is_late(on),
        order_by=(Assignment.due_on, Assignment.id),
        limit=limit,
    )


@dataclass(frozen=True)
class Overdue:
    """How much is overdue at or below a place, and since when."""

    tasks: int
    branches: int
    since: date


def overdue_in(path: str, *, before: date) -> Overdue | None:
    """Adopted tasks whose deadline passed before a day, if there are any."""
    tasks, branches, since = db.session.execute(
        select(
            func.count(),
            func.count(Assignment.organisation_id.distinct()),
            func.min(Assignment.due_on),
        )
        .join(Organisation, Organisation.id == Assignment.organisation_id)
        .where(
            Organisation.path.startswith(path, autoescape=True),
            Assignment.is_adopted,
            _is_late(before),
        )
    ).one()
    return Overdue(tasks, branches, since) if tasks else None


def committees_at(paths: Collection[str]) -> Sequence[Organisation]:
    """Of these places the ones that have branches below them."""
    if not paths:
        return []
    return db.session.scalars(
        select(Organisation)
        .join(OrganisationKind)
        .where(Organisation.path.in_(paths), OrganisationKind.level != Level.BRANCH)
        .order_by(Organisation.name)
    ).all()


def _is_open() -> ColumnElement[bool]:
    return Assignment.status.in_(UNFINISHED)


def _is_late(on: date) -> ColumnElement[bool]:
    return and_(_is_open(), Assignment.due_on < on)


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
