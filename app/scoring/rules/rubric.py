"""A rubric (bảng chấm điểm) as plain data: sections and criteria to any depth, grades, gates.

Points are exact fractions, never rounded before they are compared (scoring.md §5).
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class CriterionKind(StrEnum):
    """How one criterion is answered, and what its answer is worth."""

    SECTION = "section"  # the sum of what stands below it
    LEVELS = "levels"  # one of several levels, each with its points
    YES_NO = "yes_no"  # all of the points, or none
    NUMBER = "number"  # so many points a unit, up to the maximum
    PERCENTAGE = "percentage"  # the share of the maximum
    DEDUCTION = "deduction"  # so many points a case taken off, up to the maximum
    BONUS = "bonus"  # so many points a case added, up to the maximum
    LEVEL_ONLY = "level_only"  # a level that is worth no points
    PASS_FAIL = "pass_fail"  # noqa: S105 - worth no points; gates look at it


KIND_LABELS = {
    CriterionKind.SECTION: "Nhóm tiêu chí",
    CriterionKind.LEVELS: "Chọn mức",
    CriterionKind.YES_NO: "Có hoặc không",
    CriterionKind.NUMBER: "Số lượng",
    CriterionKind.PERCENTAGE: "Tỷ lệ phần trăm",
    CriterionKind.DEDUCTION: "Điểm trừ",
    CriterionKind.BONUS: "Điểm thưởng",
    CriterionKind.LEVEL_ONLY: "Chỉ xếp mức, không điểm",
    CriterionKind.PASS_FAIL: "Đạt hoặc không đạt, không điểm",
}

# What counts toward the maximum of a section: a bonus comes on top, a deduction takes away.
COUNTED = frozenset(
    {
        CriterionKind.SECTION,
        CriterionKind.LEVELS,
        CriterionKind.YES_NO,
        CriterionKind.NUMBER,
        CriterionKind.PERCENTAGE,
    }
)
# Points by the case or unit.
PER_UNIT = frozenset({CriterionKind.NUMBER, CriterionKind.DEDUCTION, CriterionKind.BONUS})
WITH_LEVELS = frozenset({CriterionKind.LEVELS, CriterionKind.LEVEL_ONLY})
POINTLESS = frozenset({CriterionKind.LEVEL_ONLY, CriterionKind.PASS_FAIL})


class NotApplicable(StrEnum):
    """What a criterion is worth that does not apply."""

    LOSE = "lose"
    FULL = "full"
    RESCALE = "rescale"


NOT_APPLICABLE_LABELS = {
    NotApplicable.LOSE: "Không có điểm",
    NotApplicable.FULL: "Cho điểm tối đa",
    NotApplicable.RESCALE: "Không tính, quy đổi tổng điểm",
}


@dataclass(frozen=True)
class Level:
    """One level. With `at_least` or `below` it takes the values of [at_least, below)."""

    label: str
    points: Fraction = Fraction(0)
    at_least: Fraction | None = None
    below: Fraction | None = None

    @property
    def is_interval(self) -> bool:
        return self.at_least is not None or self.below is not None

    def takes(self, value: Fraction) -> bool:
        return (self.at_least is None or self.at_least <= value) and (
            self.below is None or value < self.below
        )


@dataclass(frozen=True)
class Criterion:
    """A section or a criterion; `code` is unique in the rubric (`3.2`)."""

    code: str
    label: str
    kind: CriterionKind
    max_points: Fraction = Fraction(0)
    levels: tuple[Level, ...] = ()
    per_unit: Fraction = Fraction(0)
    # Key of a condition on what is scored; without it the criterion always applies.
    condition: str = ""
    not_applicable: NotApplicable = NotApplicable.LOSE
    # Key of the indicator that proposes the answer.
    indicator: str = ""
    guidance: str = ""
    children: tuple["Criterion", ...] = ()

    @property
    def is_section(self) -> bool:
        return self.kind is CriterionKind.SECTION

    @property
    def has_intervals(self) -> bool:
        return any(level.is_interval for level in self.levels)

    def walk(self) -> Iterator["Criterion"]:
        """Itself, then everything below it, as it is printed."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class Grade:
    """A grade and the points from which it is given, up to the next better one."""

    code: str
    label: str
    from_points: Fraction


class GateKind(StrEnum):
    FULL_MARKS = "full_marks"  # each of these at its maximum
    NO_CASE = "no_case"  # none of these cases


GATE_LABELS = {
    GateKind.FULL_MARKS: "Phải đạt điểm tối đa",
    GateKind.NO_CASE: "Không rơi vào trường hợp",
}


@dataclass(frozen=True)
class Gate:
    """A condition beside the points: not met, no better grade than `limit` is given."""

    kind: GateKind
    codes: tuple[str, ...]
    limit: str
    label: str = ""


class Column(StrEnum):
    SELF = "self"
    REVIEW = "review"
    DECISION = "decision"


COLUMN_LABELS = {
    Column.SELF: "Tự chấm",
    Column.REVIEW: "Thẩm định",
    Column.DECISION: "Quyết định",
}


@dataclass(frozen=True)
class Rubric:
    title: str
    criteria: tuple[Criterion, ...]
    # From the best to the worst.
    grades: tuple[Grade, ...]
    gates: tuple[Gate, ...] = ()
    columns: tuple[Column, ...] = (Column.SELF, Column.DECISION)

    def walk(self) -> Iterator[Criterion]:
        for criterion in self.criteria:
            yield from criterion.walk()

    def leaves(self) -> Iterator[Criterion]:
        """What is answered: everything but the sections, as it is printed."""
        return (criterion for criterion in self.walk() if not criterion.is_section)

    def set_aside(self, holding: Collection[str]) -> dict[str, Criterion]:
        """What is not asked while only the conditions `holding` hold: by the code of each line
        the criterion, itself or above it, whose condition does not."""
        found: dict[str, Criterion] = {}
        for criterion in self.walk():
            if criterion.condition and criterion.condition not in holding:
                for below in criterion.walk():
                    found.setdefault(below.code, criterion)
        return found

    @property
    def max_points(self) -> Fraction:
        return sum((c.max_points for c in self.criteria if c.kind in COUNTED), Fraction(0))

    def rank(self, code: str) -> int:
        """0 for the best grade.

        :raises KeyError: for a grade the rubric does not know.
        """
        for number, grade in enumerate(self.grades):
            if grade.code == code:
                return number
        raise KeyError(code)
