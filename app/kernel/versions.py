"""Edits that span two requests carry the version they were made on."""

from typing import Protocol

from app.kernel.errors import StaleEdit


class Versioned(Protocol):
    version: int


def check_fresh(record: Versioned, version: int | None) -> None:
    """:raises StaleEdit: if `record` changed since the form was opened."""
    if record.version != version:
        raise StaleEdit
