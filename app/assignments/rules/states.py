"""The states of a task and the words for them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class AssignmentStatus(StrEnum):
    OPEN = "open"
    DOING = "doing"
    DONE = "done"
    CANCELLED = "cancelled"


STATUS_LABELS = {
    AssignmentStatus.OPEN: "Chưa báo cáo",
    AssignmentStatus.DOING: "Đang thực hiện",
    AssignmentStatus.DONE: "Hoàn thành",
    AssignmentStatus.CANCELLED: "Đã dừng",
}

EXTENDED = "Đã gia hạn"

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


@dataclass(frozen=True)
class Punctuality:
    """Tasks done by their deadline, of those that fell due."""

    done: int
    due: int


class Urgency(StrEnum):
    OVERDUE = "overdue"
    SOON = "soon"
    LATER = "later"
    DONE = "done"
    STOPPED = "stopped"


URGENCY_LABELS = {
    Urgency.OVERDUE: "Quá hạn",
    Urgency.SOON: "Sắp đến hạn",
    Urgency.LATER: "Đang làm",
    Urgency.DONE: "Đã xong",
    Urgency.STOPPED: "Đã dừng",
}

SOON_DAYS = 7


def urgency(status: AssignmentStatus, due_on: date, *, on: date) -> Urgency:
    if status is AssignmentStatus.DONE:
        return Urgency.DONE
    if status is AssignmentStatus.CANCELLED:
        return Urgency.STOPPED
    if is_overdue(status, due_on, on=on):
        return Urgency.OVERDUE
    return Urgency.SOON if (due_on - on).days <= SOON_DAYS else Urgency.LATER


def shown_state(
    status: AssignmentStatus, due_on: date, *, on: date, is_extended: bool = False
) -> tuple[str, str]:
    """The word for a task's state and the tone that goes with it; late says so first."""
    kind = urgency(status, due_on, on=on)
    if kind is Urgency.OVERDUE:
        return URGENCY_LABELS[kind], "late"
    if status is AssignmentStatus.DONE:
        return STATUS_LABELS[status], "ok"
    word = EXTENDED if is_extended and status in UNFINISHED else STATUS_LABELS[status]
    return word, "soon" if kind is Urgency.SOON else "none"
