"""The table every score is printed in: what is scored, its maximum, who gave it how much."""

from collections.abc import Sequence

from app.documents.model import Column, GroupRow

# What is scored needs most of a blank page, however many score it; once it is filled in, the
# facts beside it are longer.
_NOTE_MM = {0: 54, 1: 48, 2: 36, 3: 26}
_FILLED_NOTE_MM = {0: 58, 1: 56, 2: 50, 3: 42}


def score_columns(scorers: Sequence[str], *, is_filled: bool = False) -> tuple[Column, ...]:
    """
    :param scorers: the titles of the columns of points, three at most.
    """
    notes = _FILLED_NOTE_MM if is_filled else _NOTE_MM
    return (
        Column("TT", 13, "centre"),
        Column("Tiêu chí"),
        Column("Điểm tối đa", 16, "centre"),
        *(Column(title, 18, "centre") for title in scorers),
        Column("Ghi chú", notes[len(scorers)]),
    )


def section_row(code: str, label: str, said: Sequence[str] = ()) -> GroupRow:
    """
    :param said: what it counts, "tối đa 25", then what each column gave.
    """
    return GroupRow(f"{code}. {label}" + (f" ({', '.join(said)})" if said else ""))
