"""What the year has recorded of the branch or member a card scores, beside its lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from sqlalchemy import func, select

from app.extensions import db
from app.meetings.models import Meeting
from app.meetings.rules.life import MONTHLY, MeetingStatus
from app.pledges.models import Pledge
from app.pledges.queries.pledges import pledge_of
from app.pledges.queries.results import ResultLine, get_judged, result_lines
from app.scoring.models import GradeDecision, Scorecard
from app.scoring.queries.indicators import measures_of
from app.scoring.queries.rubrics import rubric_for
from app.scoring.rules.indicators import INDICATORS, Indicator, Measured, Subject
from app.scoring.rules.rubric import Rubric
from app.scoring.rules.subjects import WHOLE_YEAR
from app.scoring.rules.supplied import supplied
from app.scoring.rules.year import Months, MonthsRule, months_together


@dataclass(frozen=True)
class Figure:
    """One indicator of the year, with what the facts say."""

    indicator: Indicator
    measured: Measured


@dataclass(frozen=True)
class MonthScore:
    """The official score of a branch's monthly meeting."""

    month: int
    points: Fraction
    label: str
    is_low: bool


@dataclass(frozen=True)
class ScoredMonths:
    """The months of the year together; `low_below` is the grade below which a month is low."""

    together: Months
    rule: MonthsRule
    grade: str
    low_below: str
    months: Sequence[MonthScore]

    @property
    def low(self) -> list[MonthScore]:
        return [one for one in self.months if one.is_low]


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
    figures = _figures(card)
    if card.member is not None:
        pledge = pledge_of(card.member.id, card.year)
        judged = get_judged(pledge.id) if pledge else None
        return YearEvidence(figures, judged, result_lines(judged) if judged else ())
    return YearEvidence(
        figures,
        months=months_of(card, on=on),
        shortcomings=_shortcomings(card),
        member_grades=_member_grades(card),
    )


def _figures(card: Scorecard) -> list[Figure]:
    measured = measures_of(card)
    return [
        Figure(indicator, measured[key])
        for key, indicator in INDICATORS.items()
        if indicator.subject is card.subject and key in measured
    ]


def months_of(card: Scorecard, *, on: date) -> ScoredMonths:
    """The branch's monthly meetings with an official score, of the year up to the last month that
    is over.
    """
    rubric = _meeting_rubric(card, on)
    rows = db.session.execute(
        select(Meeting.period, GradeDecision.total, GradeDecision.label)
        .join(Scorecard, Scorecard.meeting_id == Meeting.id)
        .join(GradeDecision, GradeDecision.key == Scorecard.key)
        .where(
            Meeting.organisation_id == card.organisation_id,
            Meeting.type.in_(MONTHLY),
            Scorecard.year == card.year,
            GradeDecision.cancelled_at.is_(None),
            GradeDecision.total.is_not(None),
        )
        .order_by(Meeting.period)
    ).all()
    low = rubric.grades[min(1, len(rubric.grades) - 1)]
    months = [
        MonthScore(row.period.month, row.total, row.label, row.total < low.from_points)
        for row in rows
    ]
    rule = card.campaign.months_rule if card.campaign else MonthsRule.AVERAGE
    scored = {one.month: one.points for one in months}
    together = months_together(rubric, scored, due=_months_over(card.year, on), rule=rule)
    labels = {grade.code: grade.label for grade in rubric.grades}
    grade = labels[together.grade] if together.grade else ""
    return ScoredMonths(together, rule, grade, low.label, months)


def _meeting_rubric(card: Scorecard, on: date) -> Rubric:
    """Whose grades a mean of months is read with: what holds at the end of the year."""
    edition = rubric_for(card.unit_path, Subject.MEETING, on=min(on, date(card.year, 12, 31)))
    return edition.rubric if edition else supplied(Subject.MEETING)


def _months_over(year: int, on: date) -> range:
    if year != on.year:
        return range(1, 13) if year < on.year else range(0)
    return range(1, on.month)


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
