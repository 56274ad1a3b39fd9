"""How far the pledges of a year have come, for branches that may lie in several campaigns."""

from collections.abc import Collection, Iterator
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from app.extensions import db
from app.organisations.models import Organisation
from app.organisations.rules import places_along
from app.pledges.models import PledgeCampaign
from app.pledges.queries.coverage import Coverage, coverage_of
from app.pledges.rules import CampaignState


def coverages_over(
    branches: Collection[Organisation], year: int, *, on: date
) -> Iterator[tuple[Coverage, list[Organisation]]]:
    """Each campaign that asks one of the branches, with those it asks; seven queries and six more
    for each further campaign, however many branches there are.
    """
    campaigns = _campaigns(branches, year)
    asked: dict[UUID, list[Organisation]] = {}
    nearest: dict[UUID, PledgeCampaign] = {}
    for branch in branches:
        over = [one for one in campaigns if branch.path.startswith(one.unit_path)]
        if over:
            campaign = max(over, key=lambda one: len(one.unit_path))
            nearest[campaign.id] = campaign
            asked.setdefault(campaign.id, []).append(branch)
    for campaign_id, here in asked.items():
        campaign = nearest[campaign_id]
        place = here[0] if len(here) == 1 else campaign.organisation
        yield coverage_of(place, campaign, on=on), here


def _campaigns(branches: Collection[Organisation], year: int) -> list[PledgeCampaign]:
    places = {place for branch in branches for place in places_along(branch.path)}
    return list(
        db.session.scalars(
            select(PledgeCampaign)
            .join(PledgeCampaign.organisation)
            .where(
                PledgeCampaign.organisation_id.in_(places),
                PledgeCampaign.year == year,
                PledgeCampaign.state != CampaignState.DRAFT,
            )
            .options(contains_eager(PledgeCampaign.organisation))
        )
    )
