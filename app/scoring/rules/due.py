"""Who is graded at the end of a year or quarter, and who is left out and why (QĐ 366 Điều 5).

Who is on sick or maternity leave is graded on the work done, and who stays elsewhere for a time at
home: neither is left out.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from app.people.rules import Status

MONTHS_AFTER_ADMISSION = 6

_LEFT_OUT = {
    Status.TEMPORARY_IN: "Đánh giá tại chi bộ nơi sinh hoạt chính thức",
    Status.EXEMPT: "Được miễn sinh hoạt",
    Status.SUSPENDED: "Đang bị đình chỉ sinh hoạt",
}
_REMARKS = {
    Status.TEMPORARY_AWAY: "Lấy nhận xét của chi bộ nơi sinh hoạt tạm thời",
    Status.SPECIAL_DUTY: "Đánh giá theo công việc thực tế",
}


@dataclass(frozen=True)
class Due:
    """Whether one is graded; `reason` says why not, or what is to be heeded.

    A guest is left out here and graded elsewhere: nothing is decided about them here.
    """

    is_due: bool
    reason: str = ""
    is_guest: bool = False


GRADED = Due(True)


def due_of(status: Status, admitted_on: date | None, *, counted_on: date) -> Due:
    """
    :param status: where the member stands on the day that counts.
    :param admitted_on: unknown for many who joined long ago; they are graded.
    """
    if reason := _LEFT_OUT.get(status):
        return Due(False, reason, is_guest=status is Status.TEMPORARY_IN)
    if admitted_on is not None and counted_on < _months_after(admitted_on, MONTHS_AFTER_ADMISSION):
        return Due(
            False,
            f"{_ADMITTED} {admitted_on:%d/%m/%Y}, chưa đủ {MONTHS_AFTER_ADMISSION} tháng "
            f"đến ngày {counted_on:%d/%m/%Y}",
        )
    return Due(True, _REMARKS.get(status, ""))


_ADMITTED = "Vào Đảng ngày"


def kind_of(due: Due) -> str:
    """Why somebody is left out, without the day that is their own: what a report counts by."""
    is_new = due.reason.startswith(_ADMITTED)
    return f"Vào Đảng chưa đủ {MONTHS_AFTER_ADMISSION} tháng" if is_new else due.reason


def _months_after(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
