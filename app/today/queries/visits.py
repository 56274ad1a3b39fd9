"""What waits for a comrade sent to a branch: its next meetings, and the reports still owed."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import and_, or_, select

from app.extensions import db
from app.meetings.document import lower_first
from app.meetings.models import Guest, Meeting
from app.meetings.rules.life import (
    HELD,
    MeetingStatus,
    MeetingType,
    first_of_month,
    meeting_title,
)
from app.observers.models import VisitReport
from app.observers.rules import OBSERVED, REPORT_DAYS
from app.organisations.models import Organisation
from app.people.models import PositionPeriod
from app.people.rules import OBSERVING
from app.regulations.queries import numbers_at
from app.today.rules import Todo, Waiting

_COLUMNS = (
    Meeting.id,
    Meeting.type,
    Meeting.period,
    Meeting.held_on,
    Meeting.start_time,
    Organisation.name,
    Organisation.path,
)


def visits_of(member_id: UUID, *, on: date) -> list[Todo]:
    return [*_to_attend(member_id, on), *_to_report(member_id, on)]


def _to_attend(member_id: UUID, on: date) -> list[Todo]:
    """Meetings called in the branches the comrade is sent to on the meeting's day."""
    rows = db.session.execute(
        select(*_COLUMNS)
        .join(Organisation, Organisation.id == Meeting.organisation_id)
        .join(
            PositionPeriod,
            and_(
                PositionPeriod.organisation_id == Meeting.organisation_id,
                PositionPeriod.starts_on <= Meeting.held_on,
                or_(PositionPeriod.ends_on.is_(None), PositionPeriod.ends_on >= Meeting.held_on),
            ),
        )
        .where(
            PositionPeriod.member_id == member_id,
            PositionPeriod.position.in_(OBSERVING),
            Meeting.type.in_(OBSERVED),
            Meeting.status == MeetingStatus.NOTIFIED,
            Meeting.held_on >= on,
        )
        .distinct()
    )
    return [
        Todo(
            Waiting.ATTEND_MEETING,
            f"Dự {_called(row.type, row.period)}",
            f"{row.name}, {row.start_time:%H:%M} ngày {row.held_on:%d/%m/%Y}",
            row.held_on,
            row.id,
        )
        for row in rows
    ]


def _to_report(member_id: UUID, on: date) -> list[Todo]:
    """Meetings of this month and the last one the comrade was at and has not reported yet;
    what is older is seen under coverage.
    """
    since = first_of_month(first_of_month(on) - timedelta(days=1))
    has_reported = (
        select(VisitReport.id)
        .where(
            VisitReport.meeting_id == Meeting.id,
            VisitReport.member_id == member_id,
            VisitReport.submitted_at.is_not(None),
        )
        .exists()
    )
    rows = db.session.execute(
        select(*_COLUMNS)
        .join(Organisation, Organisation.id == Meeting.organisation_id)
        .join(Guest, Guest.meeting_id == Meeting.id)
        .where(
            Guest.member_id == member_id,
            Guest.is_observer,
            Guest.has_attended,
            Meeting.type.in_(OBSERVED),
            Meeting.status.in_(HELD),
            Meeting.held_on >= since,
            ~has_reported,
        )
    ).all()
    asked = numbers_at(REPORT_DAYS, {(row.path, row.held_on) for row in rows}) if rows else {}
    return [
        Todo(
            Waiting.REPORT_VISIT,
            f"Báo cáo dự {_called(row.type, row.period)}",
            f"{row.name}, họp ngày {row.held_on:%d/%m/%Y}",
            row.held_on + timedelta(days=asked[row.path, row.held_on]),
            row.id,
        )
        for row in rows
    ]


def _called(meeting_type: MeetingType, period: date) -> str:
    return lower_first(meeting_title(meeting_type, period))
