from app.resolutions.rules import REVIEW_LABELS, ReviewKind
from app.web.forms import Form, choice, day, text, version_field


class ReviewForm(Form):
    kind = choice(
        "Loại",
        [(kind.value, label) for kind, label in REVIEW_LABELS.items()],
        "Chọn sơ kết hoặc tổng kết.",
    )
    due_on = day("Ngày dự kiến", "Nhập ngày dự kiến.")

    def chosen(self) -> ReviewKind:
        return ReviewKind(self.kind.data)


class OutcomeForm(Form):
    held_on = day("Ngày thực hiện", "Nhập ngày thực hiện.")
    outcome = text("Kết quả", "Nhập kết quả sơ kết, tổng kết.")
    version = version_field()
