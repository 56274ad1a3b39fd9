"""What is findable follows what is written, in the caller's transaction."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.extensions import db
from app.kernel.text import nfc
from app.search.models import SearchEntry
from app.search.queries import entries_between, entries_of
from app.search.rules.findables import (
    BODY_LENGTH,
    TITLE_LENGTH,
    Findable,
    SearchKind,
    Subject,
    number_of,
)
from app.search.rules.readers import marks_of
from app.search.rules.words import words_in

_BATCH = 100


@dataclass(frozen=True)
class Source:
    """Where all texts of a kind come from: so many subjects with a greater identity, in order."""

    kind: SearchKind
    after: Callable[[UUID | None, int], Sequence[Subject]]


def index(kind: SearchKind, subject_id: UUID, found: Sequence[Findable]) -> None:
    """Make exactly these the texts of a subject; doing it again writes nothing."""
    db.session.flush()
    _settle(_rows(kind, subject_id, found), entries_of(kind, subject_id))


def forget(kind: SearchKind, subject_id: UUID) -> None:
    index(kind, subject_id, ())


@dataclass(frozen=True)
class Faults:
    """How many entries are not as they should be."""

    missing: int = 0
    stale: int = 0
    left_over: int = 0

    @property
    def total(self) -> int:
        return self.missing + self.stale + self.left_over

    def __add__(self, other: "Faults") -> "Faults":
        return Faults(
            self.missing + other.missing,
            self.stale + other.stale,
            self.left_over + other.left_over,
        )


def reindex(source: Source, *, is_writing: bool) -> Iterator[Faults]:
    """Go through everything of a kind, so many subjects at a time; what was wrong each time.

    :param is_writing: mend it too; the caller commits between the steps, so that memory and
        transactions stay small however much there is.
    """
    after: UUID | None = None
    while True:
        subjects = source.after(after, _BATCH)
        last = subjects[-1].id if len(subjects) == _BATCH else None
        wanted: _Rows = {}
        for subject in subjects:
            wanted |= _rows(source.kind, subject.id, subject.texts)
        stored = entries_between(source.kind, after, last)
        found = _compared(wanted, stored, {one.id for one in subjects if one.is_being_written})
        if is_writing:
            _settle(wanted, stored)
        yield found
        if last is None:
            return
        after = last


_Key = tuple[UUID, int]
_Rows = dict[_Key, dict[str, object]]


def _rows(kind: SearchKind, subject_id: UUID, found: Sequence[Findable]) -> _Rows:
    return {
        (subject_id, part): row_of(kind, subject_id, part, one) for part, one in enumerate(found)
    }


def row_of(kind: SearchKind, subject_id: UUID, part: int, found: Findable) -> dict[str, object]:
    title, body = nfc(found.title)[:TITLE_LENGTH], nfc(found.body)[:BODY_LENGTH]
    return {
        "number": number_of(kind, subject_id, part, found.day),
        "kind": kind,
        "part": part,
        "subject_id": subject_id,
        "organisation_id": found.organisation_id,
        "day": found.day,
        "title": title,
        "body": body,
        "words": " ".join([*words_in(title), *words_in(body)]),
        "marks": marks_of(kind, found),
    }


def _settle(wanted: _Rows, stored: Sequence[SearchEntry]) -> None:
    before = {(entry.subject_id, entry.part): entry for entry in stored}
    for key, row in wanted.items():
        entry = before.pop(key, None)
        if entry is None:
            db.session.add(SearchEntry(**row))
        else:
            for name, value in row.items():
                setattr(entry, name, value)  # the same again is no change
    for entry in before.values():
        db.session.delete(entry)


def _compared(wanted: _Rows, stored: Sequence[SearchEntry], moving: set[UUID]) -> Faults:
    before = {(entry.subject_id, entry.part): entry for entry in stored}
    return Faults(
        missing=len(wanted.keys() - before.keys()),
        stale=sum(
            _differs(before[key], wanted[key])
            for key in wanted.keys() & before.keys()
            if key[0] not in moving
        ),
        left_over=len(before.keys() - wanted.keys()),
    )


def _differs(entry: SearchEntry, row: dict[str, object]) -> bool:
    return any(getattr(entry, name) != value for name, value in row.items())


def is_index_sound() -> bool:
    """Whether the database's own index says what its table says.

    PostgreSQL generates it from the row itself; SQLite's stands beside the table.
    """
    if db.engine.dialect.name != "sqlite":
        return True
    asked = text("INSERT INTO search_index (search_index, rank) VALUES ('integrity-check', 1)")
    try:
        with db.session.begin_nested():
            db.session.execute(asked)
    except DatabaseError:
        return False
    return True
