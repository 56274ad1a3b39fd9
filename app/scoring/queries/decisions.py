"""Official grades as they were decided: one with what came before it, those of a place and time."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import contains_eager, defer, joinedload

from app.access.permissions import Permission
from app.extensions import db
from app.kernel.text import collation_key
from app.organisations.models import Organisation
from app.organisations.rules import Level
from app.people.models import Member
from app.scoring.models import GradeDecision, GradingCampaign, Scorecard
from app.scoring.queries.cards import card_title
from app.scoring.rules.indicators import Subject
from app.scoring.rules.results import Outcome
from app.scoring.rules.subjects import WHOLE_YEAR
from app.scoring.rules.vocabulary import Scale, scale_in, scale_of

YEARLY = (Subject.BRANCH_YEAR, Subject.MEMBER_YEAR)


def get_decision(decision_id: UUID) -> GradeDecision | None:
    return db.session.scalar(
        select(GradeDecision)
        .where(GradeDecision.id == decision_id)
        .options(
            joinedload(GradeDecision.organisation),
            joinedload(GradeDecision.member),
            joinedload(GradeDecision.campaign).joinedload(GradingCampaign.rubric),
            joinedload(GradeDecision.card).joinedload(Scorecard.rubric),
        )
    )


def reading_decision(decision: GradeDecision) -> Permission:
    """A member's grade is nobody else's in the branch; that of the branch is everybody's in it."""
    return Permission.GRADE_READ if decision.member_id else Permission.SCORE_READ


def cancelling(decision: GradeDecision) -> Permission:
    """What was typed wrongly from a paper is put right by those who type; a decision is not."""
    return Permission.GRADE_KEEP if is_from_paper(decision) else Permission.GRADE_DECIDE


def is_from_paper(decision: GradeDecision) -> bool:
    """Typed, not decided here: neither in a campaign nor in the place of another."""
    made_here = (decision.card_id, decision.campaign_id, decision.replaces_id)
    return made_here == (None, None, None)


def scale_for(decision: GradeDecision) -> Scale:
    """The grades it is one of: of the rubric it was decided with, else of its year."""
    edition = decision.card.rubric if decision.card else None
    if edition is None and decision.campaign is not None:
        edition = decision.campaign.rubric
    return scale_of(edition.rubric) if edition else scale_in(decision.subject, decision.year)


def standing(*conditions: ColumnElement[bool]) -> Select[GradeDecision]:
    """Decisions of years or quarters that stand, without the lines they were made on."""
    return (
        select(GradeDecision)
        .join(GradeDecision.organisation)
        .outerjoin(GradeDecision.member)
        .where(GradeDecision.subject.in_(YEARLY), GradeDecision.cancelled_at.is_(None), *conditions)
        .options(
            contains_eager(GradeDecision.organisation),
            contains_eager(GradeDecision.member),
            defer(GradeDecision.sheet),
        )
    )


def outcome_of(decision: GradeDecision | None) -> Outcome:
    if decision is None:
        return Outcome(is_decided=False)
    return Outcome(decision.grade, decision.label, is_excused=decision.is_excused)


def decided_at(
    place: Organisation, year: int, quarter: int = WHOLE_YEAR
) -> Sequence[GradeDecision]:
    """All that stand at a place and below for one period, by branch and given name; one query."""
    found = db.session.scalars(
        standing(
            *graded_at(place), GradeDecision.year == year, GradeDecision.quarter == quarter
        ).order_by(Member.sort_name, GradeDecision.id)
    )
    return sorted(found, key=lambda one: collation_key(one.organisation.name))


def graded_at(place: Organisation) -> tuple[ColumnElement[bool], ...]:
    """A committee's own grade is given above it: it is not one of those it grades."""
    below = Organisation.path.startswith(place.path, autoescape=True)
    if place.level is Level.BRANCH:
        return (below,)
    return (below, or_(GradeDecision.member_id.is_not(None), Organisation.id != place.id))


def graded(decision: GradeDecision) -> str:
    """Who or what it is about, as the trail names it."""
    if decision.member is not None:
        return f"đồng chí {decision.member.name}"
    return card_title(decision.card) if decision.card else decision.organisation.name


def standing_decision(key: str) -> GradeDecision | None:
    return db.session.scalar(
        select(GradeDecision).where(GradeDecision.key == key, GradeDecision.cancelled_at.is_(None))
    )


def decisions_on(key: str) -> Sequence[GradeDecision]:
    """All of one subject, the cancelled ones too, the latest first; one that stands is that."""
    return db.session.scalars(
        select(GradeDecision)
        .where(GradeDecision.key == key)
        .order_by(
            GradeDecision.cancelled_at.is_(None).desc(),
            GradeDecision.recorded_at.desc(),
            GradeDecision.id,
        )
    ).all()


def standing_under(keys: Collection[str]) -> dict[str, GradeDecision]:
    """Decisions that stand, by key."""
    found = db.session.scalars(
        select(GradeDecision)
        .where(GradeDecision.key.in_(keys), GradeDecision.cancelled_at.is_(None))
        .options(defer(GradeDecision.sheet))
    )
    return {decision.key: decision for decision in found}
