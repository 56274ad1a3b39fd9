from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import ColumnElement, Label, and_, extract, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload

from app.access.permissions import Permission
from app.extensions import db
from app.meetings.models import AgendaStep, ConnectionPoint, Material, Meeting
from app.meetings.rules.life import (
    MONTHLY,
    SILENT,
    MeetingStatus,
    MeetingType,
    WeekendRule,
    first_of_month,
    month_after,
    proposed_day,
)
from app.organisations.models import Organisation
from app.people.rules import Position
from app.regulations.queries import book_for
from app.regulations.rules import Book
from app.workdays.queries import days_off


def get_meeting(meeting_id: UUID) -> Meeting | None:
    """A meeting with what every page of it shows: branch, chair, minute-taker, steps."""
    return db.session.scalar(
        select(Meeting)
        .where(Meeting.id == meeting_id)
        .options(
            joinedload(Meeting.organisation),
            joinedload(Meeting.chair),
            joinedload(Meeting.minute_taker),
            joinedload(Meeting.preparer),
            selectinload(Meeting.steps).selectinload(AgendaStep.items),
        )
    )


def reading(meeting: Meeting) -> Permission:
    """A planned meeting is a silent draft, called off or not; from the notice on the branch may
    look."""
    is_draft = meeting.notified_at is None and meeting.status in SILENT
    return Permission.MEETING_READ_DRAFT if is_draft else Permission.MEETING_READ


def reading_minutes(meeting: Meeting) -> Permission:
    """The minutes are open to the branch and above only once they have been adopted; while they
    are open again to be corrected, the sealed edition of before stays so."""
    is_open = meeting.status is MeetingStatus.ADOPTED or meeting.sealed_at is not None
    return reading_adopted(meeting.type) if is_open else Permission.MINUTES_READ_DRAFT


def reading_record(meeting: Meeting) -> Permission:
    """What was written down itself is open as far as it is adopted just now."""
    is_open = meeting.status is MeetingStatus.ADOPTED
    return reading_adopted(meeting.type) if is_open else Permission.MINUTES_READ_DRAFT


def reading_adopted(meeting_type: MeetingType) -> Permission:
    """What the branch committee said among itself is not for every member."""
    if meeting_type is MeetingType.BRANCH_COMMITTEE:
        return Permission.COMMITTEE_MINUTES_READ
    return Permission.MINUTES_READ


def book_of(meeting: Meeting) -> Book:
    """The rule values in force where and when the meeting is held."""
    return book_for(meeting.unit_path, meeting.held_on)


@dataclass(frozen=True)
class MeetingRow:
    """A line of the meeting list, read without loading the meeting."""

    id: UUID
    type: MeetingType
    status: MeetingStatus
    period: date
    held_on: date
    start_time: time
    topic: str | None
    must_attend: int | None
    present: int | None
    sealed_at: datetime | None
    # Heads counted at connection points, beyond the roll.
    counted_invited: int
    counted_present: int


def _counted(column: InstrumentedAttribute[int | None]) -> Label[int]:
    heads = (
        select(func.coalesce(func.sum(column), 0))
        .where(ConnectionPoint.meeting_id == Meeting.id)
        .correlate(Meeting)
        .scalar_subquery()
    )
    return heads.label(f"counted_{column.key}")


@dataclass(frozen=True)
class Place:
    """Where a page of the list ends."""

    held_on: date
    start_time: time
    id: UUID


def _earlier_than(place: Place) -> ColumnElement[bool]:
    return or_(
        Meeting.held_on < place.held_on,
        and_(Meeting.held_on == place.held_on, Meeting.start_time < place.start_time),
        and_(
            Meeting.held_on == place.held_on,
            Meeting.start_time == place.start_time,
            Meeting.id < place.id,
        ),
    )


def list_meetings(
    branch: Organisation,
    *,
    year: int | None = None,
    meeting_type: MeetingType | None = None,
    status: MeetingStatus | None = None,
    with_drafts: bool,
    before: Place | None = None,
    limit: int = 30,
) -> list[MeetingRow]:
    """Meetings of a branch, newest first; `before` continues an earlier page."""
    query = select(
        Meeting.id,
        Meeting.type,
        Meeting.status,
        Meeting.period,
        Meeting.held_on,
        Meeting.start_time,
        Meeting.topic,
        Meeting.must_attend,
        Meeting.present,
        Meeting.sealed_at,
        _counted(ConnectionPoint.invited),
        _counted(ConnectionPoint.present),
    ).where(Meeting.organisation_id == branch.id)
    if year:
        query = query.where(extract("year", Meeting.period) == year)
    if meeting_type:
        query = query.where(Meeting.type == meeting_type)
    if status:
        query = query.where(Meeting.status == status)
    if not with_drafts:
        query = query.where(or_(Meeting.notified_at.is_not(None), Meeting.status.not_in(SILENT)))
    if before:
        query = query.where(_earlier_than(before))
    ordered = query.order_by(
        Meeting.held_on.desc(), Meeting.start_time.desc(), Meeting.id.desc()
    ).limit(limit)
    return [MeetingRow(**row) for row in db.session.execute(ordered).mappings()]


