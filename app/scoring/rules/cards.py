"""The life of a scorecard: scored by oneself, asked back or reviewed, decided, appealed once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.kernel.errors import RuleBroken
from app.scoring.rules.rubric import WITH_LEVELS, Column, Criterion, Rubric
from app.scoring.rules.scoring import UNANSWERED, Answer, level_of, points_of


@dataclass(frozen=True)
class Given:
    """What somebody says of one criterion, and why."""

    answer: Answer = UNANSWERED
    note: str = ""

    @property
    def is_said(self) -> bool:
        return self.answer != UNANSWERED or bool(self.note)


class RubricState(StrEnum):
    DRAFT = "draft"
    ISSUED = "issued"
    WITHDRAWN = "withdrawn"


RUBRIC_LABELS = {
    RubricState.DRAFT: "Dự thảo",
    RubricState.ISSUED: "Đã ban hành",
    RubricState.WITHDRAWN: "Đã bãi bỏ",
}


class CardState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    REVIEWED = "reviewed"
    DECIDED = "decided"


CARD_LABELS = {
    CardState.DRAFT: "Đang tự chấm",
    CardState.SUBMITTED: "Đã nộp",
    CardState.RETURNED: "Yêu cầu bổ sung",
    CardState.REVIEWED: "Đã thẩm định",
    CardState.DECIDED: "Đã quyết định",
}


class CardStep(StrEnum):
    """What happened to a card, with the points it had then."""

    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"
    REVIEWED = "reviewed"
    DECIDED = "decided"
    APPEALED = "appealed"
    ANSWERED = "answered"


CARD_STEP_LABELS = {
    CardStep.SUBMITTED: "Nộp phiếu tự chấm",
    CardStep.WITHDRAWN: "Rút lại để chấm tiếp",
    CardStep.RETURNED: "Yêu cầu bổ sung",
    CardStep.REVIEWED: "Thẩm định",
    CardStep.DECIDED: "Quyết định",
    CardStep.APPEALED: "Đề nghị xem lại",
    CardStep.ANSWERED: "Trả lời đề nghị xem lại",
}

# What waits for the committee.
TO_DECIDE = frozenset({CardState.SUBMITTED, CardState.REVIEWED})
# In which states each column is written.
_WRITTEN_IN = {
    Column.SELF: frozenset({CardState.DRAFT, CardState.RETURNED}),
    Column.REVIEW: TO_DECIDE,
    Column.DECISION: TO_DECIDE,
}


def is_handed_in(state: CardState | None) -> bool:
    """Whether the own score is out of hand; what is asked back is not.

    :param state: None where there is no card.
    """
    return state is not None and state not in _WRITTEN_IN[Column.SELF]


def is_writable(state: CardState, column: Column, columns: tuple[Column, ...]) -> bool:
    return column in columns and state in _WRITTEN_IN[column]


def check_writable(state: CardState, column: Column, columns: tuple[Column, ...]) -> None:
    """:raises RuleBroken: where the rubric has no such column, or it is not its turn."""
    if column not in columns:
        raise RuleBroken("Bảng chấm này không có cột này.")
    if state in _WRITTEN_IN[column]:
        return
    if state is CardState.DECIDED:
        raise RuleBroken("Phiếu đã có quyết định; không sửa điểm được nữa.")
    if column is Column.SELF:
        raise RuleBroken("Phiếu đã nộp; chỉ sửa được khi cấp ủy yêu cầu bổ sung.")
    raise RuleBroken("Phiếu chưa được nộp; chưa chấm được cột này.")


def seen_columns(
    columns: tuple[Column, ...], state: CardState, *, may_review: bool, may_decide: bool
) -> tuple[Column, ...]:
    """Which columns a reader of the card sees.

    Until it is decided the others' columns are drafts: the reviewer's is seen by those who review
    and decide, the committee's by those who decide. Nobody reviews or decides their own card.
    """
    is_decided = state is CardState.DECIDED
    seen = {
        Column.SELF: True,
        Column.REVIEW: is_decided or may_review or may_decide,
        Column.DECISION: is_decided or may_decide,
    }
    return tuple(column for column in columns if seen[column])


def check_not_own(column: Column, *, is_own: bool) -> None:
    """A member's card is reviewed and decided by somebody else."""
    if is_own and column is not Column.SELF:
        raise RuleBroken(
            "Đồng chí không tự thẩm định, quyết định phiếu của mình; xin để đồng chí khác hoặc "
            "cấp ủy cấp trên làm việc này."
        )


