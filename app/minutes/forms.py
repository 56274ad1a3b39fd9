from uuid import UUID

from app.web.forms import Form, choice, hidden, line, text, tick


class AdoptForm(Form):
    read_back = tick("Thư ký đã đọc lại biên bản trước hội nghị và được thông qua")
    seen = hidden()


class EarlierForm(Form):
    """The minutes of last month, adopted in this meeting."""

    decision = text(
        "Nội dung chi bộ thống nhất sửa",
        length=4000,
        description="In ở cuối biên bản. Để trống nếu không sửa gì. Mọi đảng viên đọc được.",
        render_kw={"rows": 3},
    )
    read_back = tick("Đã đọc lại biên bản trước chi bộ và được thông qua")
    seen = hidden()


class ReopenForm(Form):
    reason = line("Lý do mở lại", "Nêu lý do mở lại biên bản.")


class SupplementForm(Form):
    reason = text("Lý do bổ sung", "Nêu lý do bổ sung.", length=2000, render_kw={"rows": 2})
    text = text(
        "Nội dung bổ sung",
        "Nhập nội dung bổ sung.",
        description="Mọi đảng viên chi bộ đọc được; không ghi nội dung hạn chế ở đây.",
        render_kw={"rows": 6},
    )
    decided_in = choice("Chi bộ quyết định tại buổi họp", [])

    @property
    def meeting_id(self) -> UUID | None:
        return UUID(self.decided_in.data) if self.decided_in.data else None


class ReceiveForm(Form):
    note = line("Ghi chú cho chi bộ")
