"""Which meetings are scored, and when."""

from app.kernel.errors import RuleBroken
from app.meetings.rules.life import (
    BRANCH_TYPES,
    CONFERENCES,
    HELD,
    RECORDABLE,
    MeetingStatus,
    MeetingType,
)

# The branch itself meets; its committee's own meetings and conferences are not scored.
SCORED = frozenset(BRANCH_TYPES) - CONFERENCES - {MeetingType.BRANCH_COMMITTEE}
BEGUN = RECORDABLE | HELD


# How the vote on the own score is called, followed by the points and the grade.
VOTE_SUBJECT = "Thống nhất chi bộ tự chấm"


def is_scorable(meeting_type: MeetingType, status: MeetingStatus) -> bool:
    return meeting_type in SCORED and status in BEGUN


def check_scorable(meeting_type: MeetingType, status: MeetingStatus) -> None:
    """:raises RuleBroken: before the meeting has begun, where it was cancelled or is no sitting."""
    if meeting_type not in SCORED:
        raise RuleBroken("Chỉ chấm điểm buổi sinh hoạt của chi bộ.")
    if status is MeetingStatus.CANCELLED:
        raise RuleBroken("Buổi sinh hoạt đã hủy nên không chấm điểm.")
    if status not in BEGUN:
        raise RuleBroken("Buổi sinh hoạt chưa bắt đầu; bắt đầu họp rồi mới chấm điểm.")


def are_minutes_open(status: MeetingStatus, *, is_sealed: bool) -> bool:
    """Whether the branch may still take its score out of its minutes."""
    return status in RECORDABLE and not is_sealed


def check_minutes_open(status: MeetingStatus, *, is_sealed: bool) -> None:
    """:raises RuleBroken: where the branch would take back what its minutes say already."""
    if not are_minutes_open(status, is_sealed=is_sealed):
        raise RuleBroken(
            "Biên bản đã thông qua với điểm này nên không rút phiếu được; nếu cần sửa, đề nghị "
            "cấp ủy yêu cầu bổ sung."
        )


def check_minutes_adopted(status: MeetingStatus) -> None:
    """:raises RuleBroken: while the branch may still change what it says of itself."""
    if status is not MeetingStatus.ADOPTED:
        raise RuleBroken(
            "Biên bản buổi sinh hoạt chưa được chi bộ thông qua; thông qua xong mới quyết định "
            "điểm."
        )
