"""Which papers of a branch are wanted, and as what."""

from app.pledges.rules.collection import SCOPE_LABELS
from app.web.forms import Form, choice

FORMATS = [("pdf", "PDF"), ("docx", "Word"), ("zip", "ZIP"), ("xlsx", "Excel")]


class PapersForm(Form):
    """Each button of the form is a format."""

    format = choice("Dạng tệp", FORMATS, "Chọn PDF, Word, ZIP hoặc Excel.")
    scope = choice(
        "Lấy những bản nào",
        [(scope.value, label) for scope, label in SCOPE_LABELS.items()],
        "Chọn những bản cần lấy.",
    )
