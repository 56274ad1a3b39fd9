"""What is said when a pledge is confirmed, returned or written anew."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from wtforms import SelectMultipleField, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.web.forms import Form, text, version_field


class SeenForm(Form):
    """A bare button that tells which version its page has shown."""

    version = version_field()


class ReturnForm(Form):
    comment = text(
        "Nội dung cần bổ sung",
        "Nêu nội dung cần bổ sung để đồng chí đó biết mà sửa.",
        length=2000,
        description="Người cam kết đọc nguyên văn; chi ủy cũng đọc được.",
        render_kw={"rows": 5},
    )
    version = version_field()


class ReviseForm(Form):
    reason = text(
        "Lý do viết lại",
        "Nêu lý do viết lại bản cam kết đã xác nhận.",
        length=2000,
        description="Ghi cùng bản mới để chi bộ xem khi xác nhận.",
        render_kw={"rows": 3},
    )
    version = version_field()


class _Read(SelectMultipleField):
    def pre_validate(self, form: Any) -> None:
        if not self.data:
            raise ValidationError("Đánh dấu ít nhất một bản cam kết đã đọc.")
        try:
            super().pre_validate(form)
        except ValueError:
            raise ValidationError(
                "Có bản cam kết vừa thay đổi hoặc đã xử lý; xin xem lại danh sách rồi xác nhận."
            ) from None


class ConfirmSeveralForm(Form):
    """Which of those that wait were read, each in the version that was shown."""

    read = _Read(
        "Bản cam kết đã đọc",
        choices=[],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def offer(self, waiting: Iterable[tuple[UUID, int, str]]) -> None:
        self.read.choices = [(f"{id_.hex}:{version}", name) for id_, version, name in waiting]

    @property
    def chosen(self) -> set[str]:
        return set(self.read.data or ())
