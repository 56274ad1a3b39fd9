"""A rubric as it is typed, part by part."""

from collections.abc import Collection, Sequence
from fractions import Fraction
from typing import Any, ClassVar

from wtforms import Field, RadioField, ValidationError
from wtforms.validators import AnyOf, InputRequired

from app.kernel.points import read_points
from app.pledges.rules.forms import Direction
from app.scoring.forms.answers import FigureField
from app.scoring.forms.criteria import typed
from app.scoring.rules.editing import TypedGrade
from app.scoring.rules.rubric import (
    COLUMN_LABELS,
    GATE_LABELS,
    Column,
    Gate,
    GateKind,
    Grade,
    Rubric,
)
from app.web.forms import Form, choice, day, hidden, line, text, tick, ticks, version_field

_NOTHING = Fraction(0)


class SourceForm(Form):
    """From what a new rubric is begun: a word of these, or the identity of another one."""

    SUPPLIED, EMPTY = "supplied", "empty"

    source = RadioField("Lập từ", [InputRequired("Chọn lập từ đâu.")], validate_choice=False)

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        self.source.choices = list(choices)
        known = AnyOf([value for value, _ in choices], message="Chọn một dòng trong danh sách.")
        self.source.validators = (*self.source.validators, known)


class HeadForm(Form):
    title = line("Tên bảng chấm điểm", "Nhập tên bảng chấm điểm.")
    grounds = text(
        "Căn cứ",
        length=4000,
        description="Mỗi dòng một căn cứ; in ở đầu bảng.",
        render_kw={"rows": 4},
    )
    columns = ticks(
        "Các cột chấm",
        description="Thẩm định là cột của đồng chí dự sinh hoạt hoặc bộ phận được giao xem trước.",
    )
    version = version_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns.choices = [(one.value, label) for one, label in COLUMN_LABELS.items()]

    def validate_columns(self, field: Field) -> None:
        if not field.data:
            raise ValidationError("Chọn ít nhất một cột chấm.")

    @property
    def chosen_columns(self) -> tuple[Column, ...]:
        return tuple(column for column in Column if column.value in self.columns.data)


class IssueForm(Form):
    valid_from = day("Áp dụng từ ngày", "Nhập ngày bắt đầu áp dụng.")
    valid_until = day("Đến hết ngày", description="Để trống nếu áp dụng đến khi có bảng khác.")
    version = version_field()


class EndForm(Form):
    valid_until = day("Áp dụng đến hết ngày", "Nhập ngày cuối cùng áp dụng.")
    version = version_field()


class MoveForm(Form):
    """A bare button that moves a criterion."""

    direction = hidden()
    version = version_field()

    @property
    def chosen(self) -> Direction:
        return Direction.UP if self.direction.data == Direction.UP else Direction.DOWN


# Grades and gates: all of them on one page


class GradesForm(Form):
    """Made with rows by `grades_form`."""

    marks_optional = False
    ROWS: ClassVar[int]
    version = version_field()

    @property
    def grade_rows(self) -> list[tuple[Field, Field, Field]]:
        return [(self[f"was_{n}"], self[f"label_{n}"], self[f"from_{n}"]) for n in range(self.ROWS)]

    def validate(self, extra_validators: Any = None) -> bool:
        is_right: bool = super().validate(extra_validators)
        for _, label, first in self.grade_rows:
            if first.data and not label.data:
                label.errors = ("Nhập tên mức xếp loại.",)
                is_right = False
        return is_right

    @property
    def grades(self) -> list[TypedGrade]:
        return [
            TypedGrade(was.data or "", label.data, read_points(first.data or "") or _NOTHING)
            for was, label, first in self.grade_rows
            if label.data
        ]


