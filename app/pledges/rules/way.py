"""The way of a pledge to look at: its stages, and how much of what was done is told to whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from app.pledges.rules.life import PledgeStatus, StepKind

_LABELS = {
    StepKind.SUBMITTED: "Nộp",
    StepKind.CONFIRMED: "Xác nhận",
    StepKind.CHECKED: "Tự kiểm giữa năm",
    StepKind.SELF_REVIEWED: "Tự đánh giá cuối năm",
    StepKind.COMMENTED: "Chi bộ nhận xét",
    StepKind.CLOSED: "Khóa",
}
_WAY = list(_LABELS)
# What each status waits for, and in which words.
_NEXT = {
    PledgeStatus.DRAFT: (StepKind.SUBMITTED, "Đang viết"),
    PledgeStatus.RETURNED: (StepKind.SUBMITTED, "Đang bổ sung để nộp lại"),
    PledgeStatus.SUBMITTED: (StepKind.CONFIRMED, "Chờ xác nhận"),
    PledgeStatus.CONFIRMED: (StepKind.SELF_REVIEWED, ""),
    PledgeStatus.SELF_REVIEWED: (StepKind.COMMENTED, "Chờ chi bộ nhận xét"),
    PledgeStatus.COMMENTED: (StepKind.CLOSED, ""),
}


@dataclass(frozen=True)
class StageOfWay:
    label: str
    note: str
    is_done: bool
    is_current: bool


def stages_of(status: PledgeStatus, done: Mapping[StepKind, str]) -> list[StageOfWay]:
    """:param done: when each kind of step was last done, and by whom."""
    next_, waiting = _NEXT.get(status, (None, ""))
    reached = len(_WAY) if next_ is None else _WAY.index(next_)
    stages = []
    for place, kind in enumerate(_WAY):
        # The check at mid-year holds nothing back, so it may have been left out.
        is_done = place < reached and (kind is not StepKind.CHECKED or kind in done)
        is_current = kind is next_
        note = waiting if is_current else done.get(kind, "") if is_done else ""
        stages.append(StageOfWay(_LABELS[kind], note, is_done, is_current))
    return stages


class Insight(IntEnum):
    """How much somebody is told of what was done with a pledge."""

    # It was made public: what stands and since when.
    PUBLIC = 1
    # What is confirmed is theirs to read: also why it was changed.
    KEPT = 2
    # Also what passes between its author and those who confirm it.
    FULL = 3


_MILESTONES = frozenset({*_WAY, StepKind.PUBLISHED, StepKind.REVISED, StepKind.TAKEN_OVER})
_OF_TEXT = frozenset({StepKind.SUBMITTED, StepKind.CONFIRMED, StepKind.REVISED})
_REASONS = frozenset({StepKind.REVISED, StepKind.TAKEN_OVER})


def is_told(kind: StepKind, edition: int, insight: Insight, *, in_force: int | None) -> bool:
    """Whether a step is told to a reader.

    :param in_force: the number of the edition that stands; what came after it is nobody's yet.
    """
    if insight is Insight.FULL:
        return True
    return kind in _MILESTONES and in_force is not None and stands(kind, edition, in_force)


def stands(kind: StepKind, edition: int, in_force: int) -> bool:
    """Whether a step belongs to the text in force, or to no text at all."""
    return kind not in _OF_TEXT or edition <= in_force


def is_comment_told(kind: StepKind, insight: Insight) -> bool:
    return insight is Insight.FULL or (insight is Insight.KEPT and kind in _REASONS)
