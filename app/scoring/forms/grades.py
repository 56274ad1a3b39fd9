"""Official grades as they are typed, given anew, cancelled."""

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import SelectChoice

from app.scoring.rules.grades import Basis
from app.scoring.rules.vocabulary import EXCUSED_CODE, NONE_CODE
from app.web.forms import Form, choice, day, line, number, text, ticks, version_field

REASON_LENGTH = 1_000
_WHO_IS_WITHOUT = {NONE_CODE, EXCUSED_CODE}
_REASON_MISSING = "Nhập lý do không xếp loại."
Choices = Iterable[tuple[str, str]]


def _symbol(required: str | None = None) -> Any:
    return line(
        "Số, ký hiệu quyết định",
        required,
        description="Ví dụ: 15-QĐ/ĐU. Văn bản không có số thì ghi “không số”.",
    )


class _BasisForm(Form):
    """The paper a result stands on."""

    number_symbol = _symbol("Nhập số, ký hiệu quyết định.")
    decided_on = day("Ngày quyết định", "Nhập ngày quyết định.")

    @property
    def basis(self) -> Basis:
        return Basis(self.number_symbol.data or "", self.decided_on.data)


class TypeGradesForm(_BasisForm):
    """Many results of one year; the fields of each row are made for who is graded."""

    marks_optional = False
    slugs: Sequence[str] = ()

    def chosen(self, slug: str) -> str:
        return str(self[f"grade_{slug}"].data or "")

    @property
    def count(self) -> int:
        """How many results were chosen."""
        return sum(bool(self.chosen(slug)) for slug in self.slugs)

    def reason(self, slug: str) -> str:
        return str(self[f"reason_{slug}"].data or "")

    def validate(self, extra_validators: Any = None) -> bool:
        fits = super().validate(extra_validators)
        for slug in self.slugs:
            if self.chosen(slug) in _WHO_IS_WITHOUT and not self.reason(slug):
                field = self[f"reason_{slug}"]
                field.errors = [*field.errors, _REASON_MISSING]
                fits = False
        if not self.count:
            self.form_errors.append("Chọn kết quả cho ít nhất một dòng.")
            fits = False
        return fits


def type_grades_form(
    rows: Iterable[tuple[str, str]], choices: Choices, **values: Any
) -> TypeGradesForm:
    """
    :param rows: of each who may be graded the slug of its fields and the name.
    """
    named, offered = list(rows), list(choices)

    class Filled(TypeGradesForm):
        slugs = tuple(slug for slug, _ in named)

    for slug, name in named:
        setattr(Filled, f"grade_{slug}", choice(f"Xếp loại của {name}", offered))
        setattr(Filled, f"reason_{slug}", line(f"Lý do, ghi chú về {name}"))
    return Filled(data=values)


class TypeGradeForm(_BasisForm):
    """One result of a year."""

    year = number("Năm", "Nhập năm xếp loại.", at_least=1930, at_most=2100)
    grade = choice("Kết quả", [], "Chọn một kết quả.")
    reason = text(
        "Lý do, ghi chú",
        length=REASON_LENGTH,
        description="Bắt buộc khi không xếp loại.",
        render_kw={"rows": 2},
    )

    def offer(self, choices: Choices) -> None:
        _offer(self.grade, choices)


class UngradedForm(Form):
    grade = choice(
        "Kết quả",
        [],
        "Chọn một kết quả.",
        description="Không thuộc diện thì không làm gián đoạn số năm liền; không xếp loại thì có.",
    )
    reason = text(
        "Lý do",
        _REASON_MISSING,
        length=REASON_LENGTH,
        description="Được in trong danh sách kết quả.",
        render_kw={"rows": 3},
    )
    number_symbol = _symbol()
    decided_on = day("Ngày quyết định", "Nhập ngày quyết định.")

    @property
    def basis(self) -> Basis:
        return Basis(self.number_symbol.data or "", self.decided_on.data)

    def offer(self, choices: Choices) -> None:
        _offer(self.grade, choices)


class RegradeForm(UngradedForm):
    """Mẫu 03: the new result and why, in one."""

    grade = choice("Kết quả xếp loại lại", [], "Chọn một kết quả.")
    reason = text(
        "Lý do đánh giá, xếp loại lại",
        "Nhập lý do đánh giá, xếp loại lại.",
        length=REASON_LENGTH,
        description="Được in trong quyết định và ghi ở kết quả bị hủy.",
        render_kw={"rows": 4},
    )
    version = version_field()


class CancelGradeForm(Form):
    reason = text("Lý do hủy", "Nhập lý do hủy.", length=REASON_LENGTH, render_kw={"rows": 3})
    version = version_field()


class CapReasonForm(Form):
    cap_reason = text(
        "Lý do",
        length=REASON_LENGTH,
        description="Ví dụ: được cấp có thẩm quyền cho áp dụng 25 % với đơn vị tiêu biểu. "
        "Để trống nếu không cần nữa.",
        render_kw={"rows": 3},
    )
    version = version_field()


class StreakFilter(Form):
    """How many years running, in which grades."""

    class Meta:
        csrf = False  # it only reads

    marks_optional = False
    at_least = number("Số năm liền, ít nhất", at_least=2, at_most=50)
    grades = ticks("Mức được tính")

    def offer(self, choices: Choices) -> None:
        """Each grade once, however many periods know it."""
        self.grades.choices = list(dict(choices).items())


def _offer(field: Any, choices: Choices) -> None:
    field.choices = [SelectChoice(value, label) for value, label in [("", "—"), *choices]]
