"""A resolution from draft to issue (resolutions-and-assignments.md §2; later states come later)."""

from datetime import date
from enum import StrEnum

from app.kernel.errors import RuleBroken
from app.meetings.rules.life import MeetingStatus


class ResolutionStatus(StrEnum):
    DRAFT = "draft"
    COMMENTING = "commenting"
    REVISED = "revised"
    ADOPTED = "adopted"
    ISSUED = "issued"
    CLOSED = "closed"


STATUS_LABELS = {
    ResolutionStatus.DRAFT: "Dự thảo",
    ResolutionStatus.COMMENTING: "Đang lấy ý kiến",
    ResolutionStatus.REVISED: "Đã tiếp thu, hoàn thiện",
    ResolutionStatus.ADOPTED: "Đã thông qua",
    ResolutionStatus.ISSUED: "Đã ban hành",
    ResolutionStatus.CLOSED: "Đã tổng kết",
}


class ResolutionKind(StrEnum):
    REGULAR = "regular"
    TOPICAL = "topical"


KIND_LABELS = {
    ResolutionKind.REGULAR: "Nghị quyết",
    ResolutionKind.TOPICAL: "Nghị quyết chuyên đề",
}


class Treatment(StrEnum):
    """How a comment on a draft was answered (resolutions-and-assignments.md §2, step 4)."""

    TAKEN_IN = "taken_in"
    EXPLAINED = "explained"


TREATMENT_LABELS = {Treatment.TAKEN_IN: "Tiếp thu", Treatment.EXPLAINED: "Giải trình"}


class ReviewKind(StrEnum):
    INTERIM = "interim"
    FINAL = "final"


REVIEW_LABELS = {ReviewKind.INTERIM: "Sơ kết", ReviewKind.FINAL: "Tổng kết"}


def check_not_cancelled(meeting: MeetingStatus) -> None:
    if meeting is MeetingStatus.CANCELLED:
        raise RuleBroken("Buổi họp đã hủy nên không lập nghị quyết.")


def is_late(meeting: MeetingStatus) -> bool:
    """Whether a draft comes only after the branch has adopted its minutes."""
    return meeting is MeetingStatus.ADOPTED


def check_draftable(meeting: MeetingStatus, *, reason: str) -> None:
    """What is drafted after adoption stands in no minutes, so it says why."""
    check_not_cancelled(meeting)
    if is_late(meeting) and not reason:
        raise RuleBroken(
            "Nêu lý do lập nghị quyết sau khi biên bản đã được thông qua.", field="reason"
        )


def check_editable(status: ResolutionStatus) -> None:
    """What the branch voted on is what is issued, word for word."""
    if status is ResolutionStatus.ISSUED:
        raise RuleBroken("Nghị quyết đã ban hành nên không sửa được; cần ra văn bản mới.")
    if status is ResolutionStatus.ADOPTED:
        raise RuleBroken(
            "Nghị quyết đã được biểu quyết thông qua nên không sửa được. "
            "Nếu ghi nhầm, trả về dự thảo kèm lý do."
        )


def check_returnable(status: ResolutionStatus, *, reason: str) -> None:
    if status is not ResolutionStatus.ADOPTED:
        raise RuleBroken("Chỉ trả về dự thảo nghị quyết đã thông qua và chưa ban hành.")
    if not reason:
        raise RuleBroken("Nêu lý do trả về dự thảo.", field="reason")


def check_adoptable(status: ResolutionStatus, *, is_passed: bool) -> None:
    if status is not ResolutionStatus.DRAFT:
        raise RuleBroken("Chỉ thông qua nghị quyết đang dự thảo.")
    if not is_passed:
        raise RuleBroken(
            "Kết quả biểu quyết chưa đủ số phiếu cần thiết để thông qua.", field="vote_id"
        )


def check_issuable(
    status: ResolutionStatus, *, is_passed: bool, issued_on: date, held_on: date, today: date
) -> None:
    if status is not ResolutionStatus.ADOPTED:
        raise RuleBroken("Chỉ ban hành nghị quyết đã được biểu quyết thông qua.")
    if not is_passed:
        raise RuleBroken(
            "Kết quả biểu quyết đã được sửa và không còn đủ số phiếu; trả nghị quyết về dự thảo."
        )
    if issued_on < held_on:
        raise RuleBroken(
            f"Ngày ban hành không thể trước ngày họp ({held_on:%d/%m/%Y}).", field="issued_on"
        )
    if issued_on > today:
        raise RuleBroken("Ngày ban hành không thể ở tương lai.", field="issued_on")