def departs(criterion: Criterion, base: Answer | None, answer: Answer) -> bool:
    """Whether an answer says something else than what it is measured against.

    A figure that is worth the same in another notation (a level instead of its value) does not.
    That a criterion does not apply is said with a reason even where nothing was proposed.
    """
    if not answer.applies:
        return base is None or base.applies
    if base is None or answer == UNANSWERED:
        return False
    if not base.applies:
        return True
    if criterion.max_points:
        return points_of(criterion, base) != points_of(criterion, answer)
    if criterion.kind in WITH_LEVELS:
        return level_of(criterion, base) != level_of(criterion, answer)
    return base.is_yes != answer.is_yes


def unreasoned(
    rubric: Rubric, base: Mapping[str, Answer], given: Mapping[str, Given]
) -> Iterator[str]:
    """Where somebody says otherwise without saying why."""
    for criterion in rubric.leaves():
        said = given.get(criterion.code, Given())
        if not said.note.strip() and departs(criterion, base.get(criterion.code), said.answer):
            yield criterion.code


@dataclass(frozen=True)
class Unfinished:
    """What keeps a column from being handed on, by the codes of its lines."""

    open_codes: tuple[str, ...] = ()
    without_reason: tuple[str, ...] = ()


def check_finished(found: Unfinished) -> None:
    """:raises RuleBroken: naming the lines that are not scored yet, or changed without a reason."""
    if found.open_codes:
        raise RuleBroken(f"Chưa chấm tiêu chí: {', '.join(found.open_codes)}.")
    if found.without_reason:
        codes = ", ".join(found.without_reason)
        raise RuleBroken(f"Cần ghi lý do ở tiêu chí: {codes}.")


def check_submittable(state: CardState) -> None:
    if state not in _WRITTEN_IN[Column.SELF]:
        raise RuleBroken("Phiếu đã nộp rồi.")


def is_withdrawable(state: CardState, *, has_appeal: bool) -> bool:
    """Nobody has looked at it yet, nor is it decided anew after an appeal."""
    return state is CardState.SUBMITTED and not has_appeal


def check_withdrawable(state: CardState, *, has_appeal: bool) -> None:
    if not is_withdrawable(state, has_appeal=has_appeal):
        raise RuleBroken("Chỉ rút lại được phiếu đã nộp mà cấp ủy chưa xem xét.")


def check_returnable(state: CardState, comment: str) -> None:
    if state not in TO_DECIDE:
        raise RuleBroken("Chỉ yêu cầu bổ sung với phiếu đã nộp và chưa có quyết định.")
    if not comment.strip():
        raise RuleBroken("Nhập nội dung cần bổ sung.", field="comment")


def check_decidable(state: CardState) -> None:
    if state is CardState.DECIDED:
        raise RuleBroken("Phiếu đã có quyết định.")
    if state not in _WRITTEN_IN[Column.DECISION]:
        raise RuleBroken("Phiếu chưa được nộp; chưa quyết định được.")


def check_appealable(state: CardState, *, has_appeal: bool, reason: str) -> None:
    if state is not CardState.DECIDED:
        raise RuleBroken("Chỉ đề nghị xem lại khi đã có quyết định.")
    if has_appeal:
        raise RuleBroken("Mỗi phiếu được đề nghị xem lại một lần.")
    if not reason.strip():
        raise RuleBroken("Nhập lý do đề nghị xem lại.", field="reason")


def check_answerable(*, has_appeal: bool, is_answered: bool, answer: str) -> None:
    if not has_appeal:
        raise RuleBroken("Phiếu này không có đề nghị xem lại.")
    if is_answered:
        raise RuleBroken("Đề nghị xem lại đã được trả lời.")
    if not answer.strip():
        raise RuleBroken("Nhập lý do trả lời.", field="answer")
