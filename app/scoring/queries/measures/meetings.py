"""The indicators of one meeting."""

from collections.abc import Mapping
from fractions import Fraction

from app.meetings.models import Meeting
from app.meetings.rules.life import MONTHLY, WITH_TOPIC
from app.scoring.rules.indicators import Measured


def measures_of_meeting(meeting: Meeting) -> Mapping[str, Measured]:
    return {"meeting.attendance": _attendance(meeting), "meeting.unexcused": _unexcused(meeting)}


def holding_at(meeting: Meeting) -> frozenset[str]:
    """The conditions on which criteria may hang, see rules.indicators.CONDITIONS."""
    held = {"has_topic": meeting.type in WITH_TOPIC, "is_regular": meeting.type in MONTHLY}
    return frozenset(key for key, holds in held.items() if holds)


def _attendance(meeting: Meeting) -> Measured:
    if meeting.present is None or not meeting.must_attend:
        return Measured(None, "Chưa điểm danh hoặc không có ai phải dự.")
    value = Fraction(meeting.present * 100, meeting.must_attend)
    return Measured(value, f"{meeting.present}/{meeting.must_attend} đảng viên phải dự có mặt.")


def _unexcused(meeting: Meeting) -> Measured:
    if meeting.unexcused is None:
        return Measured(None, "Chưa điểm danh.")
    said = f"{meeting.unexcused} đảng viên vắng không lý do." if meeting.unexcused else "Không có."
    return Measured(Fraction(meeting.unexcused), said)
