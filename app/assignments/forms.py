from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from wtforms import (
    MultipleFileField,
    RadioField,
    SelectChoice,
    ValidationError,
)
from wtforms.validators import InputRequired

from app.assignments.rules import (
    PRIORITY_LABELS,
    REPORTABLE,
    STATUS_LABELS,
    UNFINISHED,
    UNIT_KIND_LABELS,
    AssignmentStatus,
    Priority,
    UnitKind,
)
from app.assignments.rules.sharing import GivenState
from app.files.rules import ACCEPTED
from app.web.forms import ALL, Form, choice, day, line, number, text, tick, ticks, version_field

Named = Iterable[tuple[UUID, str]]

_STATES = [
    ("done", STATUS_LABELS[AssignmentStatus.DONE]),
    ("cancelled", STATUS_LABELS[AssignmentStatus.CANCELLED]),
    ("all", "Tất cả"),
]


_CHOSEN = ("accountable", "unit", "category", "meeting", "giver")

_CHOOSE_ACCOUNTABLE = "Chọn một đồng chí chịu trách nhiệm."


class BoardFilter(Form):
    """What of a branch's tasks is shown; it lives in the address, so it carries no token."""

    marks_optional = False

    class Meta:
        csrf = False

    state = choice("Trạng thái", [("", "Chưa xong"), *_STATES])
    accountable = choice("Người chịu trách nhiệm", [])
    unit = choice("Đơn vị phối hợp", [])
    category = choice("Lĩnh vực", [])
    meeting = choice("Giao tại", [])
    giver = choice("Nơi giao", [])
    overdue = tick("Chỉ nhiệm vụ quá hạn")

    def offer(
        self,
        *,
        people: Named,
        units: Named,
        categories: Iterable[str],
        meetings: Iterable[tuple[UUID, date]],
        givers: Named,
    ) -> None:
        self.state.choices = [("", "Chưa xong"), *_STATES]
        listed = {
            "accountable": people,
            "unit": units,
            "category": [(name, name) for name in categories],
            "meeting": [(id_, f"Buổi họp ngày {day:%d/%m/%Y}") for id_, day in meetings],
            "giver": givers,
        }
        for name, options in listed.items():
            self[name].choices = [ALL, *((str(key), word) for key, word in options)]

    @property
    def statuses(self) -> tuple[AssignmentStatus, ...]:
        if self.overdue.data:
            return UNFINISHED
        return {
            "done": (AssignmentStatus.DONE,),
            "cancelled": (AssignmentStatus.CANCELLED,),
            "all": tuple(AssignmentStatus),
        }.get(self.state.data, UNFINISHED)

    @property
    def address(self) -> dict[str, str]:
        """The chosen filter as it stands in the address of another page of the list."""
        ticked = {"overdue": "y"} if self.overdue.data else {}
        return {n: self[n].data for n in ("state", *_CHOSEN) if self[n].data} | ticked

    def chosen(self) -> dict[str, Any]:
        """What was chosen of what was offered; anything else is passed over."""
        found = {name: self[name].data for name in _CHOSEN if not self[name].errors}
        ids = {f"{n}_id": UUID(v) for n, v in found.items() if v and n != "category"}
        return {**ids, "category": found.get("category")}


class GivenFilter(Form):
    """What of a committee's work for its branches is shown; it lives in the address."""

    class Meta:
        csrf = False

    state = choice(
        "Trạng thái",
        [
            (GivenState.OPEN.value, "Chưa xong"),
            (GivenState.OVERDUE.value, "Quá hạn"),
            (GivenState.DONE.value, STATUS_LABELS[AssignmentStatus.DONE]),
        ],
        empty=ALL,
    )
    branch = choice("Chi bộ", [])

    def offer(self, branches: Named) -> None:
        self.branch.choices = [ALL, *((str(id_), name) for id_, name in branches)]

    @property
    def chosen_state(self) -> GivenState | None:
        return GivenState(self.state.data) if self.state.data and not self.state.errors else None

    @property
    def branch_id(self) -> UUID | None:
        return UUID(self.branch.data) if self.branch.data and not self.branch.errors else None


