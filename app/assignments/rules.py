"""What becomes of a task from one meeting to the next: moved on explicitly, once, never lost."""

from datetime import date
from enum import StrEnum

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


class ReviewOutcome(StrEnum):
    """What a meeting found of a task; `pending` until the meeting has looked at it."""

    PENDING = "pending"
    DONE = "done"
    CARRIED_OVER = "carried_over"
    CANCELLED = "cancelled"


OUTCOME_LABELS = {
    ReviewOutcome.PENDING: "Chưa đánh giá",
    ReviewOutcome.DONE: "Hoàn thành",
    ReviewOutcome.CARRIED_OVER: "Chuyển sang tháng sau",
    ReviewOutcome.CANCELLED: "Đã hủy",
}


class Priority(StrEnum):
    NORMAL = "normal"
    FOCUS = "focus"


PRIORITY_LABELS = {Priority.NORMAL: "Thường xuyên", Priority.FOCUS: "Trọng tâm"}


def is_overdue(status: AssignmentStatus, due_on: date, *, on: date) -> bool:
    return status in UNFINISHED and due_on < on


def was_on_time(done_on: date | None, due_on: date) -> bool:
    return done_on is not None and done_on <= due_on


def check_due(due_on: date, *, given_on: date) -> None:
    if due_on < given_on:
        raise RuleBroken(
            f"Thời hạn phải từ ngày giao ({given_on:%d/%m/%Y}) trở đi.", field="due_on"
        )


def check_review(
    outcome: ReviewOutcome, *, reason: str, due_on: date | None, held_on: date
) -> None:
    """Moving a task on needs why and until when; dropping one needs why."""
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
