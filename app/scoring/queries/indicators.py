"""What recorded facts say of the thing a card scores."""

from collections.abc import Mapping

from app.scoring.models import Scorecard
from app.scoring.queries.measures.branches import measures_of_branch
from app.scoring.queries.measures.meetings import holding_at, measures_of_meeting
from app.scoring.queries.measures.members import measures_of_member
from app.scoring.rules.indicators import Measured


def measures_of(card: Scorecard) -> Mapping[str, Measured]:
    """By the key of the indicator, only those of the subject of the card."""
    if card.meeting is not None:
        return measures_of_meeting(card.meeting)
    if card.member is not None:
        return measures_of_member(card.member, card.organisation, card.year, card.quarter)
    return measures_of_branch(card.organisation, card.year, card.quarter)


def holding_of(card: Scorecard) -> frozenset[str]:
    """The conditions that hold: as they were when the card was submitted, before that as now."""
    if card.holding is not None:
        return frozenset(card.holding.split())
    return holding_at(card.meeting) if card.meeting is not None else frozenset()
