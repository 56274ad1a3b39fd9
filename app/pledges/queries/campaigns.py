"""Which campaign covers a place in a year."""

from uuid import UUID

from sqlalchemy import func, select

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
