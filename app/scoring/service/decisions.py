"""Official grades: decided, typed from paper, cancelled; never overwritten."""

from datetime import date, datetime

from app.access.permissions import Actor
from app.audit import service as audit
from app.audit.events import Event
from app.extensions import db
from app.kernel.errors import RuleBroken
from app.scoring.models import GradeDecision, Scorecard
from app.scoring.queries.cards import card_title, decisions_on
from app.scoring.rules.lines import lines_of, to_text
from app.scoring.rules.rubric import Column
from app.scoring.rules.scoring import Score

UNGRADED = "Không xếp loại"


def decide_on_card(
    card: Scorecard, found: Score, *, reason: str | None, decided_on: date, by: Actor, now: datetime
) -> GradeDecision:
    """The official grade of what a card scores, with the lines it stands on."""
    earlier = next(iter(decisions_on(card.key)), None)
    decision = GradeDecision(
        key=card.key,
        subject=card.subject,
        organisation_id=card.organisation_id,
        member_id=card.member_id,
        year=card.year,
        quarter=card.quarter,
        card=card,
        campaign_id=card.campaign_id,
        grade=found.grade.code if found.grade else None,
        label=found.grade.label if found.grade else UNGRADED,
        total=found.total,
        reason=reason or None,
        sheet=to_text(
            lines_of(found, card.answers_in(Column.DECISION), card.notes_in(Column.DECISION))
        ),
        decided_on=decided_on,
        recorded_at=now,
        decided_by=by.name,
        replaces_id=earlier.id if earlier else None,
    )
    db.session.add(decision)
    db.session.flush()
    return decision


def cancel_decision(decision: GradeDecision, *, reason: str, by: Actor, now: datetime) -> None:
    """It stays to be read, as cancelled.

    :raises RuleBroken: if it is cancelled already, or no reason is given.
    """
    if not decision.stands:
        raise RuleBroken("Kết quả này đã bị hủy trước đó.")
    if not reason.strip():
        raise RuleBroken("Nhập lý do hủy.", field="reason")
    decision.cancelled_at, decision.cancelled_by = now, by.name
    decision.cancelled_reason = reason
    db.session.flush()
    audit.record(
        Event.GRADE_CANCELLED,
        by=by,
        now=now,
        organisation_id=decision.organisation_id,
        subject=decision,
        graded=graded(decision),
        year=decision.year,
        grade=decision.label,
        reason=reason,
    )


def graded(decision: GradeDecision) -> str:
    """Who or what it is about, as the trail names it."""
    if decision.member is not None:
        return f"đồng chí {decision.member.name}"
    return card_title(decision.card) if decision.card else decision.organisation.name
