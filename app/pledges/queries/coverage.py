"""How far a campaign has come, at a place and below it: one answer for page, paper, command."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.access.permissions import Permission
from app.extensions import db
from app.kernel.clock import local
from app.kernel.text import collation_key
from app.organisations.models import Organisation
from app.organisations.queries import get_branch, get_organisation
from app.organisations.rules import KNOWN_YEARS
from app.people.models import StatusPeriod
from app.people.queries.periods import holds_on
from app.pledges.models import Pledge, PledgeCampaign, PledgeReminder
from app.pledges.queries.campaigns import campaign_over
from app.pledges.queries.duties import DutyLine, duties_of
from app.pledges.rules import CampaignState, PledgeStatus
from app.pledges.rules.coverage import Figures, Standing, figures_of, total_of
from app.pledges.rules.duties import Duty

_Place: TypeAlias = Row[UUID, str, str, str, UUID | None]
_Pledge: TypeAlias = Row[UUID, PledgeStatus, datetime | None]


@dataclass(frozen=True)
class Covered:
    """A place in a year, as an address names it, with the campaign that covers it, if any."""

    place: Organisation
    year: int
    campaign: PledgeCampaign | None

    @property
    def unit_path(self) -> str:
        return self.place.path


def get_covered(organisation_id: UUID, year: int) -> Covered | None:
    return _covered(get_organisation(organisation_id), year)


def get_covered_branch(branch_id: UUID, year: int) -> Covered | None:
    return _covered(get_branch(branch_id), year)


def _covered(place: Organisation | None, year: int) -> Covered | None:
    if place is None or year not in KNOWN_YEARS:
        return None
    return Covered(place, year, campaign_over(place.path, year))


def listing(covered: Covered) -> Permission:
    """What it takes to see who has submitted: a campaign may show it to all of the branch."""
    campaign = covered.campaign
    return (
        Permission.PLEDGE_LIST_SHOWN
        if campaign is not None and campaign.shows_list
        else Permission.PLEDGE_LIST
    )


@dataclass(frozen=True)
class CoverageLine:
    """One member of a branch, what they owe and where they stand."""

    member_id: UUID
    name: str
    branch_id: UUID
    branch: str
    duty: Duty
    standing: Standing
    reminders: int = 0


@dataclass(frozen=True)
class CoveredUnit:
    """A branch with what its members have done, or a committee with what stands below it."""

    id: UUID
    code: str
    name: str
    path: str
    figures: Figures


@dataclass(frozen=True)
class Coverage:
    """Everybody the campaign asks at a place and below; `on` is the day the figures hold for."""

    place: Organisation
    campaign: PledgeCampaign
    on: date
    everybody: tuple[CoverageLine, ...]
    branches: tuple[CoveredUnit, ...]
    committees: tuple[CoveredUnit, ...]

    @cached_property
    def lines(self) -> list[CoverageLine]:
        """Who must pledge."""
        return [line for line in self.everybody if line.duty.is_due]

    @cached_property
    def excluded(self) -> list[CoverageLine]:
        return [line for line in self.everybody if not line.duty.is_due]

    @cached_property
    def missing(self) -> list[CoverageLine]:
        return [line for line in self.lines if line.standing.is_missing]

    @cached_property
    def to_remind(self) -> frozenset[UUID]:
        """Who is missing and has not been reminded today."""
        return frozenset(
            line.member_id for line in self.missing if line.standing.reminded_on != self.on
        )

    @cached_property
    def figures(self) -> Figures:
        return total_of(branch.figures for branch in self.branches)


def coverage_of(place: Organisation, campaign: PledgeCampaign, *, on: date) -> Coverage:
    """Six queries, however many branches and members there are."""
    duties = duties_of(campaign, on=on, path=place.path)
    pledges = _pledges(campaign, place.path, on)
    reminders = _reminders(campaign)
    everybody = tuple(
        _line(duty, pledges.get(duty.member_id), reminders.get(duty.member_id)) for duty in duties
    )
    places = _places_below(place.path)
    branches = _branches(everybody, places, on)
    return Coverage(place, campaign, on, everybody, branches, _committees(place, places, branches))


def coverage_at(covered: Covered, *, on: date) -> Coverage | None:
    """None where no campaign covers the place."""
    return coverage_of(covered.place, covered.campaign, on=on) if covered.campaign else None


def coverages(place: Organisation | None, year: int, *, on: date) -> list[Coverage]:
    """Of the campaign that covers a place, else of every campaign below it (or anywhere)."""
    over = campaign_over(place.path, year) if place else None
    if place is not None and over is not None:
        return [coverage_of(place, over, on=on)]
    campaigns = campaigns_below(place.path if place else "/", year)
    return [coverage_of(one.organisation, one, on=on) for one in campaigns]


def campaigns_below(path: str, year: int) -> Sequence[PledgeCampaign]:
    return db.session.scalars(
        select(PledgeCampaign)
        .join(PledgeCampaign.organisation)
        .where(
            Organisation.path.startswith(path, autoescape=True),
            PledgeCampaign.year == year,
            PledgeCampaign.state != CampaignState.DRAFT,
        )
        .options(contains_eager(PledgeCampaign.organisation))
        .order_by(Organisation.name)
    ).all()


def pledges_by(member_ids: Collection[UUID], year: int) -> Sequence[Pledge]:
    """Of a branch's members, with what it takes to know who may read each; two queries."""
    return db.session.scalars(
        select(Pledge)
        .where(Pledge.year == year, Pledge.member_id.in_(member_ids))
        .options(joinedload(Pledge.organisation), selectinload(Pledge.editions))
    ).all()


