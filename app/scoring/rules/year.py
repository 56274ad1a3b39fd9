"""What a year makes of scores: months together, the cap on the top grade, years in a row."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import floor

from app.scoring.rules.rubric import Rubric
from app.scoring.rules.scoring import grade_for


class MonthsRule(StrEnum):
    """How months combine (scoring.md §6: no public text says; a setting)."""

    AVERAGE = "average"
    MOST = "most"


MONTHS_LABELS = {
    MonthsRule.AVERAGE: "Điểm trung bình các tháng có chấm",
    MonthsRule.MOST: "Mức của đa số tháng có chấm",
}


@dataclass(frozen=True)
class Months:
    """What was scored: `total` months were due, those without a score are named by number."""

    average: Fraction | None
    grade: str | None
    used: int
    total: int
    missing: tuple[int, ...]


def months_together(
    rubric: Rubric, scored: Mapping[int, Fraction], *, due: Collection[int], rule: MonthsRule
) -> Months:
    """
    A month without a meeting is missing: neither nothing nor silently left out.

    :param scored: official points by month.
    :param due: the months that should have been scored.
    """
    missing = tuple(sorted(set(due) - scored.keys()))
    if not scored:
        return Months(None, None, 0, len(due), missing)
    average = sum(scored.values(), Fraction(0)) / len(scored)
    by_points = grade_for(rubric, average)
    grade = by_points.code if rule is MonthsRule.AVERAGE else _most(rubric, scored.values())
    return Months(average, grade, len(scored), len(set(due) | scored.keys()), missing)


def _most(rubric: Rubric, points: Collection[Fraction]) -> str:
    """The grade of most months; of two alike the worse."""
    found = Counter(grade_for(rubric, value).code for value in points)
    return max(found, key=lambda code: (found[code], rubric.rank(code)))


class CapBase(StrEnum):
    """What the share of the top grade is taken of (QĐ 366 Điều 11 leaves it open: a setting)."""

    SECOND = "second"
    SECOND_AND_TOP = "second_and_top"
    GRADED = "graded"
    ALL = "all"


CAP_BASE_LABELS = {
    CapBase.SECOND: "số được xếp loại Hoàn thành tốt nhiệm vụ",
    CapBase.SECOND_AND_TOP: "số được xếp loại Hoàn thành tốt và Hoàn thành xuất sắc nhiệm vụ",
    CapBase.GRADED: "số được xếp loại",
    CapBase.ALL: "tổng số",
}


class Grouping(StrEnum):
    """Among whom the cap is counted: those of similar position and function (Điều 11)."""

    TOGETHER = "together"
    BY_BRANCH = "by_branch"
    BY_POSITION = "by_position"


GROUPING_LABELS = {
    Grouping.TOGETHER: "Chung toàn đảng bộ",
    Grouping.BY_BRANCH: "Theo từng chi bộ",
    Grouping.BY_POSITION: "Theo chức vụ: giữ chức vụ lãnh đạo và không giữ",
}


@dataclass(frozen=True)
class Cap:
    """How many may have the top grade in a group, and how many have it. It warns, never blocks."""

    share: Fraction
    base: CapBase
    base_number: int
    allowed: int
    top: int

    @property
    def is_exceeded(self) -> bool:
        return self.top > self.allowed

    @property
    def reached(self) -> Fraction | None:
        """Share of the base that has the top grade; None of an empty base."""
        return Fraction(self.top, self.base_number) if self.base_number else None


def cap_of(
    *, top: int, second: int, graded: int, members: int, share: Fraction, base: CapBase
) -> Cap:
    """
    :param graded: how many have any grade; `members` counts those without one too.
    """
    number = {
        CapBase.SECOND: second,
        CapBase.SECOND_AND_TOP: second + top,
        CapBase.GRADED: graded,
        CapBase.ALL: members,
    }[base]
    return Cap(share, base, number, floor(share * number), top)


@dataclass(frozen=True)
class YearGrade:
    """An official grade of one year; `code` is None for a year without one.

    `is_excused` years were not due (admitted late, exempt): they neither count nor break.
    """

    year: int
    code: str | None
    is_excused: bool = False


def years_running(
    history: Iterable[YearGrade], grades: Collection[str], *, until: int
) -> tuple[YearGrade, ...]:
    """The years in a row, the last of them `until`, that had one of `grades`; earliest first.

    A year that is not in the history, or has no grade, breaks it unless it was not due: such a
    year stands between the others and does not count. A cancelled grade is simply not in the
    history any more.
    """
    known = {entry.year: entry for entry in history}
    found: list[YearGrade] = []
    year = until
    while (entry := known.get(year)) and (entry.is_excused or entry.code in grades):
        found.append(entry)
        year -= 1
    while found and found[-1].is_excused:
        found.pop()
    return tuple(reversed(found))


def streak(history: Iterable[YearGrade], grades: Collection[str], *, until: int) -> int:
    """How many years in a row had one of `grades`; those that were not due do not count."""
    return sum(not one.is_excused for one in years_running(history, grades, until=until))
