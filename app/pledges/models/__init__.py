"""Campaigns and forms of the year, and the pledges of the members."""

from app.pledges.models.campaigns import (
    PledgeCampaign,
    PledgeChoice,
    PledgeReminder,
    PledgeSection,
    PledgeTemplate,
)
from app.pledges.models.pledges import (
    Pledge,
    PledgeEdition,
    PledgeItem,
    PledgeResult,
    PledgeStep,
    ResultEvidence,
)

__all__ = [
    "Pledge",
    "PledgeCampaign",
    "PledgeChoice",
    "PledgeEdition",
    "PledgeItem",
    "PledgeReminder",
    "PledgeResult",
    "PledgeSection",
    "PledgeStep",
    "PledgeTemplate",
    "ResultEvidence",
]
