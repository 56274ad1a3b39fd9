"""What kinds of record there are, and in which copies they are handed out."""

from enum import StrEnum


class RecordKind(StrEnum):
    MAIN = "main"
    SUPPLEMENT = "supplement"


class Copy(StrEnum):
    """The full record, and the copy for readers who have no right to its restricted items."""

    FULL = "full"
    CIRCULATED = "circulated"
