"""The year's book: memory of twelve meetings against three, time against its minutes alone.

    python -m bench.book COUNT

binds COUNT minutes in a process of its own and tells in JSON what it took.
"""

import sys
import tempfile
from datetime import date
from pathlib import Path

from app.documents.binding import Book, Paper, bind_pdf
from app.documents.model import Column, Cover, Document, Header, Paragraph, Reference, Table
from app.documents.pdf import render_pdf, warm_up
from bench.memory import peak_mb, tell_peak
from bench.papers import without_roll
from bench.ratios import at_most, in_turn, seconds, show

_ROUNDS = 3
_FEW, _YEAR = 3, 12
_MEMORY_AT_MOST = 1.1
_TIME_AT_MOST = 1.3


def run() -> None:
    few, year = in_turn(
        lambda: peak_mb("bench.book", str(_FEW)),
        lambda: peak_mb("bench.book", str(_YEAR)),
        rounds=_ROUNDS,
    )
    warm_up()
    paper = without_roll()
    with tempfile.TemporaryDirectory(prefix="nenep-bench-") as folder:
        bound, alone = in_turn(
            lambda: seconds(lambda: _bind(_YEAR, Path(folder))),
            lambda: seconds(lambda: [render_pdf(paper) for _ in range(_YEAR)]),
            rounds=_ROUNDS,
        )
    ratios = [
        at_most("peak memory, book of 12 against 3", year, few, "MB", _MEMORY_AT_MOST),
        at_most("time, book of 12 against 12 minutes", bound, alone, "s", _TIME_AT_MOST),
    ]
    show("The minute book as PDF", "of", ratios, ("Minutes of 4 pages each.",))


def _bind(count: int, folder: Path) -> None:
    bind_pdf(_book(count), folder / "book", folder, lambda done: None)


def _book(count: int) -> Book:
    def contents(pages: tuple[int, ...]) -> Document:
        lines = tuple(Reference((f"Biên bản {at}", str(page)), at) for at, page in enumerate(pages))
        return _leaf(Table((Column("Biên bản"), Column("Trang", 20)), lines))

    return Book(
        title="Sổ biên bản",
        author="Chi bộ Thông tin – Tin học",
        dated=date(2026, 12, 31),
        cover=_leaf(Cover("Đảng bộ", "Chi bộ", "Sổ biên bản", ("NĂM 2026",))),
        contents=contents,
        papers=tuple(Paper(f"Biên bản {number}", without_roll) for number in range(count)),
        closing=lambda pages: _leaf(Paragraph(f"Sổ này gồm {pages} trang.")),
    )


def _leaf(*blocks: object) -> Document:
    return Document("hd05", date(2026, 12, 31), "Sổ", Header("", ""), "", "", blocks)  # type: ignore[arg-type]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="nenep-bench-") as own:
        _bind(int(sys.argv[1]), Path(own))
    tell_peak()
