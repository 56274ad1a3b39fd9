"""What stands around every page of a meeting: its steps and the figures at hand."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.extensions import db
from app.kernel.clock import moment_of
from app.meetings.models import Material, Meeting
from app.meetings.queries.meetings import book_of
from app.meetings.queries.points import points_of
from app.meetings.queries.record import Record, record_of
from app.meetings.queries.roll import Roll, roll_of
from app.meetings.rules.life import MeetingType, minutes_between
from app.meetings.rules.points import PointFigures, Turnout, turnout
from app.meetings.rules.preparation import Preparation
from app.meetings.rules.votes import SETTING_OF_MAJORITY, Majority, votes_needed
from app.regulations.rules import Book


@dataclass(frozen=True)
class Panel:
    roll: Roll
    record: Record
    book: Book
    points: tuple[PointFigures, ...] = ()

    @property
    def turnout(self) -> Turnout | None:
        """With the heads counted at the points; None where none were."""
        if all(point.invited is None for point in self.points):
            return None
        return turnout(self.roll.figures, self.points)

    def needed(self, majority: Majority) -> int:
        threshold = self.book.threshold(SETTING_OF_MAJORITY[majority])
        return votes_needed(self.roll.figures.vote_base, threshold)

    @property
    def speaking_target(self) -> str:
        """“mục tiêu quá 50 %”"""
        target = self.book.threshold("discussion.speaking_target")
        word = "quá" if target.more_than else "từ"
        return f"mục tiêu {word} {int(target.share * 100)} %"

    @property
    def ordinary(self) -> int:
        return self.needed(Majority.ORDINARY)

    @property
    def two_thirds(self) -> int:
        return self.needed(Majority.TWO_THIRDS)


def panel_of(meeting: Meeting) -> Panel:
    """Roll, record and rule values of a meeting in a fixed number of queries."""
    roll = roll_of(meeting)
    return Panel(roll, record_of(meeting), book_of(meeting), points_of(meeting, roll))


def minimum_minutes(meeting: Meeting, book: Book) -> int | None:
    """How long a meeting of this type must last at least; None where nothing says so."""
    key = {
        MeetingType.REGULAR: "meeting.min_minutes_regular",
        MeetingType.COMBINED: "meeting.min_minutes_combined",
        MeetingType.TOPICAL: "meeting.min_minutes_topical",
    }.get(meeting.type)
    return book.number(key) or None if key else None


def lasted_minutes(meeting: Meeting) -> int | None:
    if meeting.began_time is None or meeting.ended_time is None:
        return None
    return minutes_between(meeting.began_time, meeting.ended_time)


def starts_at(meeting: Meeting) -> datetime:
    """The moment the meeting is called for."""
    return moment_of(meeting.held_on, meeting.start_time.hour, meeting.start_time.minute)


def preparation_of(meeting: Meeting, book: Book) -> Preparation:
    """The facts of the preparation checklist; one query."""
    first, number = db.session.execute(
        select(func.min(Material.added_at), func.count()).where(Material.meeting_id == meeting.id)
    ).one()
    return Preparation(
        starts_at=starts_at(meeting),
        documents_days=book.number("meeting.documents_days"),
        preparer=meeting.preparer.name if meeting.preparer else None,
        committee_met_on=meeting.committee_met_on,
        held_on=meeting.held_on,
        notified_at=meeting.notified_at,
        first_material_at=first,
        materials=number,
        handbook_posted_at=meeting.handbook_posted_at,
    )
