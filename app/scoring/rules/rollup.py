"""A committee's month: what each branch scored itself, what it got, and who has not met."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from uuid import UUID

from app.kernel.points import shown
from app.scoring.rules.results import NO_MARK, Mark


class Stage(StrEnum):
    """How far a branch has come with its monthly meeting."""

    NOT_MET = "not_met"
    NOT_SCORED = "not_scored"
    NOT_DECIDED = "not_decided"
    DECIDED = "decided"


STAGE_LABELS = {
    Stage.NOT_MET: "Chưa họp",
    Stage.NOT_SCORED: "Đã họp, chưa nộp điểm",
    Stage.NOT_DECIDED: "Chưa có điểm chính thức",
    Stage.DECIDED: "Đã có điểm chính thức",
}


@dataclass(frozen=True)
class RollupLine:
    """One meeting of a branch, or that there was none.

    `what` names a meeting that is not the month's own; it is told and counts in no sum. `rank`
    is that of the official grade in its rubric.
    """

    place_id: UUID
    name: str
    group: str
    members: int
    stage: Stage
    held_on: date | None = None
    what: str = ""
    card_id: UUID | None = None
    own: Mark = NO_MARK
    official: Mark = NO_MARK
    rank: int = 0
    note: str = ""

    @property
    def remark(self) -> str:
        state = "" if self.stage is Stage.DECIDED else STAGE_LABELS[self.stage]
        other = f"{self.what}, không tính vào bình quân tháng" if self.what else ""
        return ". ".join(part for part in (state, other, self.note) if part)


@dataclass(frozen=True)
class Rollup:
    lines: tuple[RollupLine, ...]

    @cached_property
    def months(self) -> list[RollupLine]:
        """One line a branch: its monthly meeting."""
        return [line for line in self.lines if not line.what]

    def at(self, stage: Stage) -> list[RollupLine]:
        return [line for line in self.months if line.stage is stage]

    @property
    def met(self) -> int:
        return len(self.months) - len(self.at(Stage.NOT_MET))

    @property
    def decided(self) -> int:
        return len(self.at(Stage.DECIDED))

    @cached_property
    def grades(self) -> list[tuple[str, int]]:
        """How many branches have which official grade, the best first."""
        decided = self.at(Stage.DECIDED)
        ranks = {line.official.grade: line.rank for line in reversed(decided)}
        counted = Counter(line.official.grade for line in decided)
        return sorted(counted.items(), key=lambda pair: (ranks[pair[0]], pair[0]))

    @cached_property
    def own_average(self) -> "Average":
        return average_of(line.own.points for line in self.months)

    @cached_property
    def official_average(self) -> "Average":
        return average_of(line.official.points for line in self.months)

    @property
    def sentences(self) -> tuple[str, ...]:
        """The month in figures, the same on page and paper."""
        total = len(self.months)
        handed_in = self.met - len(self.at(Stage.NOT_SCORED))
        graded = ", ".join(f"{grade} {count}" for grade, count in self.grades)
        return (
            f"Đã họp {self.met}/{total} chi bộ; đã nộp điểm tự chấm {handed_in}/{total}; "
            f"có điểm chính thức {self.decided}/{total}.",
            f"Xếp loại chính thức: {graded or 'chưa có'}.",
            f"Điểm tự chấm bình quân {self.own_average.words}; "
            f"điểm chính thức bình quân {self.official_average.words}.",
        )

    @property
    def named(self) -> tuple[tuple[str, str], ...]:
        """Who is missing at what, by name: the first thing a committee wants to see."""
        stages = (Stage.NOT_MET, Stage.NOT_SCORED, Stage.NOT_DECIDED)
        return tuple(
            (STAGE_LABELS[stage], "; ".join(line.name for line in self.at(stage)))
            for stage in stages
            if self.at(stage)
        )


@dataclass(frozen=True)
class Average:
    """A mean with the number it is taken of; None of nothing."""

    value: Fraction | None
    of: int

    @property
    def words(self) -> str:
        if self.value is None:
            return "không có"
        return f"{shown(self.value)} (tính trên {self.of} chi bộ)"


def average_of(points: Iterable[Fraction | None]) -> Average:
    found = [value for value in points if value is not None]
    if not found:
        return Average(None, 0)
    return Average(sum(found, Fraction(0)) / len(found), len(found))
