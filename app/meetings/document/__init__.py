"""Papers around a meeting: what all of them share, and the builders of each."""

from app.meetings.document.letterhead import (
    Letterhead,
    comrade,
    comrades,
    dotted_number,
    listed,
    lower_first,
    month_of,
    titled,
    typed,
)

__all__ = [
    "Letterhead",
    "comrade",
    "comrades",
    "dotted_number",
    "listed",
    "lower_first",
    "month_of",
    "titled",
    "typed",
]
