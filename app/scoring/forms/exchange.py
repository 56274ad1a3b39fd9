"""A rubric that comes as a file: chosen, looked at, taken over."""

from typing import Any

from flask_wtf.file import FileField
from wtforms import HiddenField, ValidationError

from app.scoring.rules.subjects import SUBJECT_LABELS
from app.web.forms import Form, choice, version_field

_SUBJECTS = [(subject.value, label) for subject, label in SUBJECT_LABELS.items()]


class _FileForm(Form):
    file = FileField(
        "Tệp bảng chấm điểm",
        render_kw={"accept": ".xlsx,.json"},
        description="Excel (.xlsx) hoặc JSON, theo mẫu khi tải một bảng chấm điểm về. Tệp được "
        "đọc và cho xem trước, chưa lưu gì.",
    )

    def validate_file(self, field: Any) -> None:
        if not field.data or not field.data.filename:
            raise ValidationError("Chọn tệp.")


class ImportForm(_FileForm):
    subject = choice("Dùng để chấm", _SUBJECTS, "Chọn bảng này dùng để chấm gì.")


class ReplaceForm(_FileForm):
    """What the file holds takes the place of a draft's content."""


class _TakenForm(Form):
    """What was read travels with its page as JSON, so that no file is chosen twice."""

    content = HiddenField()


class TakeNewForm(_TakenForm):
    subject = HiddenField()


class TakeOverForm(_TakenForm):
    version = version_field()
    # What was read in words, held against the stored one where somebody else was quicker.
    outline = HiddenField("Bảng chấm điểm")
