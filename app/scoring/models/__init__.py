"""Rubrics, the cards filled with them, campaigns of the year, and the official grades."""

from app.scoring.models.campaigns import GradingCampaign
from app.scoring.models.cards import (
    ScoreAnswer,
    ScoreAppeal,
    Scorecard,
    ScoreProposal,
    ScoreStep,
)
from app.scoring.models.decisions import GradeDecision
from app.scoring.models.rubrics import RubricEdition

__all__ = [
    "GradeDecision",
    "GradingCampaign",
    "RubricEdition",
    "ScoreAnswer",
    "ScoreAppeal",
    "ScoreProposal",
    "ScoreStep",
    "Scorecard",
]
