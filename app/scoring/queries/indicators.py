"""What recorded facts say of the thing a card scores, and what that proposes to its criteria."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.scoring.models import Scorecard
from app.scoring.queries.measures.branches import measures_of_branch
from app.scoring.queries.measures.conditions import holding_at, holding_in
from app.scoring.queries.measures.meetings import measures_of_meeting
from app.scoring.queries.measures.members import measures_of_member
from app.scoring.rules.facts import whole
from app.scoring.rules.indicators import (
    INDICATORS,
    Indicator,
    Measured,
    Proposal,
    propose,
)
from app.scoring.rules.rubric import Criterion, Rubric

NOT_MEASURED = Measured(None, "Chỉ số này chưa tính được")


@dataclass(frozen=True)
class Proposed:
    """What facts propose to one criterion."""

    indicator: Indicator
    measured: Measured
    proposal: Proposal


def measures_of(card: Scorecard, *, on: date) -> Mapping[str, Measured]:
    """By the key of the indicator, only those of the subject of the card, as they are on a day."""
    if card.meeting is not None:
        return measures_of_meeting(card.meeting, on=on)
    if card.member is not None:
        return measures_of_member(card.member, card.organisation, card.year, card.quarter, on=on)
    return measures_of_branch(card.organisation, card.year, card.quarter, on=on)


def proposed_by(rubric: Rubric, measures: Mapping[str, Measured]) -> dict[str, Proposed]:
    """By the code of each criterion that is bound to an indicator."""
    return {
        criterion.code: proposed_to(criterion, measures.get(criterion.indicator, NOT_MEASURED))
        for criterion in rubric.walk()
        if criterion.indicator
    }


def proposed_to(criterion: Criterion, measured: Measured) -> Proposed:
    indicator = INDICATORS[criterion.indicator]
    return Proposed(indicator, measured, propose(criterion, indicator, measured))


def holding_of(card: Scorecard) -> frozenset[str]:
    """The conditions that hold: as they were when the card was submitted, before that as now."""
    if card.holding is not None:
        return frozenset(card.holding.split())
    if card.meeting is not None:
        return holding_at(card.meeting)
    return holding_in(whole(card.year, card.quarter), card.organisation_id, card.member_id)
