"""The code shown in the room: it changes each minute, and only the room can know it."""

import hmac
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from app.kernel.errors import RuleBroken
from app.meetings.rules.life import MeetingStatus
from app.meetings.rules.roll import Presence, choices_for
from app.people.rules import Status

DIGITS = 6


def minute_of(moment: datetime) -> int:
    """Minutes counted by the world's clock, so that no time zone or change of hour matters."""
    return int(moment.timestamp() // 60)


def code_of(meeting_id: UUID, minute: int, *, secret: str) -> str:
    """The six digits of one meeting and minute; nobody without the secret foretells them."""
    said = f"check-in:{meeting_id}:{minute}".encode()
    digest = hmac.new(secret.encode(), said, sha256).digest()
    return f"{int.from_bytes(digest[:8], 'big') % 10**DIGITS:0{DIGITS}}"


def is_right(code: str, meeting_id: UUID, *, secret: str, now: datetime) -> bool:
    """The code of this minute or of the one before: who scans at its end still has time."""
    typed = "".join(code.split()).encode()
    valid = (
        code_of(meeting_id, minute, secret=secret).encode()
        for minute in (minute_of(now), minute_of(now) - 1)
    )
    return any([hmac.compare_digest(typed, right) for right in valid])


def check_may_check_in(status: MeetingStatus) -> None:
    if status in {MeetingStatus.PLANNED, MeetingStatus.NOTIFIED}:
        raise RuleBroken("Buổi họp chưa bắt đầu; xin báo có mặt khi chủ trì đã mở đầu buổi họp.")
    if status is not MeetingStatus.IN_PROGRESS:
        raise RuleBroken("Buổi họp đã kết thúc hoặc đã hủy nên không báo có mặt được nữa.")


def check_may_attend(status: Status | None) -> None:
    """None is nobody on the roll of this meeting."""
    if status is None:
        raise RuleBroken("Đồng chí không có tên trong danh sách dự buổi họp này.")
    if Presence.PRESENT not in choices_for(status):
        raise RuleBroken("Đồng chí đang bị đình chỉ sinh hoạt nên không dự buổi họp này.")


def check_attempts(failures: int, *, attempts: int, minutes: int) -> None:
    if failures >= attempts:
        raise RuleBroken(
            f"Đã nhập sai mã quá nhiều lần. Xin chờ {minutes} phút, hoặc báo thư ký điểm danh.",
            field="code",
        )
