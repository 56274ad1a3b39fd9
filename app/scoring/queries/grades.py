"""All official grades of a place in a year: counted, and held against the cap of their time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from app.extensions import db
from app.organisations.models import Organisation
from app.people.models import PositionPeriod
from app.people.queries.periods import holds_on
from app.people.rules import OBSERVING, Position
from app.regulations.queries import book_for
from app.scoring.models import GradeDecision, GradingCampaign
from app.scoring.queries.campaigns import campaigns_of_year, title_of
from app.scoring.queries.decisions import YEARLY, decided_at, graded_at, outcome_of
from app.scoring.queries.places import PlaceYear
from app.scoring.rules.indicators import Subject
from app.scoring.rules.results import (
    Counted,
    GroupCap,
    Outcome,
    capped_by_group,
    count_up,
)
from app.scoring.rules.subjects import WHOLE_YEAR
from app.scoring.rules.vocabulary import Scale, scale_in, scale_of
from app.scoring.rules.year import CapBase, Grouping


@dataclass(frozen=True)
class CapTerms:
    """How the cap on the top grade is counted, and what says so."""

    percent: int
    base: CapBase
    source: str
    grouping: Grouping = Grouping.TOGETHER
    # Whose position says to which group they belong.
    leaders: frozenset[UUID] = frozenset()

    def group_of(self, branch: str, member_id: UUID | None) -> str:
        """The name of the comparable group; empty where all are one."""
        if member_id is None or self.grouping is Grouping.TOGETHER:
            return ""
        if self.grouping is Grouping.BY_BRANCH:
            return branch
        return LEADING if member_id in self.leaders else NOT_LEADING


LEADING, NOT_LEADING = "Giữ chức vụ lãnh đạo", "Không giữ chức vụ lãnh đạo"
_LEADING_POSITIONS = frozenset(Position) - OBSERVING - {Position.PARTY_GROUP_LEADER}


def terms_of(campaign: GradingCampaign) -> CapTerms:
    by_position = campaign.grouping is Grouping.BY_POSITION
    leaders = _leaders(campaign.unit_path, campaign.self_by) if by_position else frozenset()
    return CapTerms(
        campaign.cap_percent,
        campaign.cap_base,
        title_of(campaign),
        campaign.grouping,
        leaders,
    )


def terms_in(path: str, on: date) -> CapTerms | None:
    """What the regulations of the day say where no campaign does; None before there were any."""
    book = book_for(path, on)
    percent, base = (book.values.get(f"grade.{key}") for key in ("cap_percent", "cap_base"))
    if percent is None or base is None:
        return None
    unsure = " (chưa đối chiếu văn bản)" if percent.confidence == "D" else ""
    return CapTerms(int(percent.value), CapBase(base.value), f"{percent.source}{unsure}")


def _leaders(path: str, on: date) -> frozenset[UUID]:
    return frozenset(
        db.session.scalars(
            select(PositionPeriod.member_id)
            .join(Organisation, Organisation.id == PositionPeriod.organisation_id)
            .where(
                Organisation.path.startswith(path, autoescape=True),
                PositionPeriod.position.in_(_LEADING_POSITIONS),
                *holds_on(PositionPeriod, on),
            )
        )
    )


@dataclass(frozen=True)
class CapsByRule:
    """The caps as one rule counts them."""

    terms: CapTerms
    caps: Sequence[GroupCap]


@dataclass(frozen=True)
class GradedPart:
    """The branches, or the members, of a place in a year, with their counts and the cap: first as
    its own time counted it, then, where that differs, as it is counted now.
    """

    subject: Subject
    campaign: GradingCampaign | None
    decisions: Sequence[GradeDecision]
    counted: Counted
    caps: Sequence[CapsByRule]

    @property
    def has_points(self) -> bool:
        return any(one.total is not None for one in self.decisions)

    @property
    def ungraded(self) -> list[GradeDecision]:
        """Those without a grade, not due ones too, each with its reason."""
        return [one for one in self.decisions if one.grade is None]


def grades_of(asked: PlaceYear, *, on: date) -> list[GradedPart]:
    """Filled from decisions alone, so that years before the tool read the same; the same queries
    however many there are.
    """
    place, year = asked.place, asked.year
    campaigns = campaigns_of_year(place.path, year)
    decisions = decided_at(place, year)
    rules = [terms_in(place.path, day) for day in (date(year, 12, 31), on)]
    return [
        _part(
            subject,
            year,
            campaigns.get(subject),
            [one for one in decisions if one.subject is subject],
            [terms for terms in rules if terms is not None],
        )
        for subject in YEARLY
    ]


def _part(
    subject: Subject,
    year: int,
    campaign: GradingCampaign | None,
    decisions: Sequence[GradeDecision],
    rules: Sequence[CapTerms],
) -> GradedPart:
    scale = scale_of(campaign.rubric.rubric) if campaign else scale_in(subject, year)
    terms = [terms_of(campaign)] if campaign else _unlike(rules)
    return GradedPart(
        subject,
        campaign,
        decisions,
        count_up(map(outcome_of, decisions), scale),
        [CapsByRule(one, caps_by(one, decisions, scale)) for one in terms],
    )


def _unlike(rules: Sequence[CapTerms]) -> list[CapTerms]:
    """Of those that count alike only the first."""
    found: dict[tuple[int, CapBase], CapTerms] = {}
    for one in rules:
        found.setdefault((one.percent, one.base), one)
    return list(found.values())


def caps_by(terms: CapTerms, decisions: Sequence[GradeDecision], scale: Scale) -> list[GroupCap]:
    grouped = [
        (terms.group_of(one.organisation.name, one.member_id), outcome_of(one)) for one in decisions
    ]
    return capped_by_group(grouped, scale, percent=terms.percent, base=terms.base)


def counts(place: Organisation, year: int) -> Mapping[Subject, Counted]:
    """How many organisations and members have each grade, over the tree; one query."""
    rows = db.session.execute(
        select(
            GradeDecision.subject,
            GradeDecision.grade,
            GradeDecision.label,
            GradeDecision.is_excused,
            func.count(),
        )
        .join(Organisation, Organisation.id == GradeDecision.organisation_id)
        .where(
            *graded_at(place),
            GradeDecision.subject.in_(YEARLY),
            GradeDecision.year == year,
            GradeDecision.quarter == WHOLE_YEAR,
            GradeDecision.cancelled_at.is_(None),
        )
        .group_by(
            GradeDecision.subject,
            GradeDecision.grade,
            GradeDecision.label,
            GradeDecision.is_excused,
        )
    ).all()
    return {
        subject: count_up(
            [
                Outcome(grade, label, is_excused=is_excused)
                for found, grade, label, is_excused, number in rows
                for _ in range(number)
                if found is subject
            ],
            scale_in(subject, year),
        )
        for subject in YEARLY
    }
