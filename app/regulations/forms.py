from wtforms import Field

from app.regulations.rules import Setting, ValueKind
from app.web.forms import Form, choice, day, line, number, text, tick, version_field

_THRESHOLD_HINT = "Viết như: > 1/2, >= 2/3 hoặc >= 90 %."


class DayForm(Form):
    """The day whose values are shown; it lives in the address, so it carries no token."""

    class Meta:
        csrf = False

    on = day("Xem giá trị áp dụng ngày")


class PeriodForm(Form):
    value: Field
    valid_from = day(
        "Áp dụng từ ngày",
        "Chọn ngày bắt đầu áp dụng.",
        description="Từ hôm nay trở đi, để việc đã làm theo giá trị cũ giữ nguyên.",
    )
    valid_until = day("Đến hết ngày", description="Để trống nếu chưa có thời hạn.")
    is_older = tick(
        "Ghi lại quy định đã có hiệu lực từ trước",
        description="Chỉ khi nơi này chưa từng đặt giá trị: các buổi sinh hoạt từ ngày đó "
        "được xem xét theo giá trị này.",
    )
    source = line("Căn cứ", "Ghi văn bản làm căn cứ.", description="Số, ký hiệu, ngày văn bản.")

    @property
    def typed(self) -> str:
        """The value as text, whatever kind of field it was typed in."""
        return str(self.value.data)


class EndForm(Form):
    valid_until = day("Áp dụng đến hết ngày", "Chọn ngày kết thúc.")
    version = version_field()


def form_for(setting: Setting) -> type[PeriodForm]:
    """A form whose `value` is asked in the way that fits the setting."""
    return type("ValueForm", (PeriodForm,), {"value": _field(setting)})


def _field(setting: Setting) -> Field:
    needed = "Nhập giá trị."
    if setting.kind is ValueKind.NUMBER:
        bounds = {"at_least": setting.at_least, "at_most": setting.at_most}
        return number(_labelled(setting), needed, **bounds)
    if setting.kind is ValueKind.CHOICE:
        return choice("Giá trị", list((setting.choices or {}).items()), needed)
    if setting.kind is ValueKind.LINES:
        hint = "Mỗi dòng một mục."
        return text("Giá trị", needed, length=4000, description=hint, render_kw={"rows": 5})
    if setting.kind is ValueKind.DAYS:
        hint = (
            "Mỗi dòng một ngày, viết như 02/01/2027; sau ngày có thể ghi chú thêm. Danh sách này "
            "thay cho danh sách của cấp trên; để trống nếu không có ngày nào."
        )
        return text("Giá trị", length=4000, description=hint, render_kw={"rows": 5})
    hint = _THRESHOLD_HINT if setting.kind is ValueKind.THRESHOLD else setting.hint
    return line("Giá trị", needed, length=1000, description=hint)


def _labelled(setting: Setting) -> str:
    return f"Giá trị ({setting.unit})" if setting.unit else "Giá trị"
