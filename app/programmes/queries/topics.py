"""The topics of a branch's year, and the meetings that hold them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.kernel.clock import local
from app.kernel.text import fold
from app.meetings.models import Meeting
from app.meetings.queries.meetings import Proposal, monthly_in, propose_next
from app.meetings.rules.life import (
    HELD,
    WITH_TOPIC,
    MeetingStatus,
    MeetingType,
    WeekendRule,
    first_of_month,
    proposed_day,
)
from app.organisations.models import Organisation
from app.organisations.queries import get_branch, get_organisation
from app.organisations.rules import Level
from app.people.models import Member
from app.people.queries import members_of
from app.programmes.models import PlannedTopic
from app.programmes.rules import PlanStatus
from app.programmes.rules.quarters import Standing, quarter_of, standing
from app.programmes.rules.topics import FIRST_YEAR, LAST_YEAR, is_registered_after
from app.regulations.queries import book_for
from app.workdays.queries import days_off


@dataclass(frozen=True)
class Programme:
    """A branch's year, or a quarter of it: what the guard is asked about."""

    branch: Organisation
    year: int
    quarter: int | None = None

    @property
    def unit_path(self) -> str:
        return self.branch.path


def get_programme(branch_id: UUID, year: int, quarter: int | None = None) -> Programme | None:
    branch = get_branch(branch_id)
    return Programme(branch, year, quarter) if branch and _is_year(year) else None


@dataclass(frozen=True)
class YearBelow:
    """A year of all branches at a place and below."""

    organisation: Organisation
    year: int

    @property
    def unit_path(self) -> str:
        return self.organisation.path


def get_year_below(organisation_id: UUID, year: int) -> YearBelow | None:
    organisation = get_organisation(organisation_id)
    return YearBelow(organisation, year) if organisation and _is_year(year) else None


def committee_of(paths: Collection[str]) -> Organisation | None:
    """The highest of these places, if it is a committee's."""
    if not paths:
        return None
    highest = get_organisation(UUID(min(paths, key=len).strip("/").split("/")[-1]))
    return highest if highest and highest.level is Level.COMMITTEE else None


def _is_year(year: int) -> bool:
    return FIRST_YEAR <= year <= LAST_YEAR


def get_topic(branch_id: UUID, planned_id: UUID) -> PlannedTopic | None:
    return db.session.scalar(
        select(PlannedTopic)
        .where(PlannedTopic.id == planned_id, PlannedTopic.organisation_id == branch_id)
        .options(
            joinedload(PlannedTopic.organisation),
            joinedload(PlannedTopic.meeting),
            selectinload(PlannedTopic.presenters),
        )
    )


def topics_of(branch: Organisation, year: int, *, with_drafts: bool) -> Sequence[PlannedTopic]:
    """In the order of the year; a draft is seen by those who write it alone. Two queries."""
    query = select(PlannedTopic).where(
        PlannedTopic.organisation_id == branch.id, PlannedTopic.year == year
    )
    if not with_drafts:
        query = query.where(PlannedTopic.status != PlanStatus.DRAFT)
    return db.session.scalars(
        query.options(
            joinedload(PlannedTopic.meeting), selectinload(PlannedTopic.presenters)
        ).order_by(PlannedTopic.month, PlannedTopic.topic, PlannedTopic.id)
    ).all()


def topics_with(branch: Organisation, year: int, status: PlanStatus) -> Sequence[PlannedTopic]:
    return [t for t in topics_of(branch, year, with_drafts=True) if t.status is status]


def topic_called(
    branch: Organisation, year: int, topic: str, *, beside: UUID | None = None
) -> PlannedTopic | None:
    """The one of the same name, tone marks aside, in the same year."""
    query = select(PlannedTopic).where(
        PlannedTopic.organisation_id == branch.id,
        PlannedTopic.year == year,
        PlannedTopic.folded == fold(topic),
    )
    if beside is not None:
        query = query.where(PlannedTopic.id != beside)
    return db.session.scalars(query.limit(1)).first()


@dataclass(frozen=True)
class TopicLine:
    """A topic as a list shows it on a day; `sitting` as far as the reader may know of it."""

    topic: PlannedTopic
    sitting: Meeting | None
    standing: Standing | None  # what is not registered is not due
    is_registered_after: bool

    @property
    def quarter(self) -> int:
        return quarter_of(self.topic.month)


def line_of(topic: PlannedTopic, *, with_drafts: bool, on: date) -> TopicLine:
    sitting = topic.sitting
    counted = topic.status not in (PlanStatus.DRAFT, PlanStatus.RETURNED)
    held_on = sitting.held_on if sitting and sitting.status in HELD else None
    registered = local(topic.registered_at).date() if topic.registered_at else None
    is_shown = sitting is not None and (
        with_drafts or sitting.notified_at is not None or sitting.status is not _SILENT
    )
    return TopicLine(
        topic,
        sitting if is_shown else None,
        standing(topic.year, topic.month, held_on, on=on) if counted or held_on else None,
        is_registered_after(registered, topic.year, topic.month),
    )


_SILENT = MeetingStatus.PLANNED


def sittings_beside(branch: Organisation, year: int, *, with_drafts: bool) -> Sequence[Meeting]:
    """Topical sittings of the year that no planned topic stands behind."""
    planned = exists().where(PlannedTopic.meeting_id == Meeting.id)
    query = select(Meeting).where(
        Meeting.organisation_id == branch.id,
        Meeting.type.in_(WITH_TOPIC),
        Meeting.status != MeetingStatus.CANCELLED,
        Meeting.period.between(date(year, 1, 1), date(year, 12, 31)),
        ~planned,
    )
    if not with_drafts:
        query = query.where(Meeting.status != _SILENT)
    return db.session.scalars(query.order_by(Meeting.held_on, Meeting.start_time)).all()


def topic_held_by(meeting: Meeting) -> PlannedTopic | None:
    return db.session.scalar(select(PlannedTopic).where(PlannedTopic.meeting_id == meeting.id))


def presenters_at(branch: Organisation, chosen: Collection[UUID], *, on: date) -> list[Member]:
    """Of those chosen, who belongs to the branch."""
    here = {row.member_id for row in members_of(branch.id, on=on)} & set(chosen)
    if not here:
        return []
    return list(
        db.session.scalars(select(Member).where(Member.id.in_(here)).order_by(Member.sort_name))
    )


def propose_sitting(
    topic: PlannedTopic,
    *,
    on: date,
    secretary_id: UUID | None,
) -> tuple[MeetingType, Proposal]:
    """The monthly meeting of the topic's month with a topical part, or one of its own.

    A month that is over gives way to the present one.
    """
    branch = topic.organisation
    usual = propose_next(branch, on=on, secretary_id=secretary_id)
    period = max(date(topic.year, topic.month, 1), first_of_month(on))
    is_free = monthly_in(branch, period) is None
    book = book_for(branch.path, period)
    day = proposed_day(
        period,
        day=book.number("meeting.day"),
        rule=WeekendRule(book.choice("meeting.weekend_rule")),
        days_off=days_off(book, first_year=period.year, last_year=period.year),
    )
    kind = MeetingType.COMBINED if is_free else MeetingType.TOPICAL
    return kind, replace(usual, period=period, held_on=max(day, on))


def planned_for(meeting_id: UUID) -> PlannedTopic | None:
    """The topic of the year that a meeting was called for."""
    query = select(PlannedTopic).where(PlannedTopic.meeting_id == meeting_id)
    return db.session.scalar(query)
