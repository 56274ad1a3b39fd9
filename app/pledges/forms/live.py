"""A row as it is sent while it is typed, through the form it would have come by."""

from collections.abc import Mapping

from werkzeug.datastructures import MultiDict

from app.kernel.errors import RuleBroken
from app.pledges.forms.writing import Choices, RowForm
from app.pledges.rules.rows import source_called
from app.revisions.rules.live import Checked


def checked_row(values: Mapping[str, str], sections: Choices) -> Checked:
    form = RowForm(formdata=MultiDict(values), meta={"csrf": False})
    form.offer(sections)
    if not form.validate():
        return Checked({name: str(said[0]) for name, said in form.errors.items()})
    try:
        source, source_id = source_called(values.get("source", ""))
    except RuleBroken as refusal:
        return Checked({refusal.field or "": refusal.message})
    return Checked({}, {**form.values(), "source": source, "source_id": source_id})
