"""The screen in the room: at which section the meeting is, and how its time is used."""

from collections.abc import Sequence
from datetime import date, datetime, time

from app.kernel.errors import RuleBroken
from app.meetings.rules.life import MeetingStatus

OPENING, CLOSING = "opening", "closing"


def course_of(sections: Sequence[str]) -> tuple[str, ...]:
    """Every place a meeting comes to, in order: what is between opening and closing is its own."""
    return (OPENING, *sections, CLOSING)


def beside(course: Sequence[str], current: str | None, step: int) -> str:
    """The place `step` further on, or back; the ends hold."""
    at = course.index(current) if current in course else 0
    return course[min(max(at + step, 0), len(course) - 1)]


def is_behind(course: Sequence[str], current: str | None, section: str) -> bool:
    """Whether the screen has not come past this section yet."""
    return current not in course or course.index(current) <= course.index(section)


def check_reachable(status: MeetingStatus, course: Sequence[str], section: str) -> None:
    if status is not MeetingStatus.IN_PROGRESS:
        raise RuleBroken("Chỉ chuyển màn hình khi buổi họp đang diễn ra.")
    if section not in course:
        raise RuleBroken("Phần này không có trong chương trình của buổi họp.")


def minutes_used(
    held_on: date, began: time | None, ended: time | None, *, now: datetime
) -> int | None:
    """How long the meeting has lasted, in the room's own time; None where nothing can be said.

    :param now: the moment on the clock on the wall of the room.
    """
    if began is None:
        return None
    until = datetime.combine(held_on, ended, now.tzinfo) if ended else now
    if until.date() != held_on:  # nobody ended it that evening
        return None
    since = datetime.combine(held_on, began, now.tzinfo)
    return max(int((until - since).total_seconds() // 60), 0)
