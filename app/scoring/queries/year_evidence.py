"""What the year has recorded of the branch or member a card scores, beside its lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from app.extensions import db
from app.meetings.models import Meeting
from app.meetings.rules.life import MeetingStatus
from app.pledges.models import Pledge
from app.pledges.queries.pledges import pledge_of
from app.pledges.queries.results import ResultLine, get_judged, result_lines
from app.scoring.models import GradeDecision, Scorecard
from app.scoring.queries.measures.branches import facts_of_branches
from app.scoring.queries.measures.members import measures_of_member
from app.scoring.rules.facts import BranchFacts, MonthScore, Span
from app.scoring.rules.indicators import INDICATORS, Indicator, Measured, Subject
from app.scoring.rules.measures_branch import branch_measures
from app.scoring.rules.subjects import WHOLE_YEAR
from app.scoring.rules.year import Months, MonthsRule, months_together


@dataclass(frozen=True)
class Figure:
    """One indicator of the year, with what the facts say."""

    indicator: Indicator
    measured: Measured


@dataclass(frozen=True)
class ScoredMonths:
    """The official scores of a branch's monthly meetings, and what they make together by the rule
    of the campaign, `grade` in words.
    """

    rule: MonthsRule
    together: Months
    grade: str
    months: Sequence[MonthScore]


@dataclass(frozen=True)
class Shortcoming:
    """What a meeting found lacking, and what is to be done about it, as its minutes have it."""

    meeting_id: UUID
    held_on: date
    weakness: str
    remedy: str


@dataclass(frozen=True)
class YearEvidence:
    """Of a member the pledge with its lines; of a branch months, shortcomings, members' grades."""

    figures: Sequence[Figure]
    pledge: Pledge | None = None
    pledge_lines: Sequence[ResultLine] = ()
    months: ScoredMonths | None = None
    shortcomings: Sequence[Shortcoming] = ()
    member_grades: Sequence[tuple[str, int]] = ()


def evidence_of(card: Scorecard, *, on: date) -> YearEvidence:
    """As the facts stand on `on`; of a card of a year only."""
    if card.member is not None:
        measured = measures_of_member(
            card.member, card.organisation, card.year, card.quarter, on=on
        )
        pledge = pledge_of(card.member.id, card.year)
        judged = get_judged(pledge.id) if pledge else None
        return YearEvidence(
            _figures(card, measured), judged, result_lines(judged) if judged else ()
        )
    span = Span(card.year, card.quarter, on)
    facts = facts_of_branches([card.organisation], span)[card.organisation_id]
    rule = card.campaign.months_rule if card.campaign else MonthsRule.AVERAGE
    return YearEvidence(
        _figures(card, branch_measures(facts, span)),
        months=months_of(facts, span, rule),
        shortcomings=_shortcomings(card),
        member_grades=_member_grades(card),
    )


def _figures(card: Scorecard, measured: Mapping[str, Measured]) -> list[Figure]:
    return [
        Figure(indicator, measured[key])
        for key, indicator in INDICATORS.items()
        if indicator.subject is card.subject and key in measured
    ]


def months_of(facts: BranchFacts, span: Span, rule: MonthsRule) -> ScoredMonths | None:
    """Read with the grades of the latest score; None while there is none."""
    months = [one for one in facts.scores if one.total is not None]
    if not months:
        return None
    rubric = months[-1].rubric
    scored = {one.month: one.total for one in months if one.total is not None}
    together = months_together(rubric, scored, due=facts.months_due(span), rule=rule)
    labels = {grade.code: grade.label for grade in rubric.grades}
    return ScoredMonths(rule, together, labels[together.grade or ""], months)


def _shortcomings(card: Scorecard) -> list[Shortcoming]:
    rows = db.session.execute(
        select(Meeting.id, Meeting.held_on, Meeting.weakness, Meeting.remedy)
        .where(
            Meeting.organisation_id == card.organisation_id,
            Meeting.status == MeetingStatus.ADOPTED,
            Meeting.period.between(date(card.year, 1, 1), date(card.year, 12, 31)),
            Meeting.weakness.is_not(None) | Meeting.remedy.is_not(None),
        )
        .order_by(Meeting.held_on, Meeting.id)
    )
    return [Shortcoming(row.id, row.held_on, row.weakness or "", row.remedy or "") for row in rows]


def _member_grades(card: Scorecard) -> list[tuple[str, int]]:
    """How many members have which grade of the year, in the words of the decisions."""
    rows = db.session.execute(
        select(GradeDecision.label, func.count())
        .where(
            GradeDecision.organisation_id == card.organisation_id,
            GradeDecision.subject == Subject.MEMBER_YEAR,
            GradeDecision.year == card.year,
            GradeDecision.quarter == WHOLE_YEAR,
            GradeDecision.cancelled_at.is_(None),
        )
        .group_by(GradeDecision.label)
        .order_by(func.count().desc(), GradeDecision.label)
    )
    return [(label, count) for label, count in rows]
