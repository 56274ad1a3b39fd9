from app.inspection.rules.kinds import KIND_LABELS
from app.web.forms import Form, choice, day, line


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
