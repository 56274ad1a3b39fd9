"""A pledge on paper: whose it is, and its picture."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask_wtf.file import FileField
from wtforms import ValidationError

from app.web.forms import Form, choice, day

# A scan or a photograph, nothing that could be written on.
_PICTURES = ".pdf,.png,.jpg,.jpeg"


class PaperForm(Form):
    member_id = choice("Đảng viên đã ký bản giấy", [], "Chọn đồng chí đã ký bản giấy.")

    def offer(self, people: Iterable[tuple[UUID, str]]) -> None:
        named = [(str(id_), name) for id_, name in people]
        self.member_id.choices = [("", "—"), *named]


class ScanForm(Form):
    signed_on = day("Ngày ký trên bản giấy", "Nhập ngày ký.")
    file = FileField(
        "Bản chụp, bản quét",
        render_kw={"accept": _PICTURES},
        description="Tệp PDF hoặc ảnh, chụp đủ các trang và chữ ký.",
    )

    def validate_file(self, field: Any) -> None:
        if not field.data or not field.data.filename:
            raise ValidationError("Chọn tệp.")
