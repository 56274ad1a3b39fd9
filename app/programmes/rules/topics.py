"""When a planned topic may be changed, registered, decided, called."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.kernel.errors import RuleBroken
from app.meetings.rules.life import HELD, WITH_TOPIC, MeetingStatus, MeetingType
from app.programmes.rules import COUNTED, PLAN_STATUS_LABELS, PlanStatus
from app.programmes.rules.quarters import last_of_month

FIRST_YEAR, LAST_YEAR = 1930, 2200

OWN = frozenset({PlanStatus.DRAFT, PlanStatus.RETURNED})
# What the committee has said yes to: change one of these, and it is asked again.
DECIDED_ON = frozenset({"topic", "topic_group", "month"})
BEGUN = HELD | {MeetingStatus.IN_PROGRESS}


def check_year(year: int, *, today: date) -> None:
    """The past may still be completed; beyond next year nothing is planned."""
    if year > today.year + 1:
        raise RuleBroken(
            f"Chương trình năm {year} chưa mở; hiện lập được đến năm {today.year + 1}."
        )


def is_registered_after(registered_on: date | None, year: int, month: int) -> bool:
    """Written into the programme when its month was already over."""
    return registered_on is not None and registered_on > last_of_month(year, month)


def check_changeable(sitting: MeetingStatus | None, changed: frozenset[str]) -> None:
    """`sitting` is the status of the meeting that holds the topic."""
    if sitting in BEGUN and changed & DECIDED_ON:
        raise RuleBroken(
            "Buổi sinh hoạt chuyên đề này đã bắt đầu nên không đổi tên, nhóm và tháng của chuyên "
            "đề; các nội dung khác vẫn sửa được.",
            field=next(name for name in ("topic", "topic_group", "month") if name in changed),
        )


def status_after_change(status: PlanStatus, changed: frozenset[str]) -> PlanStatus:
    """An approval holds for what was approved, nothing else."""
    if status is PlanStatus.APPROVED and changed & DECIDED_ON:
        return PlanStatus.REGISTERED
    return status


def check_removable(status: PlanStatus, *, is_called: bool) -> None:
    if status not in OWN:
        raise RuleBroken(
            f"Chuyên đề “{PLAN_STATUS_LABELS[status]}” không xóa được; đề nghị cấp ủy cấp trên "
            "trả lại trước khi xóa, hoặc sửa thành chuyên đề khác."
        )
    if is_called:
        raise RuleBroken("Tách chuyên đề khỏi buổi sinh hoạt trước khi xóa.")


def check_registrable(status: PlanStatus) -> None:
    if status not in OWN:
        raise RuleBroken("Chuyên đề này đã được đăng ký trước đó.")


def check_approvable(status: PlanStatus) -> None:
    if status is PlanStatus.APPROVED:
        raise RuleBroken("Chuyên đề này đã được duyệt trước đó.")
    if status is not PlanStatus.REGISTERED:
        raise RuleBroken("Chi bộ chưa đăng ký chuyên đề này nên chưa duyệt được.")


def check_returnable(status: PlanStatus, sitting: MeetingStatus | None, reason: str) -> None:
    if status not in COUNTED:
        raise RuleBroken("Chuyên đề này đang ở chi bộ, không cần trả lại.")
    if sitting in BEGUN:
        raise RuleBroken("Buổi sinh hoạt chuyên đề này đã bắt đầu nên không trả lại được nữa.")
    if not reason:
        raise RuleBroken("Nêu lý do trả lại để chi bộ bổ sung.", field="reason")


def check_callable(status: PlanStatus, *, is_called: bool) -> None:
    if status not in COUNTED:
        raise RuleBroken("Đăng ký chuyên đề với cấp ủy trước khi lập buổi sinh hoạt.")
    if is_called:
        raise RuleBroken("Chuyên đề này đã có buổi sinh hoạt.")


def check_holds_topic(meeting_type: MeetingType, status: MeetingStatus, *, is_taken: bool) -> None:
    """Whether a meeting that exists can be the one of a planned topic."""
    if meeting_type not in WITH_TOPIC:
        raise RuleBroken("Chọn buổi có phần sinh hoạt chuyên đề.", field="meeting_id")
    if status is MeetingStatus.CANCELLED:
        raise RuleBroken("Buổi này đã hủy; chọn buổi khác.", field="meeting_id")
    if is_taken:
        raise RuleBroken(
            "Buổi này đã gắn với một chuyên đề khác trong chương trình.", field="meeting_id"
        )


def check_detachable(sitting: MeetingStatus | None) -> None:
    """Attaching to the wrong meeting is mended at any time; there must be one to leave."""
    if sitting is None:
        raise RuleBroken("Chuyên đề này chưa có buổi sinh hoạt.")


def changed_in(before: Mapping[str, Any], after: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(name for name in after if before[name] != after[name])
