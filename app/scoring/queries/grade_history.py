"""One member's, or one place's, official grades over the years, and who has had the top grade for
years running.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased

from app.access.permissions import Appointments, Role
from app.extensions import db
from app.kernel.text import collation_key
from app.organisations.models import Organisation
from app.people.models import Member, StatusPeriod
from app.people.queries import get_member
from app.people.rules import Status
from app.scoring.models import GradeDecision
from app.scoring.queries.decisions import YEARLY, standing
from app.scoring.queries.places import PlaceYear
from app.scoring.rules.indicators import Subject
from app.scoring.rules.subjects import WHOLE_YEAR
from app.scoring.rules.year import YearGrade, years_running


@dataclass(frozen=True)
class GradedMember:
    """A member where they belong now: what the guard is asked about for all of their years."""

    member: Member
    organisation: Organisation

    @property
    def unit_path(self) -> str:
        return self.organisation.path

    @property
    def appointments(self) -> Appointments:
        return ((Role.AUTHOR, self.member.id),)


def get_graded_member(member_id: UUID) -> GradedMember | None:
    """Whoever belongs, or has belonged, to a branch; a guest belongs elsewhere."""
    member = get_member(member_id)
    own = [one for one in member.statuses if _is_own(one)] if member else []
    if member is None or not own:
        return None
    last = max(own, key=lambda one: (one.ends_on or date.max, one.starts_on))
    return GradedMember(member, last.organisation)


def _is_own(period: StatusPeriod) -> bool:
    return period.status is not Status.TEMPORARY_IN


def grades_of_member(member: Member) -> Sequence[GradeDecision]:
    """All of the years and quarters that stand, wherever they were given; the latest first."""
    return _history(GradeDecision.member_id == member.id)


def grades_of_place(place: Organisation) -> Sequence[GradeDecision]:
    return _history(
        GradeDecision.organisation_id == place.id, GradeDecision.subject == Subject.BRANCH_YEAR
    )


def years_graded(place: Organisation) -> Sequence[int]:
    """In which there are grades at a place or below, the latest first."""
    return db.session.scalars(
        select(GradeDecision.year)
        .join(GradeDecision.organisation)
        .where(
            Organisation.path.startswith(place.path, autoescape=True),
            GradeDecision.subject.in_(YEARLY),
            GradeDecision.cancelled_at.is_(None),
        )
        .distinct()
        .order_by(GradeDecision.year.desc())
    ).all()


def _history(*conditions: ColumnElement[bool]) -> Sequence[GradeDecision]:
    return db.session.scalars(
        standing(*conditions).order_by(GradeDecision.year.desc(), GradeDecision.quarter.desc())
    ).all()


@dataclass(frozen=True)
class Streak:
    """Years running in the chosen grades, with the decisions behind them, the earliest first."""

    last: GradeDecision
    years: tuple[GradeDecision, ...]

    @property
    def length(self) -> int:
        """Years that were not due stand between the others and do not count."""
        return sum(not one.is_excused for one in self.years)

    @property
    def name(self) -> str:
        member = self.last.member
        return member.name if member is not None else self.last.organisation.name

    @property
    def words(self) -> list[tuple[str, list[GradeDecision]]]:
        """The years by what was given in them, one after another."""
        grouped = groupby(self.years, key=lambda one: one.label)
        return [(label, list(years)) for label, years in grouped]

    @property
    def sort_name(self) -> str:
        member = self.last.member
        return member.sort_name if member else collation_key(self.last.organisation.name)


def streaks_at(
    asked: PlaceYear, subject: Subject, grades: Collection[str], *, at_least: int
) -> list[Streak]:
    """Who of a place has had one of `grades` for so many years running, the last of them the year
    asked for; the longest first. One query, however many there are.

    Of a member all years count, wherever they were given; of a place those of its own.
    """
    last = aliased(GradeDecision)
    of_members = subject is Subject.MEMBER_YEAR
    candidates = (
        select(last.member_id if of_members else last.organisation_id)
        .join(last.organisation)
        .where(
            Organisation.path.startswith(asked.unit_path, autoescape=True),
            last.subject == subject,
            last.year == asked.year,
            last.quarter == WHOLE_YEAR,
            last.cancelled_at.is_(None),
            last.grade.in_(grades),
        )
    )
    who = GradeDecision.member_id if of_members else GradeDecision.organisation_id
    found = db.session.scalars(
        standing(
            GradeDecision.subject == subject,
            GradeDecision.quarter == WHOLE_YEAR,
            GradeDecision.year <= asked.year,
            who.in_(candidates),
        ).order_by(who, GradeDecision.year)
    )
    streaks = [
        _streak(list(years), grades, asked.year)
        for _, years in groupby(found, key=lambda one: one.member_id or one.organisation_id)
    ]
    long = [one for one in streaks if one.length >= at_least]
    return sorted(long, key=lambda one: (-one.length, one.sort_name))


def _streak(history: Sequence[GradeDecision], grades: Collection[str], until: int) -> Streak:
    running = years_running(
        [YearGrade(one.year, one.grade, is_excused=one.is_excused) for one in history],
        grades,
        until=until,
    )
    years = {year.year for year in running}
    return Streak(history[-1], tuple(one for one in history if one.year in years))
