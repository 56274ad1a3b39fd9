"""What is wrong with a rubric, every flaw with its place: nothing is scored on a flawed one."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from app.kernel.points import shown
from app.scoring.rules.rubric import (
    COUNTED,
    PER_UNIT,
    POINTLESS,
    WITH_LEVELS,
    Column,
    Criterion,
    CriterionKind,
    Gate,
    GateKind,
    Grade,
    Level,
    Rubric,
)


class Part(StrEnum):
    """The part of a rubric in which something is mended."""

    CRITERIA = "criteria"
    GRADES = "grades"
    GATES = "gates"
    HEAD = "head"


@dataclass(frozen=True)
class Flaw:
    """`place` is the code of a criterion or grade, or nothing for the rubric as a whole."""

    place: str
    sentence: str
    part: Part = Part.CRITERIA


def in_part(part: Part, flaws: Iterable[Flaw]) -> Iterator[Flaw]:
    return (replace(flaw, part=part) for flaw in flaws)


# It stands in addresses, and beside every answer in the database.
CODE = re.compile(r"\w[\w.-]{0,39}")
CODE_WORDS = "phải gồm chữ, số, dấu chấm, gạch ngang, nhiều nhất 40 ký tự"
_CASES = frozenset({CriterionKind.PASS_FAIL, CriterionKind.DEDUCTION})


def flaws_of(
    rubric: Rubric, *, indicators: Collection[str] = (), conditions: Collection[str] = ()
) -> list[Flaw]:
    """Everything that must be mended before the rubric is used.

    :param indicators: keys of the indicators there are, likewise `conditions`.
    """
    return [
        *_of_the_whole(rubric),
        *(flaw for criterion in rubric.walk() for flaw in _of_criterion(criterion)),
        *_unknown(rubric, indicators, conditions),
        *in_part(Part.GRADES, _of_grades(rubric)),
        *in_part(Part.GATES, (flaw for gate in rubric.gates for flaw in _of_gate(rubric, gate))),
        *in_part(Part.HEAD, _of_columns(rubric.columns)),
    ]


def _of_the_whole(rubric: Rubric) -> Iterator[Flaw]:
    if not rubric.criteria:
        yield Flaw("", "Bảng chấm chưa có tiêu chí nào.")
    for code, times in Counter(criterion.code for criterion in rubric.walk()).items():
        if not code.strip():
            yield Flaw("", "Có tiêu chí chưa có số thứ tự.")
        elif not CODE.fullmatch(code):
            yield Flaw(code, f"Số thứ tự “{code}” {CODE_WORDS}.")
        elif times > 1:
            yield Flaw(code, f"Số thứ tự {code} dùng {times} lần; mỗi tiêu chí một số.")


def _of_criterion(criterion: Criterion) -> Iterator[Flaw]:
    if not criterion.label.strip():
        yield Flaw(criterion.code, "Chưa có tên tiêu chí.")
    if criterion.is_section:
        yield from _of_section(criterion)
        return
    if criterion.children:
        yield Flaw(criterion.code, "Chỉ nhóm tiêu chí mới có tiêu chí con.")
    yield from _of_points(criterion)
    if criterion.kind in WITH_LEVELS:
        yield from _of_levels(criterion)


def _of_points(criterion: Criterion) -> Iterator[Flaw]:
    if criterion.kind in POINTLESS:
        if criterion.max_points:
            yield Flaw(criterion.code, "Tiêu chí này không có điểm; xin để điểm tối đa là 0.")
    elif criterion.max_points <= 0:
        yield Flaw(criterion.code, "Điểm tối đa phải lớn hơn 0.")
    if criterion.kind in PER_UNIT and criterion.per_unit <= 0:
        yield Flaw(criterion.code, "Cần số điểm cho mỗi đơn vị, lớn hơn 0.")


def _of_section(section: Criterion) -> Iterator[Flaw]:
    if not section.children:
        yield Flaw(section.code, "Nhóm tiêu chí chưa có tiêu chí nào.")
        return
    together = sum((c.max_points for c in section.children if c.kind in COUNTED), Fraction(0))
    if together != section.max_points:
        yield Flaw(
            section.code,
            f"Điểm tối đa của nhóm là {shown(section.max_points)}, "
            f"các tiêu chí trong nhóm cộng lại là {shown(together)}.",
        )


def _of_levels(criterion: Criterion) -> Iterator[Flaw]:
    levels = criterion.levels
    if len(levels) < 2:
        yield Flaw(criterion.code, "Cần ít nhất hai mức.")
        return
    for label, times in Counter(level.label.strip() for level in levels).items():
        if not label or times > 1:
            yield Flaw(criterion.code, "Mỗi mức cần một tên riêng.")
    if criterion.kind is CriterionKind.LEVELS:
        yield from _of_level_points(criterion)
    if criterion.has_intervals:
        yield from _of_intervals(criterion)


def _of_level_points(criterion: Criterion) -> Iterator[Flaw]:
    points = [level.points for level in criterion.levels]
    if min(points) < 0 or max(points) > criterion.max_points:
        yield Flaw(criterion.code, f"Điểm của mỗi mức phải từ 0 đến {shown(criterion.max_points)}.")
    elif max(points) < criterion.max_points:
        yield Flaw(
            criterion.code,
            f"Mức cao nhất chỉ được {shown(max(points))} điểm, chưa tới điểm tối đa "
            f"{shown(criterion.max_points)}.",
        )


def _of_intervals(criterion: Criterion) -> Iterator[Flaw]:
    """Half-open, side by side: no value between two levels, none in both."""
    if not all(level.is_interval for level in criterion.levels):
        yield Flaw(criterion.code, "Hoặc mọi mức đều có khoảng giá trị, hoặc không mức nào có.")
        return
    ordered = sorted(criterion.levels, key=_start)
    if ordered[0].at_least is not None and ordered[0].at_least > 0:
        yield Flaw(criterion.code, f"Giá trị dưới {shown(ordered[0].at_least)} chưa thuộc mức nào.")
    if ordered[-1].below is not None:
        yield Flaw(
            criterion.code, f"Giá trị từ {shown(ordered[-1].below)} trở lên chưa thuộc mức nào."
        )
    for lower, upper in pairwise(ordered):
        yield from _between(criterion, lower, upper)
    for level in ordered:
        if level.at_least is not None and level.below is not None and level.below <= level.at_least:
            yield Flaw(criterion.code, f"Khoảng của mức “{level.label}” rỗng.")


def _start(level: Level) -> tuple[bool, Fraction]:
    return level.at_least is not None, level.at_least or Fraction(0)


def _between(criterion: Criterion, lower: Level, upper: Level) -> Iterator[Flaw]:
    end, start = lower.below, upper.at_least
    if end is None or start is None or end > start:
        yield Flaw(
            criterion.code, f"Khoảng của mức “{lower.label}” và “{upper.label}” chồng lên nhau."
        )
    elif end < start:
        yield Flaw(
            criterion.code, f"Giá trị từ {shown(end)} đến dưới {shown(start)} chưa thuộc mức nào."
        )


def _unknown(
    rubric: Rubric, indicators: Collection[str], conditions: Collection[str]
) -> Iterator[Flaw]:
    for criterion in rubric.walk():
        if criterion.indicator and criterion.indicator not in indicators:
            yield Flaw(criterion.code, f"Không có chỉ số “{criterion.indicator}”.")
        if criterion.condition and criterion.condition not in conditions:
            yield Flaw(criterion.code, f"Không có điều kiện “{criterion.condition}”.")


def _of_grades(rubric: Rubric) -> Iterator[Flaw]:
    grades = rubric.grades
    if not grades:
        yield Flaw("", "Bảng chấm chưa có mức xếp loại nào.")
        return
    for code, times in Counter(grade.code for grade in grades).items():
        if times > 1:
            yield Flaw(code, "Mỗi mức xếp loại chỉ ghi một lần.")
    if rubric.max_points:
        yield from _of_thresholds(grades, rubric.max_points)


def _of_thresholds(grades: Sequence[Grade], most: Fraction) -> Iterator[Flaw]:
    for better, worse in pairwise(grades):
        if worse.from_points >= better.from_points:
            yield Flaw(worse.code, _not_descending(better, worse))
    if grades[-1].from_points != 0:
        yield Flaw(
            grades[-1].code,
            f"Mức thấp nhất phải bắt đầu từ 0 điểm; dưới {shown(grades[-1].from_points)} điểm "
            "chưa thuộc mức nào.",
        )
    if grades[0].from_points > most:
        yield Flaw(
            grades[0].code,
            f"Mức cao nhất cần {shown(grades[0].from_points)} điểm, bảng chấm chỉ có "
            f"{shown(most)}.",
        )


def _not_descending(better: Grade, worse: Grade) -> str:
    return f"Mức “{worse.label}” phải có điểm thấp hơn mức “{better.label}”."


def _of_gate(rubric: Rubric, gate: Gate) -> Iterator[Flaw]:
    known = {criterion.code: criterion for criterion in rubric.walk()}
    if not gate.codes:
        yield Flaw("", "Có điều kiện xếp loại chưa chọn tiêu chí nào.")
    for code in gate.codes:
        if code not in known:
            yield Flaw(code, "Điều kiện xếp loại nhắc tới tiêu chí không có trong bảng.")
        elif gate.kind is GateKind.NO_CASE and known[code].kind not in _CASES:
            yield Flaw(
                code,
                "Trường hợp loại trừ phải là tiêu chí Đạt hoặc không đạt, hoặc Điểm trừ.",
            )
    if gate.limit not in {grade.code for grade in rubric.grades}:
        yield Flaw("", "Có điều kiện xếp loại chưa chọn mức cao nhất được xếp.")
    elif rubric.rank(gate.limit) == 0:
        yield Flaw("", "Điều kiện xếp loại giới hạn ở mức cao nhất thì không có tác dụng.")


def _of_columns(columns: Iterable[Column]) -> Iterator[Flaw]:
    found = tuple(columns)
    if (
        not found
        or len(set(found)) != len(found)
        or list(found) != [c for c in Column if c in found]
    ):
        yield Flaw("", "Cột chấm gồm Tự chấm, Thẩm định, Quyết định, theo thứ tự, mỗi cột một lần.")