def _line(
    duty: DutyLine, pledge: _Pledge | None, reminded: tuple[int, date] | None
) -> CoverageLine:
    times, reminded_on = reminded or (0, None)
    standing = Standing(
        duty.duty.due_on,
        pledge.status if pledge else None,
        _day(pledge.submitted_at) if pledge else None,
        reminded_on,
    )
    return CoverageLine(
        duty.member_id, duty.name, duty.branch_id, duty.branch, duty.duty, standing, times
    )


def _day(moment: datetime | None) -> date | None:
    return local(moment).date() if moment else None


def _pledges(campaign: PledgeCampaign, path: str, on: date) -> dict[UUID, _Pledge]:
    """By author: a pledge counts where its author is a member, whichever branch keeps it."""
    members = (
        select(StatusPeriod.member_id)
        .join(Organisation, Organisation.id == StatusPeriod.organisation_id)
        .where(
            Organisation.path.startswith(path, autoescape=True),
            *holds_on(StatusPeriod, min(on, date(campaign.year, 12, 31))),
        )
    )
    rows = db.session.execute(
        select(Pledge.member_id, Pledge.status, Pledge.submitted_at).where(
            Pledge.year == campaign.year, Pledge.member_id.in_(members)
        )
    )
    return {row.member_id: row for row in rows}


def _reminders(campaign: PledgeCampaign) -> dict[UUID, tuple[int, date]]:
    """How often and when last."""
    rows = db.session.execute(
        select(PledgeReminder.member_id, func.count(), func.max(PledgeReminder.at))
        .where(PledgeReminder.campaign_id == campaign.id)
        .group_by(PledgeReminder.member_id)
    )
    return {member_id: (times, local(last).date()) for member_id, times, last in rows}


def _places_below(path: str) -> dict[UUID, _Place]:
    rows = db.session.execute(
        select(
            Organisation.id,
            Organisation.code,
            Organisation.name,
            Organisation.path,
            Organisation.parent_id,
        ).where(Organisation.path.startswith(path, autoescape=True))
    )
    return {row.id: row for row in rows}


def _branches(
    everybody: Sequence[CoverageLine],
    places: dict[UUID, _Place],
    on: date,
) -> tuple[CoveredUnit, ...]:
    """In the order of the Vietnamese alphabet, each that has members."""
    found: dict[UUID, list[CoverageLine]] = {}
    for line in everybody:
        found.setdefault(line.branch_id, []).append(line)
    units = []
    for id_, lines in found.items():
        row = places[id_]
        standings = [line.standing for line in lines if line.duty.is_due]
        units.append(CoveredUnit(id_, row.code, row.name, row.path, figures_of(standings, on=on)))
    return tuple(sorted(units, key=lambda unit: collation_key(unit.name)))


def _committees(
    place: Organisation,
    places: dict[UUID, _Place],
    branches: Sequence[CoveredUnit],
) -> tuple[CoveredUnit, ...]:
    """Those directly below the place that have branches of their own."""
    units = []
    for row in places.values():
        below = [one for one in branches if one.path.startswith(row.path) and one.id != row.id]
        if row.parent_id == place.id and below:
            figures = total_of(one.figures for one in below)
            units.append(CoveredUnit(row.id, row.code, row.name, row.path, figures))
    return tuple(sorted(units, key=lambda unit: collation_key(unit.name)))
