"""What kinds of record there are, and in which copies they are handed out."""

from datetime import date
from enum import StrEnum


class RecordKind(StrEnum):
    MAIN = "main"
    SUPPLEMENT = "supplement"


class Copy(StrEnum):
    """The full record, and the copy for readers who have no right to its restricted items."""

    FULL = "full"
    CIRCULATED = "circulated"


def counted_from(kind: RecordKind, *, held_on: date, adopted_on: date) -> date:
    """From which day the time for sending up runs: a supplement comes long after its meeting."""
    return held_on if kind is RecordKind.MAIN else adopted_on
