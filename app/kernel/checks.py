"""What a check of stored data says: nothing for each thing that holds, a flaw where one does not.

A check is an iterator: whoever runs it counts what it looked at and stops where it likes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select

from app.extensions import db


@dataclass(frozen=True)
class Flaw:
    """The first thing that does not hold, named so that somebody can go and look."""

    what: str
    where: str
    expected: str

    def __str__(self) -> str:
        return f"{self.what}, {self.where}: {self.expected}."


@dataclass(frozen=True)
class Found:
    """How far a check went."""

    count: int
    flaw: Flaw | None


def run(check: Iterable[Flaw | None]) -> Found:
    """Up to the first flaw."""
    count = 0
    for flaw in check:
        count += 1
        if flaw is not None:
            return Found(count, flaw)
    return Found(count, None)


def streamed(query: Select[*tuple[Any, ...]], batch: int = 500) -> Iterator[Any]:
    """The rows in flat memory; the cursor is closed wherever the reader stops."""
    options = {"yield_per": batch, "populate_existing": True}
    with db.session.execute(query.execution_options(**options)) as rows:
        yield from rows
