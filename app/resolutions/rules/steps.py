"""The way of a resolution as steps to look at: what is done, by whom, what comes."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.resolutions.rules.life import ResolutionStatus

_LABELS = {
    ResolutionStatus.DRAFT: "Dự thảo",
    ResolutionStatus.COMMENTING: "Lấy ý kiến",
    ResolutionStatus.REVISED: "Tiếp thu, hoàn thiện",
    ResolutionStatus.ADOPTED: "Biểu quyết thông qua",
    ResolutionStatus.ISSUED: "Ban hành",
    ResolutionStatus.CLOSED: "Sơ kết, tổng kết",
}
_SKIPPABLE = frozenset({ResolutionStatus.COMMENTING, ResolutionStatus.REVISED})
_ORDER = list(ResolutionStatus)


@dataclass(frozen=True)
class Step:
    label: str
    note: str
    is_done: bool
    is_current: bool


def steps_of(
    status: ResolutionStatus, done: Mapping[ResolutionStatus, str], *, waiting: str = ""
) -> list[Step]:
    """:param done: who brought it to a state, and when.
    :param waiting: what the state it is in waits for.
    """
    at = _ORDER.index(status)
    steps = []
    for place, step in enumerate(_ORDER):
        is_current = step is status
        is_past = place <= at
        is_skipped = is_past and not is_current and step in _SKIPPABLE and step not in done
        is_done = is_past and not is_skipped and not _is_under_way(step, status)
        note = done.get(step, "") if is_past else ""
        if is_skipped and step is ResolutionStatus.COMMENTING:
            note = "Không gửi lấy ý kiến"
        if is_current and waiting:
            note = waiting
        steps.append(Step(_LABELS[step], note, is_done, is_current))
    return steps


def _is_under_way(step: ResolutionStatus, status: ResolutionStatus) -> bool:
    """A draft is being written, comments are being taken: begun, not done."""
    return step is status and status in {ResolutionStatus.DRAFT, ResolutionStatus.COMMENTING}
