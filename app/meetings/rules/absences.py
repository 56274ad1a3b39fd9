"""Absence announced beforehand."""

from enum import StrEnum

from app.kernel.errors import RuleBroken
from app.meetings.rules.life import MeetingStatus
from app.meetings.rules.roll import MUST_ATTEND
from app.people.rules import Status


class AbsenceDecision(StrEnum):
    PENDING = "pending"
    ACCEPTED = "accepted"
    DECLINED = "declined"


DECISION_LABELS = {
    AbsenceDecision.PENDING: "Chờ trả lời",
    AbsenceDecision.ACCEPTED: "Chấp nhận",
    AbsenceDecision.DECLINED: "Không chấp nhận",
}


def may_announce(status: MeetingStatus) -> bool:
    """Between the notice and the beginning; the roll call says the rest."""
    return status is MeetingStatus.NOTIFIED


def check_may_announce(status: MeetingStatus) -> None:
    if status is MeetingStatus.PLANNED:
        raise RuleBroken("Buổi họp chưa gửi thông báo nên chưa báo vắng được.")
    if not may_announce(status):
        raise RuleBroken(
            "Buổi họp đã bắt đầu hoặc đã hủy nên không báo vắng được nữa; "
            "xin báo trực tiếp với chủ trì."
        )


def check_is_expected(status: Status | None) -> None:
    """Only who must attend has an absence to announce; None is nobody on the roll."""
    if status is None:
        raise RuleBroken("Đồng chí không có tên trong danh sách dự buổi họp này.")
    if status not in MUST_ATTEND:
        raise RuleBroken("Đồng chí không thuộc diện phải dự buổi họp này nên không cần báo vắng.")


def check_undecided(decision: AbsenceDecision) -> None:
    if decision is not AbsenceDecision.PENDING:
        raise RuleBroken(
            "Báo vắng này đã được trả lời nên không sửa được; có gì thay đổi xin báo trực tiếp "
            "với bí thư."
        )


def check_same_notice(version: int | None) -> None:
    """Who enters an absence that is there already has not seen it."""
    if version is None:
        raise RuleBroken("Đã có báo vắng của đồng chí này; mở báo vắng đó để xem và sửa.")


def check_may_decide(status: MeetingStatus) -> None:
    if status not in {MeetingStatus.NOTIFIED, MeetingStatus.IN_PROGRESS}:
        raise RuleBroken("Buổi họp đã kết thúc hoặc đã hủy nên không trả lời báo vắng được nữa.")


def check_answer(decision: AbsenceDecision, answer: str) -> None:
    if decision is AbsenceDecision.PENDING:
        raise RuleBroken("Chọn chấp nhận hoặc không chấp nhận.", field="decision")
    if decision is AbsenceDecision.DECLINED and not answer:
        raise RuleBroken("Nêu lý do không chấp nhận.", field="answer")
