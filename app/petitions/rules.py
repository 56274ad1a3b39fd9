"""A member's proposal and the clock of whoever must answer it (meetings.md §9)."""

from datetime import date, timedelta
from enum import StrEnum

from app.kernel.errors import RuleBroken
from app.organisations.rules import Level, check_known


class PetitionKind(StrEnum):
    PROPOSAL = "proposal"
    QUESTION = "question"
    CRITICISM = "criticism"
    REPORT = "report"


KIND_LABELS = {
    PetitionKind.PROPOSAL: "Kiến nghị, đề xuất",
    PetitionKind.QUESTION: "Câu hỏi",
    PetitionKind.CRITICISM: "Phê bình, góp ý",
    PetitionKind.REPORT: "Phản ánh, báo cáo",
}


class StageOutcome(StrEnum):
    """How one level ended its part; None while it is still to answer."""

    ANSWERED = "answered"
    ESCALATED = "escalated"
    WITHDRAWN = "withdrawn"


OUTCOME_LABELS = {
    StageOutcome.ANSWERED: "Đã trả lời",
    StageOutcome.ESCALATED: "Chuyển lên cấp trên",
    StageOutcome.WITHDRAWN: "Đã rút",
}


class PetitionState(StrEnum):
    """Where one level stands with it on a day."""

    WAITING = "waiting"
    SOON = "soon"
    OVERDUE = "overdue"
    ANSWERED = "answered"
    ESCALATED = "escalated"
    WITHDRAWN = "withdrawn"


STATE_LABELS = {
    PetitionState.WAITING: "Đang chờ trả lời",
    PetitionState.SOON: "Sắp đến hạn",
    PetitionState.OVERDUE: "Quá hạn trả lời",
    PetitionState.ANSWERED: "Đã trả lời",
    PetitionState.ESCALATED: "Đã chuyển lên cấp trên",
    PetitionState.WITHDRAWN: "Đã rút",
}
STATE_TONES = {
    PetitionState.SOON: "soon",
    PetitionState.OVERDUE: "late",
    PetitionState.ANSWERED: "ok",
}

# Who must answer within how many working days, by the level that is asked.
SETTING_OF_LEVEL = {
    Level.BRANCH: "petition.branch_days",
    Level.COMMITTEE: "petition.committee_days",
}


def deadline(due_on: date, extended_until: date | None) -> date:
    """By when it must be answered: later than the clock says only with notice of the reason."""
    return extended_until or due_on


def state_of(
    outcome: StageOutcome | None, until: date, *, on: date, soon_days: int
) -> PetitionState:
    if outcome is not None:
        return PetitionState(outcome.value)
    if until < on:
        return PetitionState.OVERDUE
    return PetitionState.SOON if until <= on + timedelta(days=soon_days) else PetitionState.WAITING


def check_waiting(outcome: StageOutcome | None) -> None:
    """:raises RuleBroken: if this level has nothing left to do with it."""
    if outcome is None:
        return
    raise RuleBroken(
        {
            StageOutcome.ANSWERED: "Kiến nghị này đã được trả lời.",
            StageOutcome.ESCALATED: "Kiến nghị này đã chuyển lên cấp trên; cấp trên trả lời.",
            StageOutcome.WITHDRAWN: "Kiến nghị này đã được rút; không phải trả lời nữa.",
        }[outcome]
    )


def check_not_own(*, is_own: bool) -> None:
    """Nobody answers themselves."""
    if is_own:
        raise RuleBroken(
            "Đồng chí không tự trả lời kiến nghị của mình; để đồng chí khác trong cấp ủy trả lời, "
            "hoặc chuyển lên cấp trên."
        )


def check_extension(extended_until: date, *, until: date, on: date) -> None:
    """:raises RuleBroken: once the deadline has passed, or if it would not come later."""
    check_known(extended_until, "extended_until")
    if until < on:
        raise RuleBroken(
            f"Kiến nghị đã quá hạn trả lời từ ngày {until:%d/%m/%Y} nên không kéo dài được nữa; "
            "đề nghị trả lời ngay."
        )
    if extended_until <= until:
        raise RuleBroken(f"Chọn ngày sau hạn hiện nay ({until:%d/%m/%Y}).", field="extended_until")
    if extended_until > on + timedelta(days=366):
        raise RuleBroken("Chỉ kéo dài trong vòng một năm; xin xem lại.", field="extended_until")


def check_pursuable(outcome: StageOutcome | None, until: date, *, on: date) -> None:
    """The author goes higher once there is an answer, or none in time."""
    if may_pursue(outcome, until, on=on):
        return
    if outcome is None:
        raise RuleBroken(
            f"Còn trong thời hạn trả lời (đến hết ngày {until:%d/%m/%Y}); đồng chí chuyển lên cấp "
            "trên được khi đã có trả lời hoặc khi quá hạn."
        )
    check_waiting(outcome)


def may_pursue(outcome: StageOutcome | None, until: date, *, on: date) -> bool:
    return outcome is StageOutcome.ANSWERED or (outcome is None and until < on)


def check_changeable(*, is_first: bool, outcome: StageOutcome | None, in_meeting: bool) -> None:
    """The words stand once anybody has begun to answer them, or minutes hold them.

    :raises RuleBroken: for what was raised in a meeting, is answered or has gone up.
    """
    if in_meeting:
        raise RuleBroken(
            "Kiến nghị nêu tại buổi sinh hoạt được ghi trong biên bản; chủ trì hoặc thư ký sửa ở "
            "trang buổi họp trước khi thông qua biên bản."
        )
    if not is_first:
        raise RuleBroken("Kiến nghị đã chuyển lên cấp trên nên không sửa được nữa.")
    check_waiting(outcome)


def check_not_repeated(*, is_repeated: bool) -> None:
    if is_repeated:
        raise RuleBroken(
            "Kiến nghị với đúng nội dung này đã được ghi nhận hôm nay; không cần gửi lại.",
            field="text",
        )


def quarter(year: int, number: int | None) -> tuple[date, date]:
    """First and last day of a quarter, or of the year."""
    first_month, months = (1, 12) if number is None else (number * 3 - 2, 3)
    last_month = first_month + months - 1
    after = date(year + last_month // 12, last_month % 12 + 1, 1)
    return date(year, first_month, 1), after - timedelta(days=1)


def excerpt(text: str, length: int = 120) -> str:
    """One line for a list, cut between words."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    return line[:length].rsplit(" ", 1)[0] + "…"
