"""What becomes of a task from one meeting to the next: moved on explicitly, once, never lost."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeVar

from app.kernel.errors import RuleBroken


class AssignmentStatus(StrEnum):
    OPEN = "open"
    DOING = "doing"
    DONE = "done"
    CANCELLED = "cancelled"


STATUS_LABELS = {
    AssignmentStatus.OPEN: "Chưa báo cáo",
    AssignmentStatus.DOING: "Đang thực hiện",
    AssignmentStatus.DONE: "Hoàn thành",
    AssignmentStatus.CANCELLED: "Đã hủy",
}

UNFINISHED = (AssignmentStatus.OPEN, AssignmentStatus.DOING)
REPORTABLE = (AssignmentStatus.DOING, AssignmentStatus.DONE)


class ReviewOutcome(StrEnum):
    """What a meeting found of a task; `pending` until the meeting has looked at it."""

    PENDING = "pending"
    DONE = "done"
    DOING = "doing"
    CARRIED_OVER = "carried_over"
    CANCELLED = "cancelled"


OUTCOME_LABELS = {
    ReviewOutcome.PENDING: "Chưa đánh giá",
    ReviewOutcome.DONE: "Hoàn thành",
    ReviewOutcome.DOING: "Đang thực hiện, chưa đến hạn",
    ReviewOutcome.CARRIED_OVER: "Chuyển sang tháng sau",
    ReviewOutcome.CANCELLED: "Đã hủy",
}


# Outcomes after which a task comes on no further table.
SETTLING = (ReviewOutcome.DONE, ReviewOutcome.CANCELLED)


class ProgressKind(StrEnum):
    """What may be said of a task between meetings."""

    REPORTED = "reported"
    EXTENDED = "extended"
    DROPPED = "dropped"


PROGRESS_LABELS = {
    ProgressKind.REPORTED: "Báo cáo",
    ProgressKind.EXTENDED: "Gia hạn",
    ProgressKind.DROPPED: "Dừng thực hiện",
}


class UnitKind(StrEnum):
    """Bodies that are no members and may take part in a task."""

    MASS_ORGANISATION = "mass_organisation"
    SUB_COMMITTEE = "sub_committee"
    AUTHORITY = "authority"
    OTHER = "other"


UNIT_KIND_LABELS = {
    UnitKind.MASS_ORGANISATION: "Đoàn thể",
    UnitKind.SUB_COMMITTEE: "Tiểu ban, tổ công tác",
    UnitKind.AUTHORITY: "Chính quyền, chuyên môn",
    UnitKind.OTHER: "Đơn vị khác",
}


class Priority(StrEnum):
    NORMAL = "normal"
    FOCUS = "focus"


PRIORITY_LABELS = {Priority.NORMAL: "Thường xuyên", Priority.FOCUS: "Trọng tâm"}


def is_overdue(status: AssignmentStatus, due_on: date, *, on: date) -> bool:
    return status in UNFINISHED and due_on < on


def met_deadline(outcome: ReviewOutcome, *, reported_on: date | None, due_on: date) -> bool:
    """Where nobody reported a day, the first meeting after the deadline gives its word for it."""
    return outcome is ReviewOutcome.DONE and (reported_on is None or reported_on <= due_on)


def check_due(due_on: date, *, given_on: date) -> None:
    if due_on < given_on:
        raise RuleBroken(
            f"Thời hạn phải từ ngày giao ({given_on:%d/%m/%Y}) trở đi.", field="due_on"
        )


def check_review(
    outcome: ReviewOutcome,
    *,
    reason: str,
    due_on: date | None,
    held_on: date,
    due_before: date,
) -> None:
    """Moving a task on needs why and until when; dropping one needs why.

    :param due_before: the deadline with which the task came before this meeting.
    """
    if outcome is ReviewOutcome.DOING and due_before < held_on:
        raise RuleBroken(
            f"Nhiệm vụ đã quá hạn {due_before:%d/%m/%Y}; chọn “Chuyển sang tháng sau” "
            "kèm lý do và thời hạn mới.",
            field="outcome",
        )
    if outcome is ReviewOutcome.CARRIED_OVER:
        if not reason:
            raise RuleBroken("Nêu lý do chuyển sang tháng sau.", field="reason")
        if due_on is None:
            raise RuleBroken("Nhập thời hạn mới.", field="due_on")
        if due_on < held_on:
            raise RuleBroken(
                f"Thời hạn mới phải từ ngày họp ({held_on:%d/%m/%Y}) trở đi.", field="due_on"
            )
    if outcome is ReviewOutcome.CANCELLED and not reason:
        raise RuleBroken("Nêu lý do hủy nhiệm vụ.", field="reason")


def check_latest(held_on: date, others: Iterable[date]) -> None:
    """Only the latest meeting a task was laid before may judge it, so its story stays a line."""
    later = [day for day in others if day > held_on]
    if later:
        raise RuleBroken(
            f"Nhiệm vụ này đã được đưa ra buổi sinh hoạt ngày {max(later):%d/%m/%Y}; "
            "đánh giá tại buổi đó."
        )


def check_open(*, is_settled: bool) -> None:
    if is_settled:
        raise RuleBroken("Chi bộ đã kết luận về nhiệm vụ này nên không sửa được nữa.")


def check_wording_open(*, is_adopted: bool) -> None:
    """What the branch has adopted stands as it is in the minutes."""
    if is_adopted:
        raise RuleBroken(
            "Biên bản đã được thông qua nên nội dung và thời hạn nhiệm vụ không sửa được nữa. "
            "Thời hạn chỉ thay đổi khi buổi sinh hoạt chuyển nhiệm vụ sang tháng sau; nếu cần, "
            "đổi người chịu trách nhiệm kèm lý do."
        )


def check_hand_over(*, is_adopted: bool, is_same: bool, reason: str) -> None:
    if not is_adopted:
        raise RuleBroken("Biên bản chưa thông qua: sửa trực tiếp nhiệm vụ.")
    if is_same:
        raise RuleBroken("Chọn một đồng chí khác.", field="accountable_id")
    if not reason:
        raise RuleBroken("Nêu lý do đổi người chịu trách nhiệm.", field="reason")


def check_due_unmoved(due_on: date, due_before: date, *, is_on_table: bool) -> None:
    if is_on_table and due_on != due_before:
        raise RuleBroken(
            "Nhiệm vụ đã được đưa ra sinh hoạt: thời hạn chỉ thay đổi khi buổi sinh hoạt "
            "chuyển nhiệm vụ sang tháng sau.",
            field="due_on",
        )


def check_report(status: AssignmentStatus, *, percent: int, result: str) -> None:
    """What the accountable comrade may say between meetings; dropping a task is the branch's."""
    if status not in REPORTABLE:
        raise RuleBroken("Chọn đang thực hiện hoặc hoàn thành.", field="status")
    if status is AssignmentStatus.DONE and not result:
        raise RuleBroken("Ghi kết quả thực hiện.", field="result")
    if status is AssignmentStatus.DOING and percent == 100:
        raise RuleBroken("Đã đạt 100 % thì chọn “Hoàn thành”.", field="percent")


