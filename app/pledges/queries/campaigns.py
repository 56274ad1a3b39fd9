"""Which campaign covers a place in a year, and which campaigns a committee has had."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from app.access.permissions import Permission
from app.extensions import db
from app.organisations.models import Organisation
from app.pledges.models import PledgeCampaign
from app.pledges.rules import CampaignState


def get_campaign(campaign_id: UUID) -> PledgeCampaign | None:
    return db.session.get(PledgeCampaign, campaign_id)


def campaign_over(path: str, year: int, *, with_drafts: bool = False) -> PledgeCampaign | None:
    """The campaign of the nearest committee at or above a place that has one for the year."""
    ids = [UUID(part) for part in path.strip("/").split("/")]
    query = (
        select(PledgeCampaign)
        .join(Organisation, Organisation.id == PledgeCampaign.organisation_id)
        .where(PledgeCampaign.organisation_id.in_(ids), PledgeCampaign.year == year)
        .order_by(func.length(Organisation.path).desc())
        .limit(1)
    )
    if not with_drafts:
        query = query.where(PledgeCampaign.state != CampaignState.DRAFT)
    return db.session.scalar(query)


def current_campaign(path: str, *, year: int) -> PledgeCampaign | None:
    """What a member writes on now: the year's campaign, or next year's once it is open."""
    return campaign_over(path, year + 1) or campaign_over(path, year)


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
    above = [UUID(part) for part in place.path.strip("/").split("/")]
    return or_(
        Organisation.id.in_(above), Organisation.path.startswith(place.path, autoescape=True)
    )