def grades_form(grades: Sequence[Grade], version: int, *, sent: int = 0) -> GradesForm:
    """The grades there are, and empty rows for others.

    :param sent: how many rows came back; somebody may have added or dropped grades meanwhile.
    """

    class Filled(GradesForm):
        ROWS = sent or max(len(grades) + 2, 6)

    for number in range(Filled.ROWS):
        said = f"Mức xếp loại {number + 1}"
        setattr(Filled, f"was_{number}", hidden())
        setattr(Filled, f"label_{number}", line(f"{said}: tên"))
        setattr(Filled, f"from_{number}", FigureField(f"{said}: từ điểm"))
    return Filled(data={**grades_values(grades), "version": version})


def grades_values(grades: Sequence[Grade]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for number, grade in enumerate(grades):
        values |= {
            f"was_{number}": grade.code,
            f"label_{number}": grade.label,
            f"from_{number}": typed(grade.from_points),
        }
    return values


class GatesForm(Form):
    """Made with slots by `gates_form`."""

    marks_optional = False
    ROWS: ClassVar[int]
    version = version_field()

    @property
    def gate_rows(self) -> list[tuple[Any, ...]]:
        """Of each the kind, the criteria, the limit, the name, and whether it is dropped."""
        return [
            (
                self[f"kind_{n}"],
                self[f"codes_{n}"],
                self[f"limit_{n}"],
                self[f"label_{n}"],
                self[f"drop_{n}"],
            )
            for n in range(self.ROWS)
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        is_right: bool = super().validate(extra_validators)
        for _, codes, limit, label, drop in self.gate_rows:
            if drop.data or not (codes.data or limit.data or label.data):
                continue
            if not codes.data:
                codes.errors = ("Chọn ít nhất một tiêu chí.",)
            if not limit.data:
                limit.errors = ("Chọn mức cao nhất được xếp.",)
            is_right = is_right and bool(codes.data and limit.data)
        return is_right

    @property
    def gates(self) -> tuple[Gate, ...]:
        return tuple(
            Gate(GateKind(kind.data), tuple(codes.data), limit.data, label.data)
            for kind, codes, limit, label, drop in self.gate_rows
            if codes.data and not drop.data
        )


def gates_form(rubric: Rubric, version: int, *, sent: int = 0) -> GatesForm:
    """The gates there are, and two empty slots.

    :param sent: how many slots came back, as for grades.
    """

    class Filled(GatesForm):
        ROWS = sent or len(rubric.gates) + 2

    kinds = [(kind.value, said) for kind, said in GATE_LABELS.items()]
    for number in range(Filled.ROWS):
        setattr(Filled, f"kind_{number}", choice("Điều kiện", kinds, "Chọn điều kiện."))
        setattr(Filled, f"codes_{number}", ticks("Với các tiêu chí"))
        setattr(
            Filled,
            f"limit_{number}",
            choice("Không đạt thì xếp cao nhất là", [], empty=("", "Chọn mức")),
        )
        setattr(Filled, f"label_{number}", line("Tên điều kiện", length=500))
        setattr(Filled, f"drop_{number}", tick("Bỏ điều kiện này"))
    form = Filled(data={**gates_values(rubric.gates), "version": version})
    _offer(form, rubric)
    return form


def _offer(form: GatesForm, rubric: Rubric) -> None:
    """What a gate has looked at stays on its list, so that it is seen and can be taken off."""
    criteria = [(one.code, f"{one.code} {one.label}") for one in rubric.walk()]
    known: Collection[str] = {code for code, _ in criteria}
    for number, (_, codes, limit, *_rest) in enumerate(form.gate_rows):
        stored = rubric.gates[number].codes if number < len(rubric.gates) else ()
        gone = [(code, f"{code} (không còn trong bảng)") for code in stored if code not in known]
        codes.choices = [*criteria, *gone]
        limit.choices = [("", "Chọn mức"), *((one.code, one.label) for one in rubric.grades[1:])]


def gates_values(gates: Sequence[Gate]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for number, gate in enumerate(gates):
        values |= {
            f"kind_{number}": gate.kind.value,
            f"codes_{number}": list(gate.codes),
            f"limit_{number}": gate.limit,
            f"label_{number}": gate.label,
        }
    return values
