"""What is said when a pledge is confirmed, returned or written anew."""

from collections.abc import Iterable
from uuid import UUID

from wtforms import SelectMultipleField, ValidationError

from app.web.forms import Form, text, ticks, version_field


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


class ConfirmSeveralForm(Form):
    """Which of those that wait were read, each in the version that was shown."""

    read = ticks(
        "Bản cam kết đã đọc",
        "Có bản cam kết vừa thay đổi hoặc đã xử lý; xin xem lại danh sách rồi xác nhận.",
    )

    def offer(self, waiting: Iterable[tuple[UUID, int, str]]) -> None:
        self.read.choices = [(f"{id_.hex}:{version}", name) for id_, version, name in waiting]

    def validate_read(self, field: SelectMultipleField) -> None:
        if not field.data:
            raise ValidationError("Đánh dấu ít nhất một bản cam kết đã đọc.")

    @property
    def chosen(self) -> set[str]:
        return set(self.read.data or ())
