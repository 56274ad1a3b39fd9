"""How far a campaign has come, at a place and below it."""

from dataclasses import dataclass
from uuid import UUID

from app.organisations.models import Organisation
from app.organisations.queries import get_branch, get_organisation
from app.pledges.models import PledgeCampaign
from app.pledges.queries.campaigns import campaign_over


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
    place = get_organisation(organisation_id)
    return Covered(place, year, campaign_over(place.path, year)) if place else None


def get_covered_branch(branch_id: UUID, year: int) -> Covered | None:
    place = get_branch(branch_id)
    return Covered(place, year, campaign_over(place.path, year)) if place else None
