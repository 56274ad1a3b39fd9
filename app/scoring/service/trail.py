"""What every verb leaves behind: a step of the card, and a line of the trail."""

from datetime import datetime

from app.access.permissions import Actor
from app.audit import service as audit
from app.audit.events import Event
from app.scoring.models import GradeDecision, Scorecard, ScoreStep
from app.scoring.queries.cards import card_title
from app.scoring.rules.cards import CardStep
from app.scoring.rules.rubric import Column


def step(
    card: Scorecard,
    kind: CardStep,
    column: Column,
    *,
    by: Actor,
    now: datetime,
    comment: str | None = None,
) -> None:
    """
    :param column: whose points the card had then.
    """
    card.steps.append(
        ScoreStep(
            number=len(card.steps) + 1,
            kind=kind,
            total=card.total_in(column),
            grade=card.rubric.grade_label(card.grade_in(column)) or None,
            comment=comment or None,
            at=now,
            by=by.name,
        )
    )


def note(
    event: Event,
    card: Scorecard,
    *,
    by: Actor,
    now: datetime,
    of: GradeDecision | None = None,
    **facts: object,
) -> None:
    """
    :param of: the decision it tells of, where it is not the card itself.
    """
    audit.record(
        event,
        by=by,
        now=now,
        organisation_id=card.organisation_id,
        subject=of or card,
        card=card_title(card),
        **facts,
    )
