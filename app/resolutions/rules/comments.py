"""A draft sent out for comment: until when, by whom, and how each comment is answered.

Moments come in UTC; what is said to the reader is said in Vietnam's time by `said_at`.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from enum import StrEnum
from uuid import UUID

from app.kernel.errors import RuleBroken
from app.resolutions.rules.life import ResolutionStatus

_VIETNAM = timezone(timedelta(hours=7))
# Enough for a link that nobody guesses: 256 bits.
SECRET_BYTES = 32
# A link that is sent out ends within sight.
_MOST_DAYS = 366


class Treatment(StrEnum):
    """How a comment on a draft was answered (resolutions-and-assignments.md §2, step 4)."""

    TAKEN_IN = "taken_in"
    EXPLAINED = "explained"


TREATMENT_LABELS = {Treatment.TAKEN_IN: "Tiếp thu", Treatment.EXPLAINED: "Giải trình"}


def said_at(moment: datetime) -> str:
    return f"{moment.astimezone(_VIETNAM):%H:%M ngày %d/%m/%Y}"


def is_open(closes_at: datetime, closed_at: datetime | None, *, now: datetime) -> bool:
    """Whether a round takes comments: until its moment, unless it was ended before."""
    return closed_at is None and now < closes_at


def check_circulable(status: ResolutionStatus) -> None:
    if status is ResolutionStatus.COMMENTING:
        raise RuleBroken(
            "Dự thảo đã gửi lấy ý kiến. Trả lời các ý kiến và hoàn thiện dự thảo "
            "rồi mới gửi lần nữa."
        )
    if status not in {ResolutionStatus.DRAFT, ResolutionStatus.REVISED}:
        raise RuleBroken("Nghị quyết đã được thông qua nên không gửi lấy ý kiến nữa.")


def check_deadline(
    closes_at: datetime, *, now: datetime, least_days: int, begins_at: datetime | None
) -> None:
    """Long enough to be read, and over before the meeting that is to vote.

    :param begins_at: when that meeting begins, if it has not been held yet.
    """
    least = now + timedelta(days=least_days)
    if closes_at < least:
        raise RuleBroken(
            f"Dành ít nhất {least_days} ngày để góp ý: chọn hạn từ {said_at(least)} trở đi.",
            field="closes_on",
        )
    if closes_at > now + timedelta(days=_MOST_DAYS):
        raise RuleBroken("Hạn góp ý chỉ trong vòng một năm; xin xem lại.", field="closes_on")
    if begins_at is not None and closes_at > begins_at:
        raise RuleBroken(
            f"Hạn góp ý phải trước giờ họp ({said_at(begins_at)}) để kịp tiếp thu.",
            field="closes_on",
        )


def check_extension(closes_at: datetime, *, before: datetime) -> None:
    if closes_at <= before:
        raise RuleBroken(
            f"Hạn mới phải sau hạn đang có ({said_at(before)}). Muốn dừng sớm hơn, "
            "chọn “Kết thúc lấy ý kiến”.",
            field="closes_on",
        )


def check_open(*, is_open: bool) -> None:
    if not is_open:
        raise RuleBroken("Đã hết hạn góp ý dự thảo này nên không ghi thêm được.")


def check_commenter(member_id: UUID | None) -> None:
    if member_id is None:
        raise RuleBroken("Tài khoản chưa gắn với đảng viên nào nên không góp ý được.")


def check_changeable(*, is_open: bool, is_answered: bool) -> None:
    """A comment is its author's until the deadline, and stands once it was answered."""
    check_open(is_open=is_open)
    if is_answered:
        raise RuleBroken("Ý kiến đã được trả lời nên không sửa được; xin gửi thêm ý kiến mới.")


def check_answer(treatment: Treatment, answer: str) -> None:
    if treatment is Treatment.EXPLAINED and not answer:
        raise RuleBroken("Nêu nội dung giải trình.", field="answer")


def check_answerable(status: ResolutionStatus) -> None:
    if status is not ResolutionStatus.COMMENTING:
        raise RuleBroken("Dự thảo đã hoàn thiện nên không sửa trả lời ý kiến nữa.")


def check_revised(
    status: ResolutionStatus, *, is_open: bool, unanswered: int, taken_in: int, is_changed: bool
) -> None:
    """Nothing said is passed over, and what was taken in shows in the text.

    :param is_changed: whether the text differs from what was sent out.
    """
    if status is not ResolutionStatus.COMMENTING:
        raise RuleBroken("Chỉ hoàn thiện dự thảo đã gửi lấy ý kiến.")
    if is_open:
        raise RuleBroken("Còn trong hạn góp ý. Chờ hết hạn, hoặc kết thúc lấy ý kiến sớm.")
    if unanswered:
        raise RuleBroken(f"Còn {unanswered} ý kiến chưa trả lời; trả lời hết rồi hoàn thiện.")
    if taken_in and not is_changed:
        raise RuleBroken(
            f"Có {taken_in} ý kiến ghi tiếp thu nhưng dự thảo chưa sửa gì; "
            "sửa nội dung theo ý kiến rồi hoàn thiện."
        )


def check_not_invited(name: str, invited: Mapping[str, bool]) -> None:
    """:param invited: whether the link of each name already invited still holds."""
    if invited.get(name):
        raise RuleBroken(
            f"Đã mời {name} góp ý lần này; nếu mất đường dẫn, chọn “Tạo đường dẫn mới”.",
            field="name",
        )