def status_of(done_on: date | None, *, percent: int, result: str | None) -> AssignmentStatus:
    """The state of a task that no meeting has closed, from what has been reported of it."""
    if done_on is not None:
        return AssignmentStatus.DONE
    return AssignmentStatus.DOING if percent or result else AssignmentStatus.OPEN


class _Worded(Protocol):
    @property
    def text(self) -> str: ...

    @property
    def due_on(self) -> date: ...


_Given = TypeVar("_Given", bound=_Worded)


def by_words(tasks: Iterable[_Given]) -> list[list[_Given]]:
    """The same work with the same deadline together, as a committee gives it to its branches."""
    found: dict[tuple[str, date], list[_Given]] = {}
    for task in tasks:
        found.setdefault((task.text, task.due_on), []).append(task)
    return list(found.values())


@dataclass(frozen=True)
class Punctuality:
    """Tasks done by their deadline, of those that fell due."""

    done: int
    due: int


class Urgency(StrEnum):
    OVERDUE = "overdue"
    SOON = "soon"
    LATER = "later"
    CLOSED = "closed"


URGENCY_LABELS = {
    Urgency.OVERDUE: "Quá hạn",
    Urgency.SOON: "Sắp đến hạn",
    Urgency.LATER: "Còn thời hạn",
    Urgency.CLOSED: "Đã khép lại",
}

SOON_DAYS = 7


def urgency(status: AssignmentStatus, due_on: date, *, on: date) -> Urgency:
    if status not in UNFINISHED:
        return Urgency.CLOSED
    if is_overdue(status, due_on, on=on):
        return Urgency.OVERDUE
    return Urgency.SOON if (due_on - on).days <= SOON_DAYS else Urgency.LATER


def shown_state(status: AssignmentStatus, due_on: date, *, on: date) -> tuple[str, str]:
    """The word for a task's state and the tone that goes with it; late says so first."""
    kind = urgency(status, due_on, on=on)
    if kind is Urgency.OVERDUE:
        return URGENCY_LABELS[kind], "late"
    if status is AssignmentStatus.DONE:
        return STATUS_LABELS[status], "ok"
    return STATUS_LABELS[status], "soon" if kind is Urgency.SOON else "none"
