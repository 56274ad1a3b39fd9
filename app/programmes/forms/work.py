from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from app.web.forms import Form, choice, day, text, version_field


class WorkForm(Form):
    """One item of the year's work."""

    month = choice(
        "Tháng", [(str(month), f"Tháng {month}") for month in range(1, 13)], "Chọn tháng."
    )
    text = text(
        "Nội dung công việc", "Nhập nội dung công việc.", length=2000, render_kw={"rows": 3}
    )
    owner_id = choice("Người phụ trách", [], description="Để trống khi cả chi bộ cùng làm.")
    due_on = day("Thời hạn", "Nhập thời hạn.")
    version = version_field()

    def offer(self, people: Iterable[tuple[UUID, str]]) -> None:
        self.owner_id.choices = [("", "—"), *((str(id_), name) for id_, name in people)]

    @property
    def chosen(self) -> UUID | None:
        return UUID(self.owner_id.data) if self.owner_id.data else None

    def values(self) -> dict[str, Any]:
        due_on: date = self.due_on.data
        return {"month": int(self.month.data), "text": self.text.data, "due_on": due_on}


class ResultForm(Form):
    result = text("Kết quả", "Ghi kết quả.", length=4000, render_kw={"rows": 4})
    done_on = day("Ngày hoàn thành", description="Để trống khi chưa xong.")
    version = version_field()
