from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from app.pledges.rules.campaigns import FIELDS
from app.web.forms import Form, choice, day, hidden, text, tick, version_field

# Instead of the identity of a form: the one that is supplied.
SUPPLIED = "supplied"


class CampaignForm(Form):
    """What a committee lays down for the pledges of a year."""

    source = choice("Mẫu cam kết", [], "Chọn mẫu cam kết.")
    opens_on = day("Từ ngày", "Nhập ngày bắt đầu.", description="Đảng viên viết được từ ngày này.")
    closes_on = day("Hạn nộp", "Nhập hạn nộp.", description="Nộp sau ngày này được ghi là muộn.")
    counted_on = day(
        "Ngày tính đảng viên",
        "Nhập ngày tính đảng viên.",
        description="Là đảng viên vào ngày này thì nộp trong hạn chung; về sau thì có hạn riêng.",
    )
    grounds = text(
        "Căn cứ",
        length=4000,
        description="Mỗi dòng một căn cứ, như “Căn cứ Quy định số …”; in ở đầu bản cam kết.",
        render_kw={"rows": 4},
    )
    with_exempt = tick(
        "Tính cả đảng viên được miễn sinh hoạt",
        description="Không chọn thì đồng chí được miễn sinh hoạt không phải cam kết.",
    )
    with_plans = tick("Người đứng đầu nộp thêm kế hoạch cá nhân")
    shows_list = tick(
        "Đảng viên xem được ai trong chi bộ đã nộp",
        description="Chỉ họ tên và trạng thái, không có nội dung.",
    )
    version = version_field()

    def offer(self, templates: Iterable[tuple[UUID, str]], supplied: str) -> None:
        self.source.choices = [
            *((str(id_), label) for id_, label in templates),
            (SUPPLIED, supplied),
        ]

    @property
    def chosen(self) -> UUID | None:
        """None for the supplied form."""
        return None if self.source.data == SUPPLIED else UUID(self.source.data)

    def values(self) -> dict[str, Any]:
        data: dict[str, date | str | bool | None] = {name: self[name].data for name in FIELDS}
        return {**data, "grounds": self.grounds.data or None}


class ReopenForm(Form):
    reason = text("Lý do mở lại", "Nêu lý do mở lại.", length=2000, render_kw={"rows": 3})
    version = version_field()


class ChoiceForm(Form):
    """A decision for one member; what it says follows from the rule it is made against."""

    # "yes" or "no": must pledge or not, as the page has said it.
    answer = hidden()
    reason = text(
        "Lý do",
        "Nêu lý do.",
        length=2000,
        description="Lý do hiện trong danh sách cùng họ tên.",
        render_kw={"rows": 3},
    )
    version = version_field()
