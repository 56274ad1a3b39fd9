from typing import Any

from wtforms import ValidationError

from app.inspection.rules.kinds import KIND_LABELS
from app.web.forms import Form, choice, day, line

_YEARS = range(1930, 2201)


class TrailFilter(Form):
    """What the inspector looks for; it lives in the address."""

    marks_optional = False

    class Meta:
        csrf = False

    at = choice("Tổ chức", [])
    kind = choice("Loại việc", [(kind.value, label) for kind, label in KIND_LABELS.items()])
    since = day("Từ ngày")
    until = day("Đến ngày")
    person = line("Người thực hiện")
    text = line("Có chứa")

    def validate_since(self, field: Any) -> None:
        if field.data and field.data.year not in _YEARS:
            raise ValidationError(f"Nhập năm từ {_YEARS[0]} đến {_YEARS[-1]}.")

    validate_until = validate_since
