"""The form of a campaign as one branch fills it in."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import or_, select

from app.extensions import db
from app.organisations.models import Organisation
from app.pledges.models import PledgeCampaign, PledgeSection


def sections_for(campaign: PledgeCampaign, branch: Organisation) -> Sequence[PledgeSection]:
    """The committee's sections, then what the branch added."""
    found = db.session.scalars(
        select(PledgeSection)
        .where(
            PledgeSection.template_id == campaign.template_id,
            or_(PledgeSection.branch_id.is_(None), PledgeSection.branch_id == branch.id),
        )
        .order_by(PledgeSection.branch_id.is_not(None), PledgeSection.position, PledgeSection.id)
    )
    return found.all()


def get_section(section_id: UUID) -> PledgeSection | None:
    return db.session.get(PledgeSection, section_id)
