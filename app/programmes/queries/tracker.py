"""Registered, held, late, missing: the figures of page, command and list of tasks alike."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager, selectinload

from app.extensions import db
from app.meetings.models import Meeting
from app.meetings.rules.life import HELD, WITH_TOPIC
from app.organisations.models import Organisation, OrganisationKind
from app.organisations.rules import Level
from app.programmes.models import PlannedTopic
from app.programmes.rules import COUNTED, PlanStatus
from app.programmes.rules.quarters import (
    QUARTERS,
    BranchFigures,
    Minimum,
    Registered,
    figures_of,
    first_day,
    last_day,
    total_of,
)
from app.regulations.queries import numbers_at

# So many of the topics waiting for a decision stand on one page.
WAITING_SHOWN = 60


@dataclass(frozen=True)
class TrackedBranch:
    """A branch in the tracker of a year; `waiting` topics have been registered, not decided."""

    id: UUID
    code: str
    name: str
    figures: BranchFigures
    waiting: int


@dataclass(frozen=True)
class Tracker:
    branches: tuple[TrackedBranch, ...]

    @property
    def totals(self) -> BranchFigures:
        rows = [branch.figures for branch in self.branches]
        quarters = tuple(total_of(row.quarters[n - 1] for row in rows) for n in QUARTERS)
        return BranchFigures(quarters, total_of(row.year for row in rows))

    def reached(self, name: str) -> int:
        """How many branches have registered, or held, the year's minimum."""
        return sum(
            getattr(branch.figures.year, name) >= branch.figures.year.minimum
            for branch in self.branches
        )


def tracker_of(path: str, year: int, *, on: date) -> Tracker:
    """Every branch at a place and below that there was in the year; five queries."""
    branches = _branches(path, year)
    topics = _topics(path, year)
    sittings = _sittings(path, year)
    minimum = _minimum(branches, year)
    return Tracker(
        tuple(
            TrackedBranch(
                branch.id,
                branch.code,
                branch.name,
                figures_of(
                    year,
                    [Registered(row.month, row.held_on) for row in topics[branch.id]],
                    sittings[branch.id],
                    minimum[branch.id],
                    on=on,
                ),
                sum(row.status is PlanStatus.REGISTERED for row in topics[branch.id]),
            )
            for branch in branches
        )
    )


def figures_for(branch: Organisation, year: int, *, on: date) -> BranchFigures:
    """One branch's year, by the same questions."""
    found = tracker_of(branch.path, year, on=on).branches
    return found[0].figures if found else figures_of(year, (), (), Minimum((0,) * 4, 0), on=on)


def _branches(path: str, year: int) -> Sequence[Organisation]:
    return db.session.scalars(
        select(Organisation)
        .join(OrganisationKind, OrganisationKind.code == Organisation.kind_code)
        .where(
            Organisation.path.startswith(path, autoescape=True),
            OrganisationKind.level == Level.BRANCH,
            or_(Organisation.dissolved_on.is_(None), Organisation.dissolved_on >= date(year, 1, 1)),
        )
        .order_by(Organisation.name, Organisation.id)
    ).all()


@dataclass(frozen=True)
class _Topic:
    month: int
    status: PlanStatus
    held_on: date | None


def _topics(path: str, year: int) -> defaultdict[UUID, list[_Topic]]:
    rows = db.session.execute(
        select(
            PlannedTopic.organisation_id,
            PlannedTopic.month,
            PlannedTopic.status,
            Meeting.status,
            Meeting.held_on,
        )
        .join(Organisation, Organisation.id == PlannedTopic.organisation_id)
        .outerjoin(Meeting, Meeting.id == PlannedTopic.meeting_id)
        .where(
            Organisation.path.startswith(path, autoescape=True),
            PlannedTopic.year == year,
            PlannedTopic.status.in_(COUNTED),
        )
    )
    found: defaultdict[UUID, list[_Topic]] = defaultdict(list)
    for branch_id, month, status, sitting, held_on in rows:
        found[branch_id].append(_Topic(month, status, held_on if sitting in HELD else None))
    return found


def _sittings(path: str, year: int) -> defaultdict[UUID, list[int]]:
    """The months that topical sittings of the year count for, by branch."""
    rows = db.session.execute(
        select(Meeting.organisation_id, Meeting.period)
        .join(Organisation, Organisation.id == Meeting.organisation_id)
        .where(
            Organisation.path.startswith(path, autoescape=True),
            Meeting.type.in_(WITH_TOPIC),
            Meeting.status.in_(HELD),
            Meeting.period.between(date(year, 1, 1), date(year, 12, 31)),
        )
    )
    found: defaultdict[UUID, list[int]] = defaultdict(list)
    for branch_id, period in rows:
        found[branch_id].append(period.month)
    return found


def _minimum(branches: Iterable[Organisation], year: int) -> dict[UUID, Minimum]:
    """What was laid down on the first day of each quarter and of the year; two queries.

    A branch that is dissolved owes nothing for what it did not live to the end of.
    """
    rows = list(branches)
    starts = [first_day(year, quarter) for quarter in QUARTERS]
    quarterly = numbers_at("topical.per_quarter", [(b.path, day) for b in rows for day in starts])
    yearly = numbers_at("topical.per_year", [(b.path, starts[0]) for b in rows])
    return {
        branch.id: Minimum(
            tuple(
                quarterly[branch.path, start] if _lived(branch, last_day(year, quarter)) else 0
                for quarter, start in zip(QUARTERS, starts, strict=True)
            ),
            yearly[branch.path, starts[0]] if _lived(branch, date(year, 12, 31)) else 0,
        )
        for branch in rows
    }


def _lived(branch: Organisation, until: date) -> bool:
    return branch.dissolved_on is None or branch.dissolved_on > until


def topics_waiting(path: str, year: int) -> Sequence[PlannedTopic]:
    """What the committee has to decide on, branch by branch, at most WAITING_SHOWN; two queries."""
    return db.session.scalars(
        select(PlannedTopic)
        .join(PlannedTopic.organisation)
        .where(
            Organisation.path.startswith(path, autoescape=True),
            PlannedTopic.year == year,
            PlannedTopic.status == PlanStatus.REGISTERED,
        )
        .options(contains_eager(PlannedTopic.organisation), selectinload(PlannedTopic.presenters))
        .order_by(Organisation.name, PlannedTopic.month, PlannedTopic.id)
        .limit(WAITING_SHOWN)
    ).all()
