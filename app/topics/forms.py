"""What is typed about a topic: who presents, the text, its questions, what it came to."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask_wtf.file import FileField
from wtforms import ValidationError

from app.files.rules import ACCEPTED
from app.meetings.document import unmarked
from app.web.forms import Form, choice, day, hidden, line, ticks, version_field
from app.web.forms import text as prose

# A paper read out in half an hour has about ten pages.
PAPER_LENGTH = 60_000

Named = Iterable[tuple[UUID, str]]


class PresentersForm(Form):
    presenter_ids = ticks(
        "Người viết và trình bày bản đề dẫn", "Chọn các đồng chí trong danh sách."
    )

    def offer(self, people: Named) -> None:
        self.presenter_ids.choices = [(str(id_), name) for id_, name in people]

    @property
    def chosen(self) -> frozenset[UUID]:
        return frozenset(UUID(id_) for id_ in self.presenter_ids.data or ())


class PaperForm(Form):
    text = prose(
        "Nội dung bản đề dẫn",
        length=PAPER_LENGTH,
        render_kw={"rows": 22},
        description="Mỗi dòng in thành một đoạn; dòng mở đầu bằng “- ” in thành gạch đầu dòng.",
    )
    version = version_field()


class QuestionsForm(Form):
    questions = prose(
        "Câu hỏi gợi ý thảo luận",
        render_kw={"rows": 8},
        description="Mỗi dòng một câu hỏi, theo thứ tự thảo luận. Không cần đánh số.",
    )
    version = hidden()

    @property
    def lines(self) -> list[str]:
        lines = (self.questions.data or "").splitlines()
        return [unmarked(line) for line in lines if line.strip()]


class AttachmentForm(Form):
    title = line("Tên tệp đính kèm", "Nhập tên tệp đính kèm.")
    file = FileField("Tệp", render_kw={"accept": ACCEPTED})

    def validate_file(self, field: Any) -> None:
        if not field.data or not field.data.filename:
            raise ValidationError("Chọn tệp.")


class ReturnForm(Form):
    reason = prose(
        "Nội dung cần sửa, bổ sung",
        "Nêu nội dung cần sửa, bổ sung.",
        length=4000,
        render_kw={"rows": 4},
    )


class DifficultyForm(Form):
    text = prose(
        "Khó khăn, vướng mắc",
        "Nhập khó khăn, vướng mắc.",
        length=4000,
        render_kw={"rows": 3},
    )
    solution = prose("Giải pháp", "Nhập giải pháp.", length=4000, render_kw={"rows": 3})
    accountable_id = choice(
        "Người chịu trách nhiệm",
        [],
        description="Chọn người và thời hạn thì giải pháp được giao thành nhiệm vụ.",
    )
    due_on = day("Thời hạn")
    version = hidden()

    def offer(self, people: Named) -> None:
        named = [(str(id_), name) for id_, name in people]
        self.accountable_id.choices = [("", "—"), *named]
