"""A resolution from draft to its last review (resolutions-and-assignments.md §2)."""

from datetime import date
from enum import StrEnum

from app.kernel.errors import RuleBroken
from app.meetings.rules.life import MeetingStatus, MeetingType


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

# Its text is fixed, numbered, and open to the branch.
IN_FORCE = frozenset({ResolutionStatus.ISSUED, ResolutionStatus.CLOSED})
# The branch may vote on it as it stands.
_ADOPTABLE = frozenset({ResolutionStatus.DRAFT, ResolutionStatus.REVISED})


class ResolutionKind(StrEnum):
    REGULAR = "regular"
    TOPICAL = "topical"


KIND_LABELS = {
    ResolutionKind.REGULAR: "Nghị quyết",
    ResolutionKind.TOPICAL: "Nghị quyết chuyên đề",
}


def kinds_from(meeting: MeetingType) -> tuple[ResolutionKind, ...]:
    """What a meeting of this type may resolve; the first is what it usually does."""
    if meeting is MeetingType.TOPICAL:
        return (ResolutionKind.TOPICAL,)
    if meeting is MeetingType.COMBINED:
        return (ResolutionKind.REGULAR, ResolutionKind.TOPICAL)
    return (ResolutionKind.REGULAR,)


def check_kind(kind: ResolutionKind, meeting: MeetingType) -> None:
    if kind not in kinds_from(meeting):
        raise RuleBroken("Buổi họp này không ra loại nghị quyết đã chọn.", field="kind")


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


def check_editable(status: ResolutionStatus, *, is_open: bool = False) -> None:
    """What the branch votes on is what is issued; what is commented on stays as it was sent.

    :param is_open: whether it may be commented on just now.
    """
    if status in IN_FORCE:
        raise RuleBroken("Nghị quyết đã ban hành nên không sửa được; cần ra văn bản mới.")
    if status is ResolutionStatus.ADOPTED:
        raise RuleBroken(
            "Nghị quyết đã được biểu quyết thông qua nên không sửa được. "
            "Nếu ghi nhầm, trả về dự thảo kèm lý do."
        )
    if is_open:
        raise RuleBroken(
            "Dự thảo đang lấy ý kiến nên không sửa được. Chờ hết hạn góp ý, "
            "hoặc kết thúc lấy ý kiến sớm rồi sửa."
        )


def check_returnable(status: ResolutionStatus, *, reason: str) -> None:
    if status is not ResolutionStatus.ADOPTED:
        raise RuleBroken("Chỉ trả về dự thảo nghị quyết đã thông qua và chưa ban hành.")
    if not reason:
        raise RuleBroken("Nêu lý do trả về dự thảo.", field="reason")


def returned_to(*, was_circulated: bool) -> ResolutionStatus:
    """Where a vote written down by mistake leaves it; comments once answered stay answered."""
    return ResolutionStatus.REVISED if was_circulated else ResolutionStatus.DRAFT


def check_adoptable(status: ResolutionStatus, *, is_passed: bool) -> None:
    if status is ResolutionStatus.COMMENTING:
        raise RuleBroken(
            "Dự thảo đã gửi lấy ý kiến: trả lời các ý kiến và hoàn thiện dự thảo trước khi "
            "ghi nhận thông qua."
        )
    if status not in _ADOPTABLE:
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
