"""One criterion as it is typed, with its levels."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, ClassVar

from wtforms import Field, ValidationError

from app.kernel.points import read_points, shown
from app.scoring.forms.answers import FigureField
from app.scoring.rules.checking import CODE, CODE_WORDS
from app.scoring.rules.indicators import Indicator, Measure, may_bind
from app.scoring.rules.rubric import (
    KIND_LABELS,
    NOT_APPLICABLE_LABELS,
    PER_UNIT,
    WITH_LEVELS,
    Criterion,
    CriterionKind,
    Level,
    NotApplicable,
)
from app.web.forms import Form, choice, hidden, line, text, version_field

LABEL_LENGTH = 1000
_MEASURES = {Measure.NUMBER: "số", Measure.SHARE: "tỷ lệ %", Measure.YES_NO: "có hoặc không"}
_NOTHING = Fraction(0)


def typed(points: Fraction | None) -> str:
    """As it is shown where that says all of it, else as a fraction."""
    if points is None:
        return ""
    text = shown(points)
    return text if read_points(text) == points else str(points)


class CriterionForm(Form):
    """Everything of a criterion; made with rows for its levels by `criterion_form`."""

    marks_optional = False
    ROWS: ClassVar[int]
    indicators: Mapping[str, Indicator]

    code = line("Số thứ tự", "Nhập số thứ tự.", length=40)
    label = text("Nội dung", "Nhập nội dung tiêu chí.", length=LABEL_LENGTH, render_kw={"rows": 2})
    kind = choice(
        "Cách chấm", [(one.value, said) for one, said in KIND_LABELS.items()], "Chọn cách chấm."
    )
    max_points = FigureField("Điểm tối đa")
    per_unit = FigureField(
        "Điểm mỗi đơn vị", description="Cho Số lượng, Điểm trừ, Điểm thưởng: mỗi lần, mỗi việc."
    )
    condition = choice("Chỉ chấm khi", [], empty=("", "Luôn chấm"))
    not_applicable = choice(
        "Khi không áp dụng",
        [(one.value, said) for one, said in NOT_APPLICABLE_LABELS.items()],
        "Chọn cách tính khi không áp dụng.",
    )
    indicator = choice("Chỉ số đề xuất điểm", [], empty=("", "Không, do người chấm đánh giá"))
    guidance = text(
        "Gợi ý khi chấm",
        length=4000,
        description="Hiện khi chấm và trong bảng in.",
        render_kw={"rows": 3},
    )
    # Its name when it was opened, and how many rows for levels the page has.
    opened = hidden()
    rows = hidden()
    version = version_field()

    def offer(self, conditions: Mapping[str, str], indicators: Mapping[str, Indicator]) -> None:
        """What a rubric of the subject may hang on, and be bound to."""
        self.indicators = indicators
        self.condition.choices = [("", "Luôn chấm"), *conditions.items()]
        self.indicator.choices = [
            ("", "Không, do người chấm đánh giá"),
            *((key, f"{one.label} ({_MEASURES[one.measure]})") for key, one in indicators.items()),
        ]

    @property
    def chosen_kind(self) -> CriterionKind:
        return CriterionKind(self.kind.data)

    @property
    def level_rows(self) -> list[tuple[Field, Field, Field, Field]]:
        return [
            (self[f"label_{n}"], self[f"points_{n}"], self[f"from_{n}"], self[f"below_{n}"])
            for n in range(self.ROWS)
        ]

    def starts_on(self, version: int) -> None:
        """What was typed on another version is knowingly sent on top of this one."""
        self.version.raw_data, self.version.data = None, version

    def clear_levels(self) -> None:
        for row in self.level_rows:
            for field in row:
                field.data = ""

    def validate(self, extra_validators: Any = None) -> bool:
        is_right: bool = super().validate(extra_validators)
        for row in self.level_rows:
            if any(field.data for field in row) and not row[0].data:
                row[0].errors = ("Nhập tên của mức.",)
                is_right = False
        return is_right

    def validate_code(self, field: Field) -> None:
        if not CODE.fullmatch(field.data):
            raise ValidationError(f"Số thứ tự {CODE_WORDS}.")

    def validate_kind(self, field: Field) -> None:
        if field.data in KIND_LABELS and self._levels and self.chosen_kind not in WITH_LEVELS:
            raise ValidationError(
                "Cách chấm này không có mức: chọn cách khác, hoặc xóa các dòng mức."
            )

    def validate_per_unit(self, field: Field) -> None:
        if field.data and self.kind.data in KIND_LABELS and self.chosen_kind not in PER_UNIT:
            raise ValidationError("Cách chấm này không tính theo đơn vị; để trống ô này.")

    def validate_indicator(self, field: Field) -> None:
        """What may be bound hangs on the kind, and on whether its levels are intervals."""
        found = self.indicators.get(field.data)
        if found is None or self.kind.data not in KIND_LABELS:
            return
        if not may_bind(Criterion("", "", self.chosen_kind, levels=self._levels), found):
            raise ValidationError(_FITTING[found.measure])

    @property
    def criterion(self) -> Criterion:
        """As it is typed, without what stands below it."""
        return Criterion(
            code=self.code.data,
            label=" ".join(self.label.data.split()),
            kind=self.chosen_kind,
            max_points=read_points(self.max_points.data or "") or _NOTHING,
            levels=self._levels,
            per_unit=read_points(self.per_unit.data or "") or _NOTHING,
            condition=self.condition.data or "",
            not_applicable=NotApplicable(self.not_applicable.data),
            indicator=self.indicator.data or "",
            guidance=self.guidance.data or "",
        )

    @property
    def _levels(self) -> tuple[Level, ...]:
        return tuple(
            Level(
                label.data,
                read_points(points.data or "") or _NOTHING,
                read_points(first.data or ""),
                read_points(below.data or ""),
            )
            for label, points, first, below in self.level_rows
            if label.data
        )


_FITTING = {
    Measure.NUMBER: "Chỉ số này là một số: hợp với Chọn mức có ghi khoảng giá trị ở mọi mức, Số "
    "lượng, Điểm trừ, Điểm thưởng.",
    Measure.SHARE: "Chỉ số này là tỷ lệ: hợp với Chọn mức có ghi khoảng giá trị ở mọi mức, Tỷ lệ "
    "phần trăm.",
    Measure.YES_NO: "Chỉ số này trả lời có hoặc không: hợp với Có hoặc không, Đạt hoặc không đạt.",
}


def criterion_form(rows: int, start: Mapping[str, Any], version: int) -> CriterionForm:
    """A form with so many rows for levels."""

    class Filled(CriterionForm):
        ROWS = rows

    for number in range(rows):
        said = f"Mức {number + 1}"
        setattr(Filled, f"label_{number}", line(f"{said}: tên"))
        setattr(Filled, f"points_{number}", FigureField(f"{said}: điểm"))
        setattr(Filled, f"from_{number}", FigureField(f"{said}: từ"))
        setattr(Filled, f"below_{number}", FigureField(f"{said}: đến dưới"))
    form = Filled(data={**start, "version": version})
    form.rows.data = str(rows)
    return form


def criterion_values(criterion: Criterion) -> dict[str, Any]:
    """A criterion as the fields of its form show it."""
    values = {
        "code": criterion.code,
        "label": criterion.label,
        "kind": criterion.kind.value,
        "max_points": typed(criterion.max_points),
        "per_unit": typed(criterion.per_unit or None),
        "condition": criterion.condition,
        "not_applicable": criterion.not_applicable.value,
        "indicator": criterion.indicator,
        "guidance": criterion.guidance,
    }
    for number, level in enumerate(criterion.levels):
        values |= {
            f"label_{number}": level.label,
            f"points_{number}": typed(level.points),
            f"from_{number}": typed(level.at_least),
            f"below_{number}": typed(level.below),
        }
    return values
