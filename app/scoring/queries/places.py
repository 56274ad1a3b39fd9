"""A place in a month, a period or a year, as an address names it; and how many belong to it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from app.extensions import db
from app.organisations.models import Organisation
from app.organisations.queries import get_organisation
from app.organisations.rules import KNOWN_YEARS
from app.people.models import StatusPeriod
from app.people.queries import holds_on
from app.people.rules import Status
from app.scoring.rules.facts import Span
from app.scoring.rules.report import PERIODS


@dataclass(frozen=True)
class PlaceMonth:
    place: Organisation
    month: date

    @property
    def unit_path(self) -> str:
        return self.place.path


def get_place_month(organisation_id: UUID, year: int, month: int) -> PlaceMonth | None:
    place = get_organisation(organisation_id)
    if place is None or year not in KNOWN_YEARS or not 1 <= month <= 12:
        return None
    return PlaceMonth(place, date(year, month, 1))


@dataclass(frozen=True)
class PlacePeriod:
    """A year, half of one or a quarter."""

    place: Organisation
    year: int
    period: int

    @property
    def unit_path(self) -> str:
        return self.place.path

    def spans(self, on: date) -> tuple[Span, ...]:
        return tuple(Span(self.year, quarter, on) for quarter in PERIODS[self.period])


def get_place_period(organisation_id: UUID, year: int, quarter: int) -> PlacePeriod | None:
    place = get_organisation(organisation_id)
    if place is None or year not in KNOWN_YEARS or quarter not in PERIODS:
        return None
    return PlacePeriod(place, year, quarter)


@dataclass(frozen=True)
class PlaceYear:
    place: Organisation
    year: int

    @property
    def unit_path(self) -> str:
        return self.place.path


def get_place_year(organisation_id: UUID, year: int) -> PlaceYear | None:
    place = get_organisation(organisation_id)
    return PlaceYear(place, year) if place is not None and year in KNOWN_YEARS else None


def members_below(path: str, *, on: date) -> dict[UUID, int]:
    """By branch; whoever only stays there for a time is counted at home."""
    rows = db.session.execute(
        select(StatusPeriod.organisation_id, func.count(StatusPeriod.member_id.distinct()))
        .join(StatusPeriod.organisation)
        .where(
            Organisation.path.startswith(path, autoescape=True),
            StatusPeriod.status != Status.TEMPORARY_IN,
            *holds_on(StatusPeriod, on),
        )
        .group_by(StatusPeriod.organisation_id)
    )
    return {branch_id: count for branch_id, count in rows}
