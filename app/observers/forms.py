from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from app.observers.rules import LINK_LABELS, VISIT_FIELDS
from app.people.rules import Position
from app.web.forms import Form, choice, day, line, number, text, version_field


class SendForm(Form):
    branch_id = choice("Chi bộ", [], "Chọn chi bộ.")
    position = choice(
        "Hình thức",
        [(position.value, label) for position, label in LINK_LABELS.items()],
        "Chọn hình thức.",
    )
    member_id = choice("Cấp ủy viên", [], "Chọn cấp ủy viên.")
    starts_on = day("Từ ngày", "Nhập ngày bắt đầu.")
    ends_on = day("Đến hết ngày")
    basis = line("Nghị quyết, quyết định phân công", "Ghi số, ngày của văn bản phân công.")

    def offer(
        self, branches: Iterable[tuple[UUID, str]], members: Iterable[tuple[UUID, str]]
    ) -> None:
        self.branch_id.choices = [("", "—"), *((str(id_), name) for id_, name in branches)]
        self.member_id.choices = [("", "—"), *((str(id_), name) for id_, name in members)]

    def values(self) -> dict[str, Any]:
        return {
            "position": Position(self.position.data),
            "starts_on": self.starts_on.data,
            "ends_on": self.ends_on.data,
            "basis": self.basis.data,
        }


class EndForm(Form):
    ends_on = day("Ngày cuối cùng", "Nhập ngày cuối cùng.")


class VisitForm(Form):
    marks_optional = False
    heard = text(VISIT_FIELDS["heard"], render_kw={"rows": 4})
    said = text(VISIT_FIELDS["said"], render_kw={"rows": 3})
    informed = text(VISIT_FIELDS["informed"], render_kw={"rows": 3})
    difficulties = text(VISIT_FIELDS["difficulties"], render_kw={"rows": 3})
    proposals = text(VISIT_FIELDS["proposals"], render_kw={"rows": 3})
    score = number("Điểm của người dự", at_most=100)
    remarks = text("Nhận xét chung", render_kw={"rows": 3})
    version = version_field()

    def values(self) -> dict[str, str | int | None]:
        written = {name: self[name].data or None for name in (*VISIT_FIELDS, "remarks")}
        return {**written, "score": self.score.data}


class YearForm(Form):
    class Meta:
        csrf = False  # it only reads

    year = choice("Năm", [], "Chọn năm.")

    def offer(self, years: Iterable[int], *, today: date) -> None:
        shown = sorted({*years, today.year}, reverse=True)
        self.year.choices = [(str(year), str(year)) for year in shown]
