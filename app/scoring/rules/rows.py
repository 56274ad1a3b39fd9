"""A rubric as the rows of a workbook, and back: every flaw names its sheet and row.

A level stands in a row of its own below its criterion; a criterion names the section it is in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from app.kernel.points import shown
from app.scoring.rules.checking import Flaw, Part
from app.scoring.rules.plain import FORMAT, from_plain, to_plain
from app.scoring.rules.rubric import (
    COLUMN_LABELS,
    GATE_LABELS,
    KIND_LABELS,
    NOT_APPLICABLE_LABELS,
    Rubric,
)

CRITERIA, GRADES, GATES, HEAD = "Tiêu chí", "Xếp loại", "Điều kiện xếp loại", "Bảng chấm"
HEADINGS: Mapping[str, tuple[str, ...]] = {
    HEAD: ("Tên bảng", "Cột chấm"),
    CRITERIA: (
        "Số",
        "Thuộc nhóm",
        "Tên",
        "Kiểu",
        "Điểm tối đa",
        "Điểm mỗi đơn vị",
        "Từ",
        "Đến dưới",
        "Điều kiện",
        "Không áp dụng",
        "Chỉ số",
        "Gợi ý",
    ),
    GRADES: ("Mã", "Tên", "Từ điểm"),
    GATES: ("Loại", "Tiêu chí", "Cao nhất được xếp", "Diễn giải"),
}
_LEVEL = "Mức"

Tables = Mapping[str, Sequence[Sequence[str]]]


@dataclass(frozen=True)
class RowFlaw:
    """`row` counts as the workbook does: 1 is the row of headings."""

    sheet: str
    row: int
    sentence: str


def to_rows(rubric: Rubric) -> dict[str, list[list[str]]]:
    """The rows below the headings of each sheet."""
    plain = to_plain(rubric)
    columns = ", ".join(COLUMN_LABELS[column] for column in rubric.columns)
    grades = {grade.code: grade.label for grade in rubric.grades}
    return {
        HEAD: [[rubric.title, columns]],
        CRITERIA: [row for one in plain["criteria"] for row in _criterion_rows(one, "")],
        GRADES: [[one["code"], one["label"], _comma(one["from"])] for one in plain["grades"]],
        GATES: [
            [
                GATE_LABELS[gate.kind],
                ", ".join(gate.codes),
                grades.get(gate.limit, gate.limit),
                gate.label,
            ]
            for gate in rubric.gates
        ],
    }


def _criterion_rows(one: Mapping[str, Any], within: str) -> list[list[str]]:
    labels = {kind.value: label for kind, label in KIND_LABELS.items()}
    policies = {policy.value: label for policy, label in NOT_APPLICABLE_LABELS.items()}
    rows = [
        [
            one.get("code", ""),
            within,
            one.get("label", ""),
            labels[one["kind"]],
            _comma(one["max_points"]),
            _comma(one.get("per_unit", "")),
            "",
            "",
            one.get("condition", ""),
            policies[one["not_applicable"]],
            one.get("indicator", ""),
            one.get("guidance", ""),
        ]
    ]
    for level in one.get("levels", []):
        edges = [_comma(level.get("at_least", "")), _comma(level.get("below", ""))]
        rows.append(
            ["", "", level.get("label", ""), _LEVEL, _comma(level["points"]), "", *edges, *[""] * 4]
        )
    for child in one.get("children", []):
        rows += _criterion_rows(child, one.get("code", ""))
    return rows


def _comma(points: str) -> str:
    """As it is typed in Vietnamese, where nothing is lost by it."""
    text = shown(Fraction(points)) if points else ""
    return text if not text or Fraction(text.replace(",", ".")) == Fraction(points) else points


def from_rows(tables: Tables) -> tuple[Rubric | None, list[RowFlaw]]:
    """The rubric, or what keeps the rows from being one; whether it makes sense is asked apart."""
    book = _Book(tables)
    made, flaws = from_plain(book.plain)
    return (None, book.flaws) if book.flaws else (made, [book.located(flaw) for flaw in flaws])


def row_of(tables: Tables, flaw: Flaw) -> RowFlaw:
    """Where in the rows a flaw of the rubric stands: at the row that says the place it names, else
    at the headings of its sheet.
    """
    sheet = _SHEETS[flaw.part]
    named = _GATE_CODES if flaw.part is Part.GATES else 0
    for number, row in enumerate(tables.get(sheet, ()), 2):
        if flaw.place and flaw.place in _split(_cell(row, named)):
            return RowFlaw(sheet, number, flaw.sentence)
    return RowFlaw(sheet, 1, flaw.sentence)


_SHEETS = {Part.CRITERIA: CRITERIA, Part.GRADES: GRADES, Part.GATES: GATES, Part.HEAD: HEAD}
_GATE_CODES = HEADINGS[GATES].index("Tiêu chí")


class _Book:
    """The rows turned into plain values, remembering which row each came from."""

    def __init__(self, tables: Tables) -> None:
        self.flaws: list[RowFlaw] = []
        self._rows: dict[str, tuple[str, int]] = {}
        self._criteria: list[dict[str, Any]] = []
        self._known: dict[str, tuple[dict[str, Any], str]] = {}
        head = (list(tables.get(HEAD, ())) or [["", ""]])[0]
        self._read_criteria(tables)
        grades = self._grades(tables)
        self.plain = {
            "format": FORMAT,
            "title": _cell(head, 0),
            "columns": [self._named(COLUMN_LABELS, one, HEAD, 2) for one in _split(_cell(head, 1))],
            "criteria": self._criteria,
            "grades": grades,
            "gates": self._gates(tables, {one["label"]: one["code"] for one in grades}),
        }

    def located(self, flaw: Flaw) -> RowFlaw:
        places = [place for place in self._rows if flaw.place.startswith(place)]
        sheet, row = self._rows[max(places, key=len)] if places else (HEAD, 2)
        return RowFlaw(sheet, row, flaw.sentence)

    def _named(self, labels: Mapping[Any, str], said: str, sheet: str, row: int) -> str:
        for one, label in labels.items():
            if said.casefold() in (label.casefold(), one.value):
                return str(one.value)
        known = "; ".join(labels.values())
        self.flaws.append(RowFlaw(sheet, row, f"“{said}” không có; chọn trong: {known}."))
        return ""

    def _read_criteria(self, tables: Tables) -> None:
        above: dict[str, Any] | None = None
        at = ""
        for row, cells in enumerate(tables.get(CRITERIA, ()), 2):
            if not any(cell.strip() for cell in cells):
                continue
            if _cell(cells, 3).casefold() == _LEVEL.casefold():
                if above is None:
                    self.flaws.append(RowFlaw(CRITERIA, row, "Mức phải đứng dưới một tiêu chí."))
                    continue
                above["levels"].append(_level(cells))
                self._rows[f"{at}.levels[{len(above['levels'])}]"] = CRITERIA, row
            else:
                above, at = self._criterion(cells, row)
                self._rows[at] = CRITERIA, row

    def _criterion(self, cells: Sequence[str], row: int) -> tuple[dict[str, Any], str]:
        made: dict[str, Any] = {
            "code": _cell(cells, 0),
            "label": _cell(cells, 2),
            "kind": self._named(KIND_LABELS, _cell(cells, 3), CRITERIA, row),
            "max_points": _cell(cells, 4),
            "per_unit": _cell(cells, 5),
            "condition": _cell(cells, 8),
            "not_applicable": self._named(
                NOT_APPLICABLE_LABELS, _cell(cells, 9) or "lose", CRITERIA, row
            ),
            "indicator": _cell(cells, 10),
            "guidance": _cell(cells, 11),
            "levels": [],
            "children": [],
        }
        within, siblings, place = _cell(cells, 1), self._criteria, "criteria"
        if within and within in self._known:
            parent, at = self._known[within]
            siblings, place = parent["children"], f"{at}.children"
        elif within:
            self.flaws.append(
                RowFlaw(CRITERIA, row, f"Nhóm “{within}” phải đứng ở dòng trước tiêu chí này.")
            )
        siblings.append(made)
        at = f"{place}[{len(siblings)}]"
        self._known[made["code"]] = made, at
        return made, at

    def _grades(self, tables: Tables) -> list[dict[str, str]]:
        made = []
        for row, cells in enumerate(tables.get(GRADES, ()), 2):
            if any(cell.strip() for cell in cells):
                made.append(dict(zip(("code", "label", "from"), _cells(cells, 3), strict=True)))
                self._rows[f"grades[{len(made)}]"] = GRADES, row
        return made

    def _gates(self, tables: Tables, grades: Mapping[str, str]) -> list[dict[str, Any]]:
        made = []
        for row, cells in enumerate(tables.get(GATES, ()), 2):
            if any(cell.strip() for cell in cells):
                kind, codes, limit, label = _cells(cells, 4)
                made.append(
                    {
                        "kind": self._named(GATE_LABELS, kind, GATES, row),
                        "codes": _split(codes),
                        "limit": grades.get(limit, limit),
                        "label": label,
                    }
                )
                self._rows[f"gates[{len(made)}]"] = GATES, row
        return made


def _level(cells: Sequence[str]) -> dict[str, str]:
    return {
        "label": _cell(cells, 2),
        "points": _cell(cells, 4),
        "at_least": _cell(cells, 6),
        "below": _cell(cells, 7),
    }


def _cell(cells: Sequence[str], number: int) -> str:
    return cells[number].strip() if number < len(cells) else ""


def _cells(cells: Sequence[str], count: int) -> list[str]:
    return [_cell(cells, number) for number in range(count)]


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
