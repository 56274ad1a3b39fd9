"""The leaves of a minute book that are no minutes: cover, contents, last page (documents.md §8)."""

from dataclasses import dataclass
from datetime import date

from app.books.rules import BOOK_TITLES, BookKind, Bound, Line, bound_in
from app.documents.leaves import Volume, closing_leaf, leaf
from app.documents.model import Column, Cover, Document, Reference, Row, Table
from app.meetings.document import Letterhead

_COLUMNS = (
    Column("TT", 11, "centre"),
    Column("Ngày", 26, "centre"),
    Column("Loại", None),
    Column("Chủ trì", 38),
    Column("Trang", 16, "centre"),
)
_DOTS = "………………"


@dataclass(frozen=True)
class BookData:
    """A book before its minutes are read."""

    letterhead: Letterhead
    kind: BookKind
    year: int
    is_circulated: bool
    lines: tuple[Line, ...]

    @property
    def title(self) -> str:
        return f"{BOOK_TITLES[self.kind]} năm {self.year}"

    @property
    def dated(self) -> date:
        """The day of its last minutes: the book of the same minutes is the same on every day."""
        return max((line.held_on for line in self.minutes), default=date(self.year, 1, 1))

    @property
    def minutes(self) -> tuple[Bound, ...]:
        return bound_in(self.lines)


def cover(data: BookData) -> Document:
    lines = [f"NĂM {data.year}", f"Quyển số: {_DOTS}"]
    lines += ["(Bản phổ biến)"] if data.is_circulated else []
    head = data.letterhead
    title = BOOK_TITLES[data.kind]
    return leaf(_volume(data), Cover(head.over, head.issuer, title, tuple(lines)))


def contents(data: BookData, pages: tuple[int, ...]) -> Document:
    """`pages`: where each of the bound minutes begins."""
    rows = tuple(_row(line, pages) for line in data.lines)
    return leaf(_volume(data), Table(_COLUMNS, rows), heading="Mục lục")


def _row(line: Line, pages: tuple[int, ...]) -> Row:
    if isinstance(line, Bound):
        at = line.number - 1
        day = f"{line.held_on:%d/%m/%Y}"
        return Reference((str(line.number), day, line.label, line.chair, str(pages[at])), to=at)
    day = f"{line.held_on:%d/%m/%Y}" if line.held_on else "–"
    return Row(("–", day, f"{line.label}: {line.why}", line.chair, "–"))


def closing(data: BookData, pages: int) -> Document:
    counted = f"Sổ này gồm {pages} trang, {len(data.minutes)} biên bản."
    return closing_leaf(_volume(data), counted, maker="NGƯỜI LẬP SỔ")


def _volume(data: BookData) -> Volume:
    return Volume(data.title, data.letterhead.style, data.dated, data.letterhead.place)
