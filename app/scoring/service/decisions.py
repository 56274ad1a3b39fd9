"""Official grades: decided, cancelled, put in place of one another; never overwritten."""

from datetime import date, datetime
from typing import Any

from app.access.permissions import Actor
from app.audit import service as audit
from app.audit.events import Event
from app.extensions import db
from app.scoring.models import GradeDecision, Scorecard
from app.scoring.queries.cards import card_title
from app.scoring.queries.decisions import decisions_on, graded, standing_decision
from app.scoring.rules.grades import check_cancellable, check_free
from app.scoring.rules.lines import lines_of, to_text
from app.scoring.rules.rubric import Column
from app.scoring.rules.scoring import Score
from app.scoring.rules.vocabulary import UNGRADED


def decide_on_card(
    card: Scorecard, found: Score, *, reason: str | None, decided_on: date, by: Actor, now: datetime
) -> GradeDecision:
    """The official grade of what a card scores, with the lines it stands on.

    :raises RuleBroken: if a grade stands already, typed from paper or decided without the card.
    """
    return record(
        {
            "key": card.key,
            "subject": card.subject,
            "organisation_id": card.organisation_id,
            "member_id": card.member_id,
            "year": card.year,
            "quarter": card.quarter,
            "card": card,
            "campaign_id": card.campaign_id,
            "grade": found.grade.code if found.grade else None,
            "label": found.grade.label if found.grade else UNGRADED,
            "total": found.total,
            "reason": reason or None,
            "sheet": to_text(
                lines_of(found, card.answers_in(Column.DECISION), card.notes_in(Column.DECISION))
            ),
            "decided_on": decided_on,
        },
        who=card_title(card),
        replaces=latest(card.key),
        by=by,
        now=now,
    )


def latest(key: str) -> GradeDecision | None:
    """What a new decision takes the place of, cancelled by then."""
    return next(iter(decisions_on(key)), None)


def record(
    values: dict[str, Any],
    *,
    who: str,
    by: Actor,
    now: datetime,
    replaces: GradeDecision | None = None,
) -> GradeDecision:
    """A decision that stands from now on.

    :param who: is graded, as a refusal names it.
    :raises RuleBroken: while another stands.
    """
    check_free(who=who, is_graded=standing_decision(values["key"]) is not None)
    decision = GradeDecision(
        **values,
        recorded_at=now,
        decided_by=by.name,
        replaces_id=replaces.id if replaces else None,
    )
    db.session.add(decision)
    db.session.flush()
    return decision


def cancel_decision(decision: GradeDecision, *, reason: str, by: Actor, now: datetime) -> None:
    """It stays to be read, as cancelled.

    :raises RuleBroken: if it is cancelled already, or no reason is given.
    """
    check_cancellable(stands=decision.stands, reason=reason)
    decision.cancelled_at, decision.cancelled_by = now, by.name
    decision.cancelled_reason = reason
    db.session.flush()
    note_grade(Event.GRADE_CANCELLED, decision, by=by, now=now, reason=reason)


def note_grade(
    event: Event, decision: GradeDecision, *, by: Actor, now: datetime, **facts: object
) -> None:
    audit.record(
        event,
        by=by,
        now=now,
        organisation_id=decision.organisation_id,
        subject=decision,
        graded=graded(decision),
        year=decision.year,
        grade=decision.label,
        **facts,
    )
