"""What the room may see of its own meeting: nothing restricted, nobody's words, no absent names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import select

from app.audit.events import Event
from app.audit.models import AuditEntry
from app.extensions import db
from app.kernel.clock import local
from app.meetings.models import Meeting, Vote
from app.meetings.queries.check_in import count_check_ins
from app.meetings.queries.meetings import book_of
from app.meetings.queries.panel import minimum_minutes
from app.meetings.rules.agenda import sections
from app.meetings.rules.screen import CLOSING, OPENING, beside, course_of, minutes_used

_FRAME = {OPENING: "Mở đầu", CLOSING: "Kết thúc"}
_OPENING_ITEMS = (
    "Tuyên bố lý do, giới thiệu đại biểu",
    "Cử thư ký",
    "Điểm danh",
    "Thông báo tình hình nộp đảng phí",
    "Thông qua nội dung, chương trình",
)
_CLOSING_ITEMS = (
    "Kết luận của chủ trì",
    "Phân công nhiệm vụ",
    "Chi bộ tự đánh giá, chấm điểm",
    "Đọc và thông qua biên bản",
)
_VOTES_SHOWN = 2


@dataclass(frozen=True)
class Place:
    """Where the meeting is: a step with its number and items, or its opening or closing."""

    section: str
    number: str
    title: str
    short: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class ShownVote:
    """The totals of one vote as everybody in the room saw them counted."""

    vote: Vote

    @property
    def share(self) -> Fraction | None:
        base = self.vote.vote_base
        return Fraction(self.vote.in_favour, base) if base else None


@dataclass(frozen=True)
class Screen:
    place: Place
    number: int
    places: int
    used: int | None
    minimum: int | None
    votes: Sequence[ShownVote]
    more_votes: bool
    checked_in: int


def course(meeting: Meeting) -> tuple[str, ...]:
    return course_of([step.section for step in meeting.steps])


def current_section(meeting: Meeting) -> str:
    return beside(course(meeting), meeting.current_section, 0)


def place_of(meeting: Meeting) -> Place:
    section = current_section(meeting)
    if section == OPENING:
        return Place(section, "", _FRAME[OPENING], _FRAME[OPENING], _OPENING_ITEMS)
    if section == CLOSING:
        return Place(section, "", _FRAME[CLOSING], _FRAME[CLOSING], _CLOSING_ITEMS)
    step = next(step for step in meeting.steps if step.section == section)
    known = sections()[section]
    items = tuple(i.title for i in step.items if not (i.is_restricted or i.is_withheld))
    return Place(section, known.number, known.title, known.short, items)


def screen_of(meeting: Meeting, *, now: datetime) -> Screen:
    """Three queries beyond the meeting itself: it is asked every few seconds."""
    place = place_of(meeting)
    votes = db.session.scalars(
        select(Vote)
        .where(Vote.meeting_id == meeting.id)
        .order_by(Vote.position.desc())
        .limit(_VOTES_SHOWN + 1)
    ).all()
    whole_course = course(meeting)
    return Screen(
        place=place,
        number=whole_course.index(place.section) + 1,
        places=len(whole_course),
        used=minutes_used(meeting.held_on, meeting.began_time, meeting.ended_time, now=local(now)),
        minimum=minimum_minutes(meeting, book_of(meeting)),
        votes=[ShownVote(vote) for vote in votes[:_VOTES_SHOWN]],
        more_votes=len(votes) > _VOTES_SHOWN,
        checked_in=count_check_ins(meeting),
    )


@dataclass(frozen=True)
class Moved:
    by: str
    at: datetime


def last_move(meeting: Meeting) -> Moved | None:
    """Who brought the present section onto the screen."""
    row = db.session.execute(
        select(AuditEntry.actor_name, AuditEntry.at)
        .where(AuditEntry.subject_id == meeting.id, AuditEntry.event == Event.SECTION_REACHED.value)
        .order_by(AuditEntry.sequence.desc())
        .limit(1)
    ).one_or_none()
    return Moved(*row) if row else None