class AssignmentForm(Form):
    text = text("Nội dung nhiệm vụ", "Ghi nội dung nhiệm vụ.", length=4000, render_kw={"rows": 3})
    accountable_id = choice("Người chịu trách nhiệm", [], _CHOOSE_ACCOUNTABLE)
    due_on = day("Thời hạn", "Chọn thời hạn.")
    priority = choice(
        "Mức độ", [(p.value, label) for p, label in PRIORITY_LABELS.items()], "Chọn mức độ."
    )
    category = line("Lĩnh vực", description="Ví dụ: xây dựng Đảng, kinh tế - xã hội.")
    collaborator_ids = ticks("Đảng viên phối hợp", "Chọn đảng viên trong danh sách.")
    unit_ids = ticks("Đơn vị phối hợp", "Chọn đơn vị trong danh sách.")
    outside_collaborators = line("Đơn vị, cá nhân khác phối hợp")
    version = version_field()

    def offer(self, people: Named, units: Named) -> None:
        listed = [(str(id_), name) for id_, name in people]
        self.accountable_id.choices = self.collaborator_ids.choices = listed
        self.unit_ids.choices = [(str(id_), name) for id_, name in units]

    def values(self) -> dict[str, Any]:
        return {
            "text": self.text.data,
            "category": self.category.data or None,
            "outside_collaborators": self.outside_collaborators.data or None,
            "due_on": self.due_on.data,
            "priority": Priority(self.priority.data),
        }

    @property
    def chosen_accountable(self) -> UUID:
        return UUID(self.accountable_id.data)

    @property
    def chosen_collaborators(self) -> set[UUID]:
        return {UUID(id_) for id_ in self.collaborator_ids.data or ()}

    @property
    def chosen_units(self) -> set[UUID]:
        return {UUID(id_) for id_ in self.unit_ids.data or ()}


class NewUnitForm(Form):
    name = line("Tên đơn vị", "Nhập tên đơn vị.", description="Ví dụ: Đoàn Thanh niên, Công đoàn.")
    kind = choice("Loại", [(k.value, UNIT_KIND_LABELS[k]) for k in UnitKind], "Chọn loại.")

    def values(self) -> dict[str, Any]:
        return {"name": self.name.data, "kind": UnitKind(self.kind.data)}


class UnitForm(NewUnitForm):
    ended_on = day(
        "Thôi phối hợp từ ngày",
        description="Đơn vị thôi phối hợp không còn để chọn; nhiệm vụ đã giao vẫn giữ tên.",
    )
    version = version_field()


class HandOverForm(Form):
    accountable_id = choice("Người chịu trách nhiệm", [], _CHOOSE_ACCOUNTABLE)
    reason = line("Lý do", "Nêu lý do đổi người chịu trách nhiệm.")
    version = version_field()

    def offer(self, people: Named) -> None:
        self.accountable_id.choices = [(str(id_), name) for id_, name in people]

    @property
    def chosen(self) -> UUID:
        return UUID(self.accountable_id.data)


class ReportForm(Form):
    status = RadioField(
        "Tình hình",
        [InputRequired("Chọn tình hình.")],
        choices=[SelectChoice(s.value, STATUS_LABELS[s]) for s in REPORTABLE],
        validate_choice=False,
    )
    percent = number(
        "Mức độ hoàn thành", at_most=100, description="Ước lượng, không cần khi đã hoàn thành."
    )
    result = text(
        "Kết quả",
        length=4000,
        description="Việc đã làm được, vướng mắc nếu có.",
        render_kw={"rows": 5},
    )
    file = MultipleFileField(
        "Ảnh chụp, tệp minh chứng",
        description="Chụp ảnh hoặc chọn tệp PDF, Word, Excel; không gửi tài liệu mật.",
        render_kw={"accept": ACCEPTED},
    )
    title = line("Tên minh chứng", description="Để trống thì lấy tên tệp.")
    version = version_field()

    def validate_status(self, field: Any) -> None:
        if field.data not in {status.value for status in REPORTABLE}:
            raise ValidationError("Chọn một giá trị trong danh sách.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.status.data == AssignmentStatus.OPEN:  # whoever reports has begun
            self.status.data = AssignmentStatus.DOING

    @property
    def sent(self) -> list[Any]:
        """The files that came; a browser sends an empty one where none was chosen."""
        return [file for file in self.file.data or () if getattr(file, "filename", "")]

    def values(self) -> dict[str, Any]:
        return {
            "status": AssignmentStatus(self.status.data),
            "percent": self.percent.data or 0,
            "result": self.result.data,
            "title": self.title.data,
        }


class ExtensionForm(Form):
    due_on = day("Thời hạn mới", "Chọn thời hạn mới.")
    reason = line(
        "Lý do, theo quyết định nào",
        "Nêu lý do gia hạn.",
        description="Ví dụ: chi ủy thống nhất ngày 12/11/2026 do chờ kinh phí.",
    )
    version = version_field()


class DropForm(Form):
    reason = line(
        "Lý do, theo quyết định nào",
        "Nêu lý do dừng thực hiện, theo quyết định nào.",
        description="Ví dụ: theo kết luận của chi ủy ngày 12/11/2026, việc đã giao đơn vị khác.",
    )
    version = version_field()
