from wtforms import RadioField, SelectChoice
from wtforms.validators import AnyOf, InputRequired

from app.personal_plans.rules import AUDIENCE_LABELS, CHANNEL_LABELS, Audience, Channel, Posting
from app.pledges.rules import OUTCOME_LABELS, Outcome
from app.pledges.rules.text import CONTENT_LENGTH, MEASURE_LENGTH
from app.web.forms import Form, choice, day, line, text, version_field


class LineForm(Form):
    """One row of a plan: what, how, by when."""

    content = text(
        "Nội dung",
        "Nhập nội dung.",
        length=CONTENT_LENGTH,
        description="Ngắn gọn, cụ thể, kiểm tra được; bắt đầu từ hạn chế của bản thân.",
        render_kw={"rows": 3},
    )
    measures = text("Biện pháp", length=MEASURE_LENGTH, render_kw={"rows": 3})
    due_on = day("Thời hạn", description="Để trống nếu là cả năm.")
    version = version_field()


class ResultForm(Form):
    outcome = RadioField(
        "Mức đạt",
        [InputRequired("Chọn mức đạt."), AnyOf(list(Outcome), "Chọn một giá trị trong danh sách.")],
        choices=[SelectChoice(key.value, label) for key, label in OUTCOME_LABELS.items()],
        validate_choice=False,  # its message would be English
    )
    result = text("Kết quả", "Ghi kết quả.", length=CONTENT_LENGTH, render_kw={"rows": 4})
    version = version_field()

    @property
    def judged(self) -> Outcome:
        return Outcome(self.outcome.data)


class ReopenForm(Form):
    reason = text("Lý do mở lại", "Nhập lý do mở lại.", length=1000, render_kw={"rows": 3})
    version = version_field()


class PublicationForm(Form):
    """One line of the log."""

    channel = choice(
        "Kênh công khai",
        [(key.value, label) for key, label in CHANNEL_LABELS.items()],
        "Chọn kênh công khai.",
    )
    place = line(
        "Nơi công khai",
        description="Buổi sinh hoạt, bảng tin, địa chỉ trang; với hình thức khác thì ghi rõ.",
    )
    audience = choice(
        "Phạm vi",
        [(key.value, label) for key, label in AUDIENCE_LABELS.items()],
        "Chọn phạm vi.",
    )
    from_on = day("Từ ngày", "Nhập ngày bắt đầu công khai.")
    until_on = day("Đến ngày", description="Để trống khi còn công khai.")
    version = version_field()

    @property
    def posting(self) -> Posting:
        return Posting(
            Channel(self.channel.data),
            self.place.data,
            Audience(self.audience.data),
            self.from_on.data,
            self.until_on.data,
        )
