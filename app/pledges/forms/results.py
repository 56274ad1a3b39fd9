"""What became of each commitment, as it is typed."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from wtforms import MultipleFileField, RadioField, SelectChoice
from wtforms.validators import AnyOf, InputRequired, Optional

from app.files.rules import ACCEPTED
from app.pledges.rules import OUTCOME_LABELS, Outcome
from app.pledges.rules.results import COMMENT_LENGTH
from app.web.forms import Form, text, ticks, version_field

_OUTCOMES = [SelectChoice(key.value, label) for key, label in OUTCOME_LABELS.items()]
_UNKNOWN = "Chọn một kết quả trong danh sách."


def _outcome(label: str, required: str | None = None) -> RadioField:
    validators = [InputRequired(required)] if required else [Optional()]
    known = AnyOf([outcome.value for outcome in Outcome], message=_UNKNOWN)
    return RadioField(label, [*validators, known], choices=_OUTCOMES, validate_choice=False)


class AnswerForm(Form):
    """One commitment: its result, and what shows it."""

    marks_optional = False
    outcome = _outcome("Kết quả")
    comment = text(
        "Tự nhận xét",
        length=COMMENT_LENGTH,
        description="Việc đã làm được; phần chưa đạt, nguyên nhân và hướng khắc phục.",
        render_kw={"rows": 4},
    )
    facts = ticks("Minh chứng có sẵn trong hệ thống", validate_choice=False)
    note = text(
        "Minh chứng khác",
        length=COMMENT_LENGTH,
        description="Ví dụ: quyết định khen thưởng, kết quả xếp loại của cơ quan.",
        render_kw={"rows": 2},
    )
    dropped = ticks("Bỏ tệp đã gửi", validate_choice=False)
    file = MultipleFileField(
        "Ảnh chụp, tệp minh chứng",
        description="Chụp ảnh hoặc chọn tệp PDF, Word, Excel; không gửi tài liệu mật.",
        render_kw={"accept": ACCEPTED},
    )
    version = version_field()

    def offer(
        self, facts: Iterable[tuple[str, str]], files: Iterable[tuple[UUID, str]] = ()
    ) -> None:
        self.facts.choices = list(facts)
        self.dropped.choices = [(str(id_), name) for id_, name in files]

    @property
    def chosen_outcome(self) -> Outcome | None:
        return Outcome(self.outcome.data) if self.outcome.data else None

    @property
    def dropped_ids(self) -> set[UUID]:
        """Of the files that were offered; anything else is passed over."""
        chosen = set(self.dropped.data or ())
        return {UUID(key) for key, _ in self.dropped.choices if key in chosen}

    @property
    def sent(self) -> list[Any]:
        """The files that came; a browser sends an empty one where none was chosen."""
        return [file for file in self.file.data or () if getattr(file, "filename", "")]


class CommentForm(Form):
    """The branch's word; the fields of the commitments are made for those the pledge has."""

    marks_optional = False
    comment = text(
        "Nhận xét chung của chi bộ",
        "Ghi nhận xét chung của chi bộ.",
        length=COMMENT_LENGTH,
        render_kw={"rows": 4},
    )
    version = version_field()

    def outcome_of(self, line_id: UUID) -> Outcome | None:
        chosen = self[f"outcome_{line_id.hex}"].data
        return Outcome(chosen) if chosen else None

    def said_of(self, line_id: UUID) -> str:
        return str(self[f"comment_{line_id.hex}"].data or "")


def comment_form(line_ids: Sequence[UUID], **values: Any) -> CommentForm:
    """A form with a result and a comment for each commitment."""

    class Filled(CommentForm):
        pass

    for number, line_id in enumerate(line_ids, 1):
        outcome = _outcome(f"Kết quả nội dung {number}", f"Chọn kết quả của nội dung {number}.")
        setattr(Filled, f"outcome_{line_id.hex}", outcome)
        said = text(f"Nhận xét nội dung {number}", length=COMMENT_LENGTH, render_kw={"rows": 2})
        setattr(Filled, f"comment_{line_id.hex}", said)
    return Filled(data=values)


class AskAgainForm(Form):
    comment = text(
        "Nội dung cần đánh giá lại",
        "Ghi nội dung cần đánh giá lại.",
        length=COMMENT_LENGTH,
        description="Đảng viên đọc nguyên văn.",
        render_kw={"rows": 4},
    )
    version = version_field()
