"""How a committee comes to a score: who has to act, where to look, until when one may appeal."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum

from app.kernel.errors import RuleBroken
from app.scoring.rules.cards import CardState, departs
from app.scoring.rules.rubric import Rubric
from app.scoring.rules.scoring import UNANSWERED, Answer


class Standing(StrEnum):
    """How far the score of a meeting has come, in the order in which a committee looks at it."""

    NOT_MET = "not_met"
    NOT_SCORED = "not_scored"
    RETURNED = "returned"
    APPEALED = "appealed"
    SUBMITTED = "submitted"
    REVIEWED = "reviewed"
    DECIDED = "decided"


STANDING_LABELS = {
    Standing.NOT_MET: "Chưa sinh hoạt",
    Standing.NOT_SCORED: "Chưa nộp phiếu chấm",
    Standing.RETURNED: "Đang bổ sung",
    Standing.APPEALED: "Đề nghị xem lại",
    Standing.SUBMITTED: "Chờ quyết định",
    Standing.REVIEWED: "Đã thẩm định, chờ quyết định",
    Standing.DECIDED: "Đã quyết định",
}
# What the committee has to act on: together, the oldest first.
WAITING = frozenset({Standing.APPEALED, Standing.SUBMITTED, Standing.REVIEWED})
_GROUPS = {standing: 3 if standing in WAITING else at for at, standing in enumerate(Standing)}

_HANDED_ON = {
    CardState.RETURNED: Standing.RETURNED,
    CardState.SUBMITTED: Standing.SUBMITTED,
    CardState.REVIEWED: Standing.REVIEWED,
    CardState.DECIDED: Standing.DECIDED,
}


def standing_of(state: CardState | None, *, is_held: bool, is_appealed: bool) -> Standing:
    """
    :param state: of the card, if there is one.
    :param is_appealed: whether an appeal waits for its answer.
    """
    if is_appealed:
        return Standing.APPEALED
    if state in _HANDED_ON:
        return _HANDED_ON[state]
    return Standing.NOT_SCORED if is_held else Standing.NOT_MET


def group_of(standing: Standing) -> int:
    """Who has not met comes first, who has a decision last."""
    return _GROUPS[standing]


def departing(
    rubric: Rubric,
    proposed: Mapping[str, Answer],
    answers: Mapping[str, Answer],
    *,
    holding: Collection[str],
) -> tuple[str, ...]:
    """Where the own score says otherwise than recorded facts do, among the lines that are asked.

    :param holding: the conditions that held when it was submitted.
    """
    aside = rubric.set_aside(holding)
    return tuple(
        criterion.code
        for criterion in rubric.leaves()
        if criterion.code in proposed
        and criterion.code not in aside
        and departs(criterion, proposed[criterion.code], answers.get(criterion.code, UNANSWERED))
    )


def appeal_until(decided_on: date, days: int) -> date | None:
    """The last day on which one may ask to look again; None where there is no limit."""
    return decided_on + timedelta(days=days) if days else None


def check_in_time(until: date | None, *, on: date) -> None:
    if until is not None and on > until:
        raise RuleBroken(f"Hạn đề nghị xem lại đã hết ngày {until:%d/%m/%Y}.")


def check_unchanged(changed: Iterable[str]) -> None:
    """:raises RuleBroken: naming what somebody else has dealt with, or changed, meanwhile."""
    names = "; ".join(changed)
    if names:
        raise RuleBroken(
            f"Vừa thay đổi hoặc đã được xử lý: {names}. Chưa chấp nhận phiếu nào; xin xem lại."
        )


def check_untouched(*, is_begun: bool) -> None:
    """The own score is accepted as it is only while nobody has scored otherwise."""
    if is_begun:
        raise RuleBroken("Cột quyết định đã có điểm; xin xem lại các điểm đó rồi quyết định.")
