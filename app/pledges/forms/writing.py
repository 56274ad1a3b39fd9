"""What is typed into a pledge: one row a commitment."""

import re
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from app.pledges.models import PledgeItem
from app.pledges.rules.text import CONTENT_LENGTH, MEASURE_LENGTH
from app.web.forms import Form, choice, day, hidden, text

Choices = Sequence[tuple[UUID, str]]

ROW_FIELDS = ("section", "content", "measure", "due_on")
_HEX = re.compile(r"[0-9a-f]{32}")
_SHORT_NUMBER = re.compile(r"[0-9]{1,9}")


class RowForm(Form):
    """One commitment; it may be empty until the pledge is submitted."""

    marks_optional = False
    section = choice("Thuộc mục", [])
    content = text("Nội dung cam kết", length=CONTENT_LENGTH, render_kw={"rows": 3})
    measure = text("Chỉ tiêu, cách đo", length=MEASURE_LENGTH, render_kw={"rows": 2})
    due_on = day("Thời hạn")

    def offer(self, sections: Choices) -> None:
        self.section.choices = _named(sections)

    def values(self) -> dict[str, Any]:
        return _values(self, "")


class RowsForm(Form):
    """All rows of a pledge; the fields are made for the rows it has, and named with their ids."""

    marks_optional = False
    version = hidden()

    def row(self, item: PledgeItem) -> dict[str, Any]:
        return _values(self, f"_{item.id.hex}")


def _values(form: Form, suffix: str) -> dict[str, Any]:
    return {
        "section_id": as_id(form[f"section{suffix}"].data),
        "content": form[f"content{suffix}"].data or "",
        "measure": form[f"measure{suffix}"].data or None,
        "due_on": form[f"due_on{suffix}"].data,
    }


def rows_form(items: Iterable[tuple[PledgeItem, Choices]]) -> RowsForm:
    """A form with the four fields of every row, and the versions on which they were opened.

    :param items: each with the sections it may stand under.
    """

    class Filled(RowsForm):
        pass

    listed = list(items)
    values: dict[str, Any] = {"version": versions_of(item for item, _ in listed)}
    for item, _ in listed:
        key = item.id.hex
        for name in ROW_FIELDS:
            setattr(Filled, f"{name}_{key}", getattr(RowForm, name))
        values |= {
            f"section_{key}": str(item.section_id),
            f"content_{key}": item.content,
            f"measure_{key}": item.measure or "",
            f"due_on_{key}": item.due_on,
        }
    form = Filled(data=values)
    for item, sections in listed:
        form[f"section_{item.id.hex}"].choices = _named(sections)
    return form


def _named(sections: Choices) -> list[tuple[str, str]]:
    return [(str(id_), heading) for id_, heading in sections]


def as_id(typed: str | None) -> UUID | None:
    """An id as a field or a button carries it; what is none counts as nothing."""
    try:
        return UUID(typed) if typed else None
    except ValueError:
        return None


def versions_of(items: Iterable[PledgeItem]) -> str:
    return " ".join(f"{item.id.hex}:{item.version}" for item in items)


def versions_in(typed: str | None) -> dict[UUID, int]:
    """Read back what `versions_of` wrote; anything malformed counts as stale."""
    found = {}
    for part in (typed or "").split():
        key, _, version = part.partition(":")
        if _HEX.fullmatch(key) and _SHORT_NUMBER.fullmatch(version):
            found[UUID(key)] = int(version)
    return found
