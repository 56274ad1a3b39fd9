"""Work given by a committee to its branches."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from wtforms import SelectMultipleField, ValidationError

from app.assignments.rules import PRIORITY_LABELS, Priority
from app.meetings.forms.plan import as_id
from app.meetings.rules.units import shortened
from app.organisations.models import Organisation
from app.web.forms import Form, choice, day, line, text, tick, ticks


class BranchTaskForm(Form):
    text = text("Việc giao", "Nhập nội dung việc giao.", length=4000, render_kw={"rows": 3})
    is_for_all = tick("Tất cả các chi bộ")
    branch_ids = ticks(
        "Hoặc chọn từng chi bộ",
        "Chọn chi bộ trong danh sách.",
        description="Mỗi chi bộ nhận một việc riêng, do bí thư chi bộ chịu trách nhiệm báo cáo.",
    )
    due_on = day("Thời hạn", "Chọn thời hạn.")
    conclusion_id = choice("Từ kết luận", [])
    category = line("Lĩnh vực")
    priority = choice("Mức độ", [(p.value, PRIORITY_LABELS[p]) for p in Priority], "Chọn mức độ.")

    def validate_branch_ids(self, field: SelectMultipleField) -> None:
        if not field.data and not self.is_for_all.data:
            raise ValidationError("Chọn ít nhất một chi bộ, hoặc “Tất cả các chi bộ”.")

    def offer(
        self, branches: Iterable[Organisation], conclusions: Iterable[tuple[UUID, str]]
    ) -> None:
        self.branch_ids.choices = [(str(branch.id), branch.name) for branch in branches]
        self.conclusion_id.choices = [
            ("", "—"),
            *((str(id_), shortened(text)) for id_, text in conclusions),
        ]

    def chosen(self, branches: Iterable[Organisation]) -> Sequence[Organisation]:
        ticked = self.branch_ids.data or ()
        return [b for b in branches if self.is_for_all.data or str(b.id) in ticked]

    def values(self) -> dict[str, Any]:
        return {
            "text": self.text.data,
            "due_on": self.due_on.data,
            "conclusion_id": as_id(self.conclusion_id.data),
            "category": self.category.data or None,
            "priority": Priority(self.priority.data),
        }
