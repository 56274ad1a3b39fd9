"""Who heads what on a day, where they take part, and which campaign asks for their plan."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload, selectinload

from app.extensions import db
from app.organisations.models import Organisation
from app.organisations.rules import Level
from app.people.models import Member, PositionPeriod, StatusPeriod
from app.people.queries.periods import holds_on
from app.people.rules import Position, Status
from app.personal_plans.models import PersonalPlan
from app.personal_plans.rules import HEADS, office
from app.pledges.models import PledgeCampaign
from app.pledges.rules import CampaignState

_headed = aliased(Organisation, name="headed")
_branch = aliased(Organisation, name="branch")


@dataclass(frozen=True)
class Head:
    """Somebody who heads an organisation; `branch` is where they take part as a member."""

    member_id: UUID
    name: str
    position: Position
    headed_id: UUID
    headed: str
    headed_path: str
    branch_id: UUID | None
    branch: str | None

    @property
    def office(self) -> str:
        return office(self.headed)


def heads_at(place: Organisation, *, on: date) -> list[Head]:
    """At a branch, the heads who take part in it; at a committee, those of all it has below it.

    Who heads several organisations is named once, in the highest office. One query.
    """
    if place.level is Level.BRANCH:
        return _heads(_branch.id == place.id, on=on)
    return _heads(_headed.path.startswith(place.path, autoescape=True), on=on)


def _heads(who: ColumnElement[bool], *, on: date) -> list[Head]:
    """The highest office first, then by given name."""
    heads = [Head(*row) for row in db.session.execute(_offices(who, on))]
    heads.sort(key=_rank)
    highest: dict[UUID, Head] = {}
    for head in heads:
        highest.setdefault(head.member_id, head)
    return list(highest.values())


def _rank(head: Head) -> tuple[int, int]:
    return HEADS.index(head.position), len(head.headed_path)


def _offices(who: ColumnElement[bool], on: date) -> Select[*tuple[Any, ...]]:
    """What makes a `Head`, of every office somebody holds."""
    return (
        select(
            Member.id,
            Member.name,
            PositionPeriod.position,
            _headed.id,
            _headed.name,
            _headed.path,
            _branch.id,
            _branch.name,
        )
        .select_from(PositionPeriod)
        .join(Member, Member.id == PositionPeriod.member_id)
        .join(_headed, _headed.id == PositionPeriod.organisation_id)
        .outerjoin(
            StatusPeriod,
            and_(
                StatusPeriod.member_id == Member.id,
                StatusPeriod.status != Status.TEMPORARY_IN,
                *holds_on(StatusPeriod, on),
            ),
        )
        .outerjoin(_branch, _branch.id == StatusPeriod.organisation_id)
        .where(PositionPeriod.position.in_(HEADS), *holds_on(PositionPeriod, on), who)
        .order_by(Member.sort_name, Member.id)
    )


_NOT_DRAFT = PledgeCampaign.state != CampaignState.DRAFT


def campaigns_in(year: int) -> Sequence[PledgeCampaign]:
    """What committees anywhere collect in a year."""
    return db.session.scalars(
        select(PledgeCampaign)
        .where(PledgeCampaign.year == year, _NOT_DRAFT)
        .options(joinedload(PledgeCampaign.organisation))
    ).all()


def asking(campaigns: Iterable[PledgeCampaign], head: Head) -> PledgeCampaign | None:
    """The campaign of a year in which somebody owes a plan: of the nearest committee, if it wants
    plans.
    """
    over = [c for c in campaigns if head.headed_path.startswith(c.organisation.path)]
    nearest = max(over, key=lambda campaign: len(campaign.organisation.path), default=None)
    return nearest if nearest and nearest.with_plans else None


@dataclass(frozen=True)
class Asked:
    """A head is asked for the plan of a year; it has come so far."""

    head: Head
    campaign: PledgeCampaign
    plan: PersonalPlan | None


def asked_of(member_id: UUID, *, on: date) -> list[Asked]:
    """What is asked of a member on `on`, by year: a plan in every campaign under way, and what
    is left to do with last year's. One query, and one for where their plans were made public.
    """
    years = (on.year - 1, on.year, on.year + 1)
    rows = db.session.execute(_campaigns_of_head(member_id, years, on)).all()
    if not rows:
        return []
    head = min((Head(*office) for *office, _, _ in rows), key=_rank)
    plans = {campaign: plan for *_, campaign, plan in rows if campaign}
    found = (asking([c for c in plans if c.year == year], head) for year in years)
    return [
        Asked(head, campaign, plans[campaign])
        for campaign in found
        if campaign and (plans[campaign] or _is_under_way(campaign, on))
    ]


def _campaigns_of_head(
    member_id: UUID, years: Collection[int], on: date
) -> Select[*tuple[Any, ...]]:
    """The offices of a member with each campaign of these years over it, and their plan in it."""
    above = aliased(Organisation)
    is_over = and_(
        PledgeCampaign.organisation_id == above.id, PledgeCampaign.year.in_(years), _NOT_DRAFT
    )
    is_theirs = and_(
        PersonalPlan.campaign_id == PledgeCampaign.id, PersonalPlan.member_id == member_id
    )
    return (
        _offices(Member.id == member_id, on)
        .add_columns(PledgeCampaign, PersonalPlan)
        .outerjoin(above, _headed.path.startswith(above.path))
        .outerjoin(PledgeCampaign, is_over)
        .outerjoin(PersonalPlan, is_theirs)
        .options(
            contains_eager(PledgeCampaign.organisation.of_type(above)),
            selectinload(PersonalPlan.publications),
        )
    )


def _is_under_way(campaign: PledgeCampaign, on: date) -> bool:
    return campaign.is_running(on) and campaign.year >= on.year
