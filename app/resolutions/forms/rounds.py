from datetime import datetime

from wtforms import Field, ValidationError

from app.kernel.clock import moment_of
from app.kernel.errors import RuleBroken
from app.organisations.rules import check_known
from app.resolutions.rules import TREATMENT_LABELS, Treatment
from app.resolutions.rules.texts import PARTS
from app.web.forms import Form, choice, clock, day, line, text, version_field


class DeadlineForm(Form):
    closes_on = day("Hạn góp ý, ngày", "Nhập ngày hết hạn góp ý.")
    closes_time = clock("Giờ", "Nhập giờ hết hạn góp ý.")
    version = version_field()

    def validate_closes_on(self, field: Field) -> None:
        """Of a day that no calendar holds no moment can be told."""
        try:
            check_known(field.data, field.name)
        except RuleBroken as problem:
            raise ValidationError(problem.message) from None

    def closes_at(self) -> datetime:
        time = self.closes_time.data
        return moment_of(self.closes_on.data, time.hour, time.minute)


class CommentForm(Form):
    part = choice("Về phần", list(PARTS.items()), empty=("", "Góp ý chung"))
    text = text("Nội dung góp ý", "Nhập nội dung góp ý.", length=5_000)
    version = version_field()


class AnswerForm(Form):
    treatment = choice(
        "Xử lý",
        [(one.value, label) for one, label in TREATMENT_LABELS.items()],
        "Chọn tiếp thu hoặc giải trình.",
    )
    answer = text(
        "Nội dung trả lời",
        length=5_000,
        description="Bắt buộc khi giải trình; khi tiếp thu, nêu đã sửa ở đâu.",
    )
    version = version_field()

    def chosen(self) -> Treatment:
        return Treatment(self.treatment.data)


class InviteForm(Form):
    name = line("Họ tên", "Nhập họ tên người được mời.")
    title = line("Chức vụ, đơn vị", description="Được in trong bản tổng hợp ý kiến.")
