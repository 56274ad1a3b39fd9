"""A rubric changed in one place: each change gives a new rubric, and loses nothing else of it.

A criterion is named by its code; gates name criteria by their codes, and follow when these change.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain, count

from app.kernel.errors import RuleBroken
from app.kernel.text import clean_line
from app.pledges.rules.forms import Direction, neighbour_of
from app.scoring.rules.plain import DEEPEST
from app.scoring.rules.rubric import Criterion, Gate, Grade, Rubric

_Criteria = tuple[Criterion, ...]
_TENS = ("", "X", "XX", "XXX")
_ONES = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_ROMAN = tuple(ten + one for ten in _TENS for one in _ONES)[1:]
_LETTERS = tuple("abcdđeghiklmnopqrstuvxy")
_CAPITALS = tuple("ABCDĐEGHKLMNOPQRSTUVXY")
_SERIES: tuple[Sequence[str], ...] = (_ROMAN, _LETTERS, _CAPITALS)
_DIGITS = re.compile(r"\d+$")


def find(rubric: Rubric, code: str) -> Criterion | None:
    return next((one for one in rubric.walk() if one.code == code), None)


def opened_as(rubric: Rubric, code: str, label: str) -> Criterion | None:
    """What stood at `code` under this name when somebody opened it: meanwhile it may have got
    another number. Where nothing has the name any more, what has the number.
    """
    here = find(rubric, code)
    if here is not None and clean_line(here.label) == label:
        return here
    named = [one for one in rubric.walk() if clean_line(one.label) == label]
    return named[0] if len(named) == 1 else here


def section_around(rubric: Rubric, code: str) -> Criterion | None:
    """The section in which a criterion stands; None at the top."""
    return next(
        (one for one in rubric.walk() if any(child.code == code for child in one.children)), None
    )


def add_criterion(
    rubric: Rubric, criterion: Criterion, *, within: str = "", behind: str = ""
) -> Rubric:
    """Right behind another one, or as the last of a section, or at the very end.

    :raises RuleBroken: for a code that is taken, below what is no section, or too deep.
    """
    _check_free(rubric, criterion.code)
    if behind:
        return _changed(
            rubric, behind, lambda row, place: (*row[: place + 1], criterion, *row[place + 1 :])
        )
    if not within:
        return replace(rubric, criteria=(*rubric.criteria, criterion))
    path = _path_to(rubric, within)
    if len(path) >= DEEPEST:
        raise RuleBroken(f"Nhiều nhất {DEEPEST} cấp tiêu chí.")
    section = find(rubric, within)
    if section is None or not section.is_section:
        raise RuleBroken("Chỉ nhóm tiêu chí mới có tiêu chí con.")
    return _put(rubric, within, replace(section, children=(*section.children, criterion)))


def change_criterion(rubric: Rubric, code: str, changed: Criterion) -> Rubric:
    """Everything of a criterion but what stands below it; that is renumbered with it.

    :raises RuleBroken: for a code that is taken, or a section that still holds something.
    """
    before = find(rubric, code)
    if before is None:
        raise _gone(code)
    if before.children and not changed.is_section:
        raise RuleBroken(
            f"Nhóm này đang có {len(before.children)} tiêu chí; bỏ các tiêu chí đó rồi đổi kiểu.",
            field="kind",
        )
    if changed.code != code:
        _check_free(rubric, changed.code)
    made = _put(rubric, code, replace(changed, code=code, children=before.children))
    return _recoded(made, _codes_below(before, changed.code))


def move_criterion(rubric: Rubric, code: str, direction: Direction) -> Rubric:
    """Past its neighbour in the same section; at either end it stays where it is."""

    def moved(row: _Criteria, place: int) -> _Criteria:
        other = neighbour_of(place, direction, count=len(row))
        if other is None:
            return row
        order = list(row)
        order[place], order[other] = order[other], order[place]
        return tuple(order)

    return _changed(rubric, code, moved)


def remove_criterion(rubric: Rubric, code: str) -> Rubric:
    """With all that stands below it; a gate that looked at nothing else goes too."""
    removed = find(rubric, code)
    if removed is None:
        raise _gone(code)
    codes = {one.code for one in removed.walk()}
    made = _changed(rubric, code, lambda row, place: (*row[:place], *row[place + 1 :]))
    return replace(made, gates=tuple(_gates_without(rubric.gates, codes)))


def _gates_without(gates: Sequence[Gate], codes: set[str]) -> Iterator[Gate]:
    for gate in gates:
        left = tuple(code for code in gate.codes if code not in codes)
        if left or not gate.codes:
            yield replace(gate, codes=left)


def renumbered(rubric: Rubric) -> Rubric:
    """Numbers from the first on, at the top in the way its first one is numbered."""
    first = rubric.criteria[0].code if rubric.criteria else ""
    tops = next((series for series in _SERIES if first in series), None)
    numbers = chain(tops or (), map(str, count(1)))
    codes: dict[str, str] = {}
    made = tuple(
        _numbered(criterion, number, codes)
        for criterion, number in zip(rubric.criteria, numbers, strict=False)
    )
    return replace(rubric, criteria=made, gates=_gates_recoded(rubric.gates, codes))


def _numbered(criterion: Criterion, number: str, codes: dict[str, str]) -> Criterion:
    codes.setdefault(criterion.code, number)
    children = tuple(
        _numbered(child, f"{number}.{place}", codes)
        for place, child in enumerate(criterion.children, 1)
    )
    return replace(criterion, code=number, children=children)


def next_code(rubric: Rubric, *, within: str = "", behind: str = "") -> str:
    """A free code for what is added there, in the way its neighbours are numbered."""
    section = find(rubric, within) if within else None
    row = section.children if section else rubric.criteria
    before = behind or (row[-1].code if row and not behind else "")
    above = section or (section_around(rubric, behind) if behind else None)
    prefix = f"{above.code}." if above else ""
    taken = {one.code for one in rubric.walk()}
    offered = chain(_after(before), (f"{prefix}{number}" for number in count(1)))
    return next(code for code in offered if code not in taken)


def _after(code: str) -> Iterator[str]:
    following = _following(code)
    while following:
        yield following
        following = _following(following)


def _following(code: str) -> str:
    """`3.2` after `3.1`, `III` after `II`, `b` after `a`; nothing where no order is known."""
    digits = _DIGITS.search(code)
    if digits:
        return f"{code[: digits.start()]}{int(digits.group()) + 1}"
    head, dot, last = code.rpartition(".")
    series = next((series for series in _SERIES if last in series[:-1]), None)
    return f"{head}{dot}{series[series.index(last) + 1]}" if series else ""


def _check_free(rubric: Rubric, code: str) -> None:
    other = find(rubric, code)
    if other is not None:
        raise RuleBroken(f"Số {code} đã dùng cho “{other.label}”.", field="code")


def _gone(code: str) -> RuleBroken:
    return RuleBroken(f"Tiêu chí {code} không còn trong bảng chấm điểm.")


def _path_to(rubric: Rubric, code: str) -> list[int]:
    """The places from the top down to a criterion, the first in print if several have the code."""

    def search(row: _Criteria) -> list[int]:
        for place, one in enumerate(row):
            if one.code == code:
                return [place]
            below = search(one.children)
            if below:
                return [place, *below]
        return []

    found = search(rubric.criteria)
    if not found:
        raise _gone(code)
    return found


def _changed(rubric: Rubric, code: str, change: Callable[[_Criteria, int], _Criteria]) -> Rubric:
    """With another row of siblings where `code` stands."""

    def within(row: _Criteria, path: Sequence[int]) -> _Criteria:
        place, rest = path[0], path[1:]
        if not rest:
            return change(row, place)
        section = replace(row[place], children=within(row[place].children, rest))
        return (*row[:place], section, *row[place + 1 :])

    return replace(rubric, criteria=within(rubric.criteria, _path_to(rubric, code)))


def _put(rubric: Rubric, code: str, criterion: Criterion) -> Rubric:
    return _changed(rubric, code, lambda row, place: (*row[:place], criterion, *row[place + 1 :]))


def _codes_below(criterion: Criterion, code: str) -> dict[str, str]:
    """New codes for a criterion and for what is numbered after it."""
    old = f"{criterion.code}."
    below = (one.code for one in criterion.walk() if one.code.startswith(old))
    return {criterion.code: code, **{one: f"{code}.{one.removeprefix(old)}" for one in below}}


def _recoded(rubric: Rubric, codes: Mapping[str, str]) -> Rubric:
    if all(old == new for old, new in codes.items()):
        return rubric
    stay = {one.code for one in rubric.walk()} - set(codes)
    if both := sorted(stay & set(codes.values())):
        raise RuleBroken(f"Đổi số thì trùng với tiêu chí {', '.join(both)}.", field="code")

    def recode(one: Criterion) -> Criterion:
        children = tuple(recode(child) for child in one.children)
        return replace(one, code=codes.get(one.code, one.code), children=children)

    criteria = tuple(recode(one) for one in rubric.criteria)
    return replace(rubric, criteria=criteria, gates=_gates_recoded(rubric.gates, codes))


def _gates_recoded(gates: Sequence[Gate], codes: Mapping[str, str]) -> tuple[Gate, ...]:
    return tuple(
        replace(gate, codes=tuple(codes.get(code, code) for code in gate.codes)) for gate in gates
    )


@dataclass(frozen=True)
class TypedGrade:
    """A grade as somebody typed it; `was` is the code it has had, if it had one."""

    was: str
    label: str
    from_points: Fraction


def with_grades(rubric: Rubric, typed: Sequence[TypedGrade], known: Mapping[str, str]) -> Rubric:
    """Its grades anew, the best first, each under a code that stays; gates follow.

    :param known: the codes of grades that have one everywhere, by their words.
    :raises RuleBroken: for two grades of the same name.
    """
    if len({one.label.casefold() for one in typed}) < len(typed):
        raise RuleBroken("Mỗi mức xếp loại cần một tên riêng.")
    labels = {grade.code: grade.label for grade in rubric.grades}
    codes: dict[str, str] = {}
    made: list[Grade] = []
    for one in typed:
        wanted = known.get(one.label.casefold(), "")
        stays = one.was in labels and (
            labels[one.was] == one.label or (not wanted and one.was not in known.values())
        )
        taken = {grade.code for grade in made}
        fresh = (f"grade-{n}" for n in count(1) if f"grade-{n}" not in labels)
        offered = chain([one.was if stays else "", wanted], fresh)
        code = next(code for code in offered if code and code not in taken)
        codes[one.was] = code
        made.append(Grade(code, one.label, one.from_points))
    made.sort(key=lambda grade: grade.from_points, reverse=True)
    gates = (replace(gate, limit=codes.get(gate.limit, gate.limit)) for gate in rubric.gates)
    return replace(rubric, grades=tuple(made), gates=tuple(gates))


def with_gates(rubric: Rubric, gates: Sequence[Gate]) -> Rubric:
    return replace(rubric, gates=tuple(gates))