def years_of(branch: Organisation) -> list[int]:
    """The years in which the branch has meetings, latest first."""
    first, last = db.session.execute(
        select(func.min(Meeting.period), func.max(Meeting.period)).where(
            Meeting.organisation_id == branch.id
        )
    ).one()
    return list(range(last.year, first.year - 1, -1)) if first else []


def latest_monthly(branch: Organisation) -> Meeting | None:
    """The branch's latest monthly meeting that was not cancelled."""
    return db.session.scalar(
        select(Meeting)
        .where(
            Meeting.organisation_id == branch.id,
            Meeting.type.in_(MONTHLY),
            Meeting.status != MeetingStatus.CANCELLED,
        )
        .order_by(Meeting.period.desc())
        .limit(1)
    )


def earlier_waiting(meeting: Meeting) -> Meeting | None:
    """The branch's latest monthly meeting of before whose minutes nobody has adopted yet."""
    if meeting.type not in MONTHLY:
        return None
    return db.session.scalar(
        select(Meeting)
        .where(
            Meeting.organisation_id == meeting.organisation_id,
            Meeting.type.in_(MONTHLY),
            Meeting.held_on < meeting.held_on,
            Meeting.status == MeetingStatus.MINUTES_DRAFTED,
        )
        .options(
            joinedload(Meeting.organisation),
            joinedload(Meeting.chair),
            joinedload(Meeting.minute_taker),
        )
        .order_by(Meeting.held_on.desc())
        .limit(1)
    )


def monthly_in(branch: Organisation, period: date) -> Meeting | None:
    return db.session.scalar(
        select(Meeting).where(
            Meeting.organisation_id == branch.id,
            Meeting.type.in_(MONTHLY),
            Meeting.period == period,
            Meeting.status != MeetingStatus.CANCELLED,
        )
    )


@dataclass(frozen=True)
class Proposal:
    """What the next monthly meeting would be, from the branch's rule and its last meeting."""

    period: date
    held_on: date
    start_time: time
    place: str
    chair_id: UUID | None
    minute_taker_id: UUID | None


def propose_next(branch: Organisation, *, on: date, secretary_id: UUID | None) -> Proposal:
    """The first month without a monthly meeting after the last one, never one long past."""
    last = latest_monthly(branch)
    period = max(month_after(last.period) if last else on, first_of_month(on))
    period = first_of_month(period)
    book = book_for(branch.path, period)
    held_on = proposed_day(
        period,
        day=book.number("meeting.day"),
        rule=WeekendRule(book.choice("meeting.weekend_rule")),
        days_off=days_off(book, first_year=period.year, last_year=period.year),
    )
    return Proposal(
        period,
        held_on,
        last.start_time if last else time.fromisoformat(book.text("meeting.start_time")),
        last.place if last else "",
        secretary_id or (last.chair_id if last else None),
        last.minute_taker_id if last else None,
    )


_LEADING = (
    Position.SECRETARY,
    Position.DEPUTY_SECRETARY,
    Position.COMMITTEE_SECRETARY,
    Position.COMMITTEE_DEPUTY_SECRETARY,
)


def secretary_on(positions: dict[UUID, tuple[Position, ...]]) -> UUID | None:
    """Who leads, of the positions held at a branch on a day."""
    for wanted in _LEADING:
        for member_id, held in positions.items():
            if wanted in held:
                return member_id
    return None


def materials_of(meeting: Meeting) -> Sequence[Material]:
    return db.session.scalars(
        select(Material)
        .where(Material.meeting_id == meeting.id)
        .options(joinedload(Material.file))
        .order_by(Material.added_at)
    ).all()


def get_material(meeting_id: UUID, material_id: UUID) -> Material | None:
    return db.session.scalar(
        select(Material)
        .where(Material.id == material_id, Material.meeting_id == meeting_id)
        .options(
            joinedload(Material.file),
            joinedload(Material.meeting).joinedload(Meeting.organisation),
        )
    )
