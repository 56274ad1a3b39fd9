from collections.abc import Iterable
from typing import Any
from uuid import UUID

from app.scoring.rules.campaigns import FIELDS
from app.scoring.rules.year import (
    CAP_BASE_LABELS,
    GROUPING_LABELS,
    MONTHS_LABELS,
    CapBase,
    Grouping,
    MonthsRule,
)
from app.web.forms import Form, choice, day, number, text, version_field


class GradingForm(Form):
    """What a committee lays down for a campaign; see rules.campaigns.FIELDS."""

    rubric = choice("Bảng chấm điểm", [], "Chọn bảng chấm điểm.")
    opens_on = day("Từ ngày", "Nhập ngày bắt đầu.", description="Tự chấm được từ ngày này.")
    self_by = day(
        "Hạn tự chấm",
        "Nhập hạn tự chấm.",
        description="Ai thuộc diện, ở chi bộ nào: tính theo ngày này.",
    )
    review_by = day("Hạn thẩm định", "Nhập hạn thẩm định.")
    decide_by = day("Hạn quyết định", "Nhập hạn quyết định.")
    cap_percent = number(
        "Tỷ lệ hoàn thành xuất sắc tối đa (%)",
        "Nhập tỷ lệ.",
        at_least=1,
        at_most=100,
        description="Chỉ cảnh báo khi vượt, không chặn.",
    )
    cap_base = choice(
        "Tính trên", [(one.value, CAP_BASE_LABELS[one]) for one in CapBase], "Chọn cách tính."
    )
    grouping = choice(
        "Nhóm để tính tỷ lệ",
        [(one.value, GROUPING_LABELS[one]) for one in Grouping],
        "Chọn nhóm để tính tỷ lệ.",
    )
    months_rule = choice(
        "Tổng hợp điểm các tháng",
        [(one.value, MONTHS_LABELS[one]) for one in MonthsRule],
        "Chọn cách tổng hợp.",
    )
    grounds = text(
        "Căn cứ",
        length=4000,
        description="Mỗi dòng một căn cứ, như “Căn cứ Quy định số …”.",
        render_kw={"rows": 4},
    )
    version = version_field()

    def offer(self, rubrics: Iterable[tuple[UUID, str]]) -> None:
        self.rubric.choices = [(str(id_), label) for id_, label in rubrics]

    def values(self) -> dict[str, Any]:
        """Of the fields the form still has."""
        data = {name: self[name].data for name in FIELDS if name in self}
        kinds = {"cap_base": CapBase, "grouping": Grouping, "months_rule": MonthsRule}
        data |= {name: kind(data[name]) for name, kind in kinds.items() if name in data}
        return data | ({"grounds": data["grounds"] or None} if "grounds" in data else {})


class ReopenGradingForm(Form):
    reason = text("Lý do mở lại", "Nêu lý do mở lại.", length=2000, render_kw={"rows": 3})
    version = version_field()
