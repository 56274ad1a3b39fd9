"""The law of yearly pledges, as plain Python."""

from app.pledges.rules.campaigns import CAMPAIGN_LABELS, CampaignState
from app.pledges.rules.life import (
    EDITION_LABELS,
    IN_FORCE,
    STATUS_LABELS,
    STEP_LABELS,
    EditionState,
    PledgeStatus,
    StepKind,
)
from app.pledges.rules.results import (
    EVIDENCE_LABELS,
    JUDGE_LABELS,
    OUTCOME_LABELS,
    OUTCOME_TONES,
    STAGE_LABELS,
    EvidenceKind,
    Judge,
    Outcome,
    PledgeSum,
    Stage,
    sum_of,
)
from app.pledges.rules.text import ItemSource

__all__ = [
    "CAMPAIGN_LABELS",
    "EDITION_LABELS",
    "EVIDENCE_LABELS",
    "IN_FORCE",
    "JUDGE_LABELS",
    "OUTCOME_LABELS",
    "OUTCOME_TONES",
    "STAGE_LABELS",
    "STATUS_LABELS",
    "STEP_LABELS",
    "CampaignState",
    "EditionState",
    "EvidenceKind",
    "ItemSource",
    "Judge",
    "Outcome",
    "PledgeStatus",
    "PledgeSum",
    "Stage",
    "StepKind",
    "sum_of",
]
