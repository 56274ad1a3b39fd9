"""Which campaign covers a place in a year, and which campaigns a committee has had."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from app.access.permissions import Permission
from app.extensions import db
from app.organisations.models import Organisation
from app.organisations.rules import places_along
from app.pledges.models import PledgeCampaign
from app.pledges.rules import CampaignState


def get_campaign(campaign_id: UUID) -> PledgeCampaign | None:
    return db.session.get(PledgeCampaign, campaign_id)


def campaigns_over(path: str, *, since: int) -> list[PledgeCampaign]:
    """Of each year the campaign of the nearest committee at or above a place, if it has begun one;
    the earliest first, one query.
    """
    ids = places_along(path)
    found = db.session.scalars(
        select(PledgeCampaign)
        .join(PledgeCampaign.organisation)
        .where(
            PledgeCampaign.organisation_id.in_(ids),
            PledgeCampaign.state != CampaignState.DRAFT,
            PledgeCampaign.year >= since,
        )
        .options(contains_eager(PledgeCampaign.organisation))
        .order_by(PledgeCampaign.year, func.length(Organisation.path))
    )
    return list({campaign.year: campaign for campaign in found}.values())


def campaign_over(path: str, year: int) -> PledgeCampaign | None:
    """The one of a year."""
    found = campaigns_over(path, since=year)
    return next((campaign for campaign in found if campaign.year == year), None)


def current_campaign(path: str, *, year: int) -> PledgeCampaign | None:
    """What a member writes on now: the year's campaign, or next year's once it is open."""
    found = campaigns_over(path, since=year)
    return next((one for one in reversed(found) if one.year <= year + 1), None)


def reading_campaign(campaign: PledgeCampaign) -> Permission:
    """While it is prepared it is seen by those who prepare it."""
    is_draft = campaign.state is CampaignState.DRAFT
    return Permission.CAMPAIGN_KEEP if is_draft else Permission.CAMPAIGN_READ


def listing_duties(campaign: PledgeCampaign) -> Permission:
    is_draft = campaign.state is CampaignState.DRAFT
    return Permission.CAMPAIGN_KEEP if is_draft else Permission.PLEDGE_LIST


def campaigns_around(place: Organisation, *, with_drafts: bool) -> Sequence[PledgeCampaign]:
    """Those that ask a branch at this place or below it, the latest year first.

    :param with_drafts: of this place and below; what a superior prepares is never listed.
    """
    is_shown: ColumnElement[bool] = PledgeCampaign.state != CampaignState.DRAFT
    if with_drafts:
        is_shown = or_(is_shown, Organisation.path.startswith(place.path, autoescape=True))
    return db.session.scalars(
        select(PledgeCampaign)
        .join(PledgeCampaign.organisation)
        .where(_shares_a_branch(place), is_shown)
        .order_by(PledgeCampaign.year.desc(), func.length(Organisation.path), Organisation.name)
        .options(contains_eager(PledgeCampaign.organisation), joinedload(PledgeCampaign.template))
    ).all()


def campaigns_in_the_way(place: Organisation, year: int) -> Sequence[str]:
    """The committees whose campaign of the year, begun or not, is for the same branches."""
    return db.session.scalars(
        select(Organisation.name)
        .join(PledgeCampaign, PledgeCampaign.organisation_id == Organisation.id)
        .where(PledgeCampaign.year == year, _shares_a_branch(place))
        .order_by(func.length(Organisation.path), Organisation.name)
    ).all()


def _shares_a_branch(place: Organisation) -> ColumnElement[bool]:
    above = places_along(place.path)
    return or_(
        Organisation.id.in_(above), Organisation.path.startswith(place.path, autoescape=True)
    )
