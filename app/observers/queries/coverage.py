"""Which meetings held had somebody from above in the room."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from sqlalchemy import exists, func, or_, select

from app.extensions import db
from app.meetings.models import Guest, Meeting
from app.meetings.rules.life import HELD, MeetingType, meeting_title
from app.observers.models import VisitReport
from app.observers.rules import OBSERVED
from app.organisations.models import Organisation
from app.organisations.queries import list_branches_below


@dataclass(frozen=True)
class MeetingSeen:
    meeting_id: UUID
    type: MeetingType
    period: date
    held_on: date
    is_seen: bool

    @property
    def title(self) -> str:
        return meeting_title(self.type, self.period)


@dataclass(frozen=True)
class Coverage:
    """A branch's meetings of the year, the earliest first."""

    branch: str
    branch_id: UUID
    meetings: tuple[MeetingSeen, ...]

    @property
    def held(self) -> int:
        return len(self.meetings)

    @property
    def attended(self) -> int:
        return sum(meeting.is_seen for meeting in self.meetings)

    @property
    def rate(self) -> Fraction | None:
        return Fraction(self.attended, self.held) if self.held else None

    @property
    def unseen(self) -> tuple[MeetingSeen, ...]:
        return tuple(meeting for meeting in self.meetings if not meeting.is_seen)


def coverage_below(place: Organisation, *, year: int) -> list[Coverage]:
    """Each branch at a place and below; two queries, however many there are.

    An observer was there who stands among the guests as having attended, or whose report says so.
    """
    meetings = meetings_seen(place.path, year)
    return [
        Coverage(branch.name, branch.id, tuple(meetings[branch.id]))
        for branch in list_branches_below(place.path)
        if branch.dissolved_on is None or branch.id in meetings
    ]


def meetings_seen(path: str, year: int) -> dict[UUID, list[MeetingSeen]]:
    """The meetings held at a place and below in a year, by branch; one query."""
    was_there = exists().where(
        Guest.meeting_id == Meeting.id, Guest.is_observer, Guest.has_attended
    )
    has_reported = exists().where(
        VisitReport.meeting_id == Meeting.id, VisitReport.submitted_at.is_not(None)
    )
    rows = db.session.execute(
        select(
            Meeting.organisation_id,
            Meeting.id,
            Meeting.type,
            Meeting.period,
            Meeting.held_on,
            or_(was_there, has_reported),
        )
        .join(Organisation, Organisation.id == Meeting.organisation_id)
        .where(
            Organisation.path.startswith(path, autoescape=True),
            Meeting.held_on.between(date(year, 1, 1), date(year, 12, 31)),
            Meeting.status.in_(HELD),
            Meeting.type.in_(OBSERVED),
        )
        .order_by(Meeting.held_on, Meeting.start_time, Meeting.id)
    )
    found: dict[UUID, list[MeetingSeen]] = defaultdict(list)
    for row in rows:
        branch_id, meeting_id, type_, period, held_on, is_seen = row
        found[branch_id].append(MeetingSeen(meeting_id, type_, period, held_on, bool(is_seen)))
    return found


def years_held(place: Organisation) -> tuple[int, int] | None:
    """The first and the last year with a meeting at a place or below."""
    first, last = db.session.execute(
        select(func.min(Meeting.held_on), func.max(Meeting.held_on))
        .join(Organisation, Organisation.id == Meeting.organisation_id)
        .where(Organisation.path.startswith(place.path, autoescape=True), Meeting.status.in_(HELD))
    ).one()
    return (first.year, last.year) if first else None
