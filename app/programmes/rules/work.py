"""The work of a branch's year: when an item may be changed, put forward, moved, finished."""

from datetime import date

from app.kernel.errors import RuleBroken
from app.programmes.rules import COUNTED, PLAN_STATUS_LABELS, PlanStatus
from app.programmes.rules.quarters import Standing
from app.programmes.rules.topics import OWN

WORK_LABELS = {
    Standing.TO_COME: "Chưa đến hạn",
    Standing.HELD: "Đã xong đúng hạn",
    Standing.HELD_LATE: "Đã xong, muộn",
    Standing.OVERDUE: "Quá hạn",
}


def work_standing(due_on: date, done_on: date | None, *, on: date) -> Standing:
    if done_on is not None:
        return Standing.HELD if done_on <= due_on else Standing.HELD_LATE
    return Standing.TO_COME if on <= due_on else Standing.OVERDUE


def check_due(year: int, month: int, due_on: date) -> None:
    """A deadline lies in its month or later, within the year the programme is for."""
    if due_on < date(year, month, 1):
        raise RuleBroken(
            f"Thời hạn phải từ ngày 01/{month:02d}/{year} trở đi, vì việc xếp vào tháng {month}.",
            field="due_on",
        )
    if due_on.year > year:
        raise RuleBroken(
            f"Thời hạn phải trong năm {year}; việc của năm sau xin ghi vào chương trình năm sau.",
            field="due_on",
        )


def check_changeable(done_on: date | None) -> None:
    if done_on is not None:
        raise RuleBroken(
            "Việc này đã ghi hoàn thành; bỏ ngày hoàn thành ở phần kết quả trước khi sửa."
        )


def status_after_change(status: PlanStatus, *, is_reworded: bool) -> PlanStatus:
    """An approval holds for the work that was approved; who does it by when, the branch moves."""
    return PlanStatus.REGISTERED if status is PlanStatus.APPROVED and is_reworded else status


def check_removable(status: PlanStatus) -> None:
    if status not in OWN:
        raise RuleBroken(
            f"Việc “{PLAN_STATUS_LABELS[status]}” không xóa được; chuyển sang tháng khác, hoặc đề "
            "nghị cấp ủy cấp trên trả lại trước khi xóa."
        )


def check_registrable(status: PlanStatus) -> None:
    if status not in OWN:
        raise RuleBroken("Việc này đã được đăng ký trước đó.")


def check_approvable(status: PlanStatus) -> None:
    if status is not PlanStatus.REGISTERED:
        raise RuleBroken("Chi bộ chưa đăng ký việc này, hoặc việc đã được duyệt.")


def check_returnable(status: PlanStatus, done_on: date | None) -> None:
    if status not in COUNTED:
        raise RuleBroken("Việc này đang ở chi bộ, không cần trả lại.")
    if done_on is not None:
        raise RuleBroken("Việc này đã hoàn thành nên không trả lại được nữa.")


def check_result(status: PlanStatus, done_on: date | None, *, today: date) -> None:
    if status not in COUNTED:
        raise RuleBroken("Đăng ký việc này với cấp ủy trước khi ghi kết quả.")
    if done_on is not None and done_on > today:
        raise RuleBroken("Ngày hoàn thành không thể ở sau hôm nay.", field="done_on")


def a_year_later(day: date) -> date:
    """The same day of the next year; 29 February becomes the 28th."""
    is_leap_day = (day.month, day.day) == (2, 29)
    return date(day.year + 1, day.month, 28 if is_leap_day else day.day)
