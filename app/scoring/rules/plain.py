"""A rubric as JSON knows it, and back: what is not as it should be is named by its place.

Points are written as text (`"2.5"`, `"1/3"`), so that nothing is lost on the way.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import Any, TypeVar

from app.kernel.points import read_points
from app.kernel.text import clean, clean_line
from app.scoring.rules.checking import Flaw, Part
from app.scoring.rules.rubric import (
    Column,
    Criterion,
    CriterionKind,
    Gate,
    GateKind,
    Grade,
    Level,
    NotApplicable,
    Rubric,
)

FORMAT = "nenep-rubric-1"
DEEPEST = 8
_Named = TypeVar("_Named", bound=StrEnum)
_Made = TypeVar("_Made")


def to_plain(rubric: Rubric) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "title": rubric.title,
        "columns": [column.value for column in rubric.columns],
        "criteria": [_criterion(criterion) for criterion in rubric.criteria],
        "grades": [
            {"code": grade.code, "label": grade.label, "from": str(grade.from_points)}
            for grade in rubric.grades
        ],
        "gates": [
            {
                "kind": gate.kind.value,
                "codes": list(gate.codes),
                "limit": gate.limit,
                "label": gate.label,
            }
            for gate in rubric.gates
        ],
    }


def _criterion(criterion: Criterion) -> dict[str, Any]:
    """Only what says something, for it is read by people."""
    plain: dict[str, Any] = {
        "code": criterion.code,
        "label": criterion.label,
        "kind": criterion.kind.value,
        "max_points": str(criterion.max_points),
        "per_unit": str(criterion.per_unit) if criterion.per_unit else "",
        "condition": criterion.condition,
        "not_applicable": criterion.not_applicable.value,
        "indicator": criterion.indicator,
        "guidance": criterion.guidance,
        "levels": [_level(level) for level in criterion.levels],
        "children": [_criterion(child) for child in criterion.children],
    }
    return {name: value for name, value in plain.items() if value}


def _level(level: Level) -> dict[str, Any]:
    plain = {
        "label": level.label,
        "points": str(level.points),
        "at_least": _edge(level.at_least),
        "below": _edge(level.below),
    }
    return {name: value for name, value in plain.items() if value}


def _edge(value: Fraction | None) -> str:
    return "" if value is None else str(value)


def from_plain(data: object) -> tuple[Rubric | None, list[Flaw]]:
    """The rubric, or what keeps `data` from being one; whether it makes sense is asked apart."""
    reader = _Reader()
    if not isinstance(data, Mapping) or data.get("format") != FORMAT:
        return None, [Flaw("", f"Tệp không phải bảng chấm (thiếu format “{FORMAT}”).")]
    made = Rubric(
        title=reader.line(data, "title", ""),
        columns=tuple(
            column
            for value in reader.several(data, "columns", "")
            if (column := reader.named(Column, value, "columns"))
        ),
        criteria=tuple(reader.each(data, "criteria", "", reader.criterion)),
        grades=tuple(reader.each(data, "grades", "", reader.grade)),
        gates=tuple(reader.each(data, "gates", "", reader.gate)),
    )
    return (None if reader.flaws else made), reader.flaws


def in_text(rubric: Rubric) -> str:
    return json.dumps(to_plain(rubric), ensure_ascii=False, indent=1)


def place_of(rubric: Rubric, flaw: Flaw) -> str:
    """Where in the JSON a flaw of the rubric stands."""
    places: Iterable[tuple[Collection[str], str]] = {
        Part.CRITERIA: _places(rubric.criteria, "criteria"),
        Part.GRADES: (((grade.code,), f"grades[{n}]") for n, grade in enumerate(rubric.grades, 1)),
        Part.GATES: ((gate.codes, f"gates[{n}]") for n, gate in enumerate(rubric.gates, 1)),
        Part.HEAD: (),
    }[flaw.part]
    within = "" if flaw.part is Part.HEAD else flaw.part.value
    return next((place for codes, place in places if flaw.place in codes), within)


def _places(criteria: Iterable[Criterion], name: str) -> Iterator[tuple[Collection[str], str]]:
    for number, criterion in enumerate(criteria, 1):
        place = f"{name}[{number}]"
        yield (criterion.code,), place
        yield from _places(criterion.children, _at(place, "children"))


@lru_cache(maxsize=256)
def rubric_in(text: str) -> Rubric:
    """A rubric as it was stored.

    :raises ValueError: for what `in_text` never wrote.
    """
    made, flaws = from_plain(json.loads(text))
    if made is None:
        raise ValueError(f"not a stored rubric: {flaws}")
    return made


class _Reader:
    """Reads on after a flaw, so that all of them are named at once."""

    def __init__(self) -> None:
        self.flaws: list[Flaw] = []

    def blame(self, place: str, sentence: str) -> None:
        self.flaws.append(Flaw(place, sentence))

    def several(self, data: Mapping[str, Any], name: str, place: str) -> list[Any]:
        found = data.get(name, [])
        if isinstance(found, list):
            return found
        self.blame(_at(place, name), "Phải là một danh sách.")
        return []

    def each(
        self,
        data: Mapping[str, Any],
        name: str,
        place: str,
        make: Callable[[Mapping[str, Any], str], _Made],
    ) -> list[_Made]:
        made = []
        for number, one in enumerate(self.several(data, name, place), 1):
            at = _at(place, f"{name}[{number}]")
            if isinstance(one, Mapping):
                made.append(make(one, at))
            else:
                self.blame(at, "Phải là một nhóm tên: giá trị.")
        return made

    def text(self, data: Mapping[str, Any], name: str, place: str) -> str:
        found = data.get(name, "")
        if isinstance(found, str):
            return clean(found)
        self.blame(_at(place, name), "Phải là chữ, trong ngoặc kép.")
        return ""

    def line(self, data: Mapping[str, Any], name: str, place: str) -> str:
        return clean_line(self.text(data, name, place))

    def points(self, data: Mapping[str, Any], name: str, place: str) -> Fraction | None:
        found = data.get(name, "")
        if found == "":
            return None
        points = None if isinstance(found, bool) else read_points(str(found))
        if points is not None:
            return points
        self.blame(_at(place, name), "Phải là một số từ 0 trở lên, ví dụ 2,5.")
        return None

    def named(self, of: type[_Named], value: object, place: str) -> _Named | None:
        for one in of:
            if one.value == value:
                return one
        known = ", ".join(one.value for one in of)
        self.blame(place, f"“{value}” không có; chọn trong: {known}.")
        return None

    def criterion(self, data: Mapping[str, Any], place: str) -> Criterion:
        if place.count("children") >= DEEPEST:
            self.blame(place, f"Nhiều nhất {DEEPEST} cấp tiêu chí.")
            data = {**data, "children": []}
        kind = self.named(CriterionKind, data.get("kind", ""), _at(place, "kind"))
        policy = data.get("not_applicable", NotApplicable.LOSE.value)
        return Criterion(
            code=self.line(data, "code", place),
            label=self.text(data, "label", place),
            kind=kind or CriterionKind.YES_NO,
            max_points=self.points(data, "max_points", place) or Fraction(0),
            levels=tuple(self.each(data, "levels", place, self.level)),
            per_unit=self.points(data, "per_unit", place) or Fraction(0),
            condition=self.line(data, "condition", place),
            not_applicable=self.named(NotApplicable, policy, _at(place, "not_applicable"))
            or NotApplicable.LOSE,
            indicator=self.line(data, "indicator", place),
            guidance=self.text(data, "guidance", place),
            children=tuple(self.each(data, "children", place, self.criterion)),
        )

    def level(self, data: Mapping[str, Any], place: str) -> Level:
        return Level(
            label=self.line(data, "label", place),
            points=self.points(data, "points", place) or Fraction(0),
            at_least=self.points(data, "at_least", place),
            below=self.points(data, "below", place),
        )

    def grade(self, data: Mapping[str, Any], place: str) -> Grade:
        return Grade(
            code=self.line(data, "code", place),
            label=self.line(data, "label", place),
            from_points=self.points(data, "from", place) or Fraction(0),
        )

    def gate(self, data: Mapping[str, Any], place: str) -> Gate:
        kind = self.named(GateKind, data.get("kind", ""), _at(place, "kind"))
        codes = self.several(data, "codes", place)
        if not all(isinstance(code, str) for code in codes):
            self.blame(_at(place, "codes"), "Số thứ tự tiêu chí phải là chữ, trong ngoặc kép.")
        return Gate(
            kind=kind or GateKind.NO_CASE,
            codes=tuple(clean_line(str(code)) for code in codes),
            limit=self.line(data, "limit", place),
            label=self.text(data, "label", place),
        )


def _at(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name
