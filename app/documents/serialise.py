"""A document as plain JSON, so that a sealed paper can be drawn again years later.

The names in `_KINDS` and the fields of the model are stored for good: a field may be added with
a default, never renamed. What cannot be read that way needs a new `SCHEMA` and a translation.
"""

import json
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from app.documents import model

SCHEMA = 1

_KINDS: dict[str, type] = {
    "document": model.Document,
    "header": model.Header,
    "heading": model.Heading,
    "paragraph": model.Paragraph,
    "list_item": model.ListItem,
    "table": model.Table,
    "column": model.Column,
    "row": model.Row,
    "reference": model.Reference,
    "group_row": model.GroupRow,
    "form_line": model.FormLine,
    "signatory": model.Signatory,
    "signatures": model.Signatures,
    "footing": model.Footing,
    "page_break": model.PageBreak,
    "cover": model.Cover,
    "keep": model.Keep,
}
_NAMES = {kind: name for name, kind in _KINDS.items()}


def to_json(document: model.Document) -> str:
    """One canonical text for each document: equal documents give equal texts."""
    stored = {"schema": SCHEMA, **_plain(document)}
    return json.dumps(stored, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_json(text: str) -> model.Document:
    """The document that `to_json` wrote.

    :raises ValueError: if the text is not a document this version can read.
    """
    stored = json.loads(text)
    if not isinstance(stored, dict) or stored.pop("schema", None) != SCHEMA:
        raise ValueError(f"not a document of schema {SCHEMA}")
    document = _revived(stored)
    if not isinstance(document, model.Document):
        raise ValueError("the text holds no document")
    return document


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        values = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        return {"kind": _NAMES[type(value)], **values}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def _revived(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_revived(item) for item in value)
    if not isinstance(value, dict):
        return value
    found = {name: _revived(item) for name, item in value.items()}
    kind = _KINDS.get(found.pop("kind", ""))
    if kind is model.Document:
        found["dated"] = date.fromisoformat(found["dated"])
    try:
        return kind(**found) if kind else _unknown(value)
    except TypeError as problem:
        raise ValueError(str(problem)) from problem


def _unknown(value: dict[str, Any]) -> Any:
    raise ValueError(f"unknown kind of block: {value.get('kind')!r}")
