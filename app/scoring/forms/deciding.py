"""What is said when a score is asked back, decided, appealed, answered."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from wtforms import RadioField, SelectChoice, SelectMultipleField, ValidationError
from wtforms.validators import AnyOf, InputRequired

from app.scoring.rules.deciding import STANDING_LABELS, Standing
from app.web.forms import ALL, Form, choice, text, ticks, version_field


class QueueFilter(Form):
    """Which month, and how far; it lives in the address."""

    class Meta:
        csrf = False

    marks_optional = False

    month = choice("Tháng", [], "Chọn tháng.")
    state = choice(
        "Trạng thái", [(one.value, label) for one, label in STANDING_LABELS.items()], empty=ALL
    )

    def offer(self, months: Iterable[date]) -> None:
        self.month.choices = [(in_address(month), f"Tháng {month:%m/%Y}") for month in months]

    @property
    def chosen(self) -> Standing | None:
        known = {one.value for one in Standing}
        return Standing(self.state.data) if self.state.data in known else None


def in_address(month: date) -> str:
    return f"{month:%Y-%m}"


def month_in(value: str | None) -> date | None:
    """The first day of a month as an address names it."""
    try:
        found = date.fromisoformat(f"{value}-01")
    except ValueError:
        return None
    return found if 1930 <= found.year <= 2100 else None


class SeveralForm(Form):
    """Cards to decide as they are, each in the version its page has shown: one that has changed
    since, or is not offered any more, is named by the service, not refused here.
    """

    cards = ticks("Các phiếu được chọn", validate_choice=False)

    def offer(self, waiting: Iterable[tuple[UUID, int, str]]) -> None:
        self.cards.choices = [(f"{id_.hex}:{version}", name) for id_, version, name in waiting]

    def validate_cards(self, field: SelectMultipleField) -> None:
        if not field.data:
            raise ValidationError("Đánh dấu ít nhất một phiếu.")
        if len(self.chosen) != len(field.data):
            raise ValidationError("Danh sách vừa thay đổi; xin chọn lại.")

    @property
    def chosen(self) -> dict[UUID, int]:
        return dict(one for value in self.cards.data or () if (one := _seen(value)))


def _seen(value: str) -> tuple[UUID, int] | None:
    id_, _, version = value.partition(":")
    try:
        return UUID(id_), int(version)
    except ValueError:
        return None


class ReturnForm(Form):
    comment = text(
        "Nội dung cần bổ sung",
        "Nêu nội dung cần bổ sung.",
        length=2000,
        description="Nêu tiêu chí và điều cần làm rõ; nơi chấm đọc nguyên văn.",
        render_kw={"rows": 5},
    )
    version = version_field()


class DecideForm(Form):
    reason = text(
        "Lý do, nhận xét",
        length=2000,
        description="Ghi vào quyết định; nơi được chấm đọc nguyên văn.",
        render_kw={"rows": 4},
    )
    version = version_field()


class AppealForm(Form):
    reason = text(
        "Lý do đề nghị xem lại",
        "Nêu lý do đề nghị xem lại.",
        length=4000,
        description="Nêu tiêu chí, số liệu và căn cứ. Mỗi phiếu được đề nghị một lần.",
        render_kw={"rows": 6},
    )
    version = version_field()


GRANTED, KEPT = "granted", "kept"
_CHOOSE = "Chọn kết quả xem lại."


class AnswerForm(Form):
    outcome = RadioField(
        "Kết quả xem lại",
        [InputRequired(_CHOOSE), AnyOf([KEPT, GRANTED], message=_CHOOSE)],
        choices=[
            SelectChoice(KEPT, "Giữ nguyên quyết định"),
            SelectChoice(GRANTED, "Hủy quyết định, chấm và quyết định lại"),
        ],
        validate_choice=False,
    )
    answer = text(
        "Lý do trả lời",
        "Nêu lý do trả lời.",
        length=4000,
        description="Nơi đề nghị đọc nguyên văn.",
        render_kw={"rows": 6},
    )
    version = version_field()

    def values(self) -> dict[str, Any]:
        return {"answer": self.answer.data, "is_granted": self.outcome.data == GRANTED}
