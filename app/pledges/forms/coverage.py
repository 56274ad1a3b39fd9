from collections.abc import Iterable
from uuid import UUID

from wtforms import SelectMultipleField, ValidationError

from app.web.forms import ALL, Form, choice, ticks

_SHOWN = {"missing": "Còn đồng chí chưa nộp", "returned": "Có bản phải bổ sung"}


class CoverageFilter(Form):
    """Which branches are listed; it lives in the address, so it carries no token."""

    class Meta:
        csrf = False

    marks_optional = False

    show = choice("Chi bộ", list(_SHOWN.items()), empty=ALL)

    @property
    def chosen(self) -> str:
        """The figure that must not be zero; empty for all branches."""
        return self.show.data if self.show.data and not self.show.errors else ""


class RemindForm(Form):
    member_ids = ticks("Nhắc các đồng chí", "Danh sách vừa thay đổi; xin chọn lại.")

    def offer(self, comrades: Iterable[tuple[UUID, str]]) -> None:
        self.member_ids.choices = [(str(id_), name) for id_, name in comrades]

    def validate_member_ids(self, field: SelectMultipleField) -> None:
        if not field.data:
            raise ValidationError("Chọn ít nhất một đồng chí để nhắc.")

    @property
    def chosen(self) -> set[UUID]:
        return {UUID(id_) for id_ in self.member_ids.data}
