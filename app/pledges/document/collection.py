"""The leaves around a branch's pledges of a year: cover, contents, last page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.documents.leaves import Volume, closing_leaf, leaf
from app.documents.model import Block, Column, Cover, Document, Paragraph, Reference, Row, Table
from app.documents.typography import percent
from app.meetings.document import Letterhead
from app.pledges.rules.collection import Bound, Contents, Line, Scope, fingerprint

_COLUMNS = (
    Column("TT", 11, "centre"),
    Column("Họ và tên"),
    Column("Tình trạng", 62),
    Column("Ngày nộp", 28, "centre"),
    Column("Trang", 16, "centre"),
)


@dataclass(frozen=True)
class CollectionData:
    """The pledges of a branch before they are read; `on` is the day of its figures."""

    letterhead: Letterhead
    year: int
    scope: Scope
    contents: Contents
    on: date
    form: str

    @property
    def title(self) -> str:
        return f"Tập bản cam kết năm {self.year}"

    @property
    def input(self) -> str:
        """What the file is drawn from; the day alone makes no other file."""
        found = self.contents
        return fingerprint(
            self.letterhead, self.scope, found.lines, found.left_out, self._counted, self.form
        )

    @property
    def figures(self) -> str:
        return f"Tính đến ngày {self.on:%d/%m/%Y}: {self._counted}"

    @property
    def _counted(self) -> str:
        found = self.contents.figures
        counts = (
            ("đã nộp", found.submitted),
            ("nộp đúng hạn", found.on_time),
            ("đã xác nhận", found.confirmed),
        )
        return ", ".join(
            f"{word} {number}/{found.due} ({percent(number, found.due)})" for word, number in counts
        )


def cover(data: CollectionData) -> Document:
    head = data.letterhead
    title = "Bản cam kết tu dưỡng, rèn luyện, phấn đấu"
    return leaf(_volume(data), Cover(head.over, head.issuer, title, (f"NĂM {data.year}",)))


def contents(data: CollectionData, pages: tuple[int, ...]) -> Document:
    """`pages`: where each of the pledges begins."""
    rows = tuple(_row(line, pages) for line in data.contents.lines)
    return leaf(_volume(data), Table(_COLUMNS, rows), *_below(data), heading="Mục lục")


def _row(line: Line, pages: tuple[int, ...]) -> Row:
    if isinstance(line, Bound):
        at = line.number - 1
        handed_in = f"{line.submitted_on:%d/%m/%Y}" if line.submitted_on else ""
        day = f"{handed_in} (muộn)" if line.is_late else handed_in
        return Reference((str(line.number), line.name, line.state, day, str(pages[at])), to=at)
    why = line.why[:1].upper() + line.why[1:]
    return Row(("–", line.name, why, "", "–"))


def _below(data: CollectionData) -> Iterator[Block]:
    yield Paragraph(f"{data.figures}; trong tập này có {len(data.contents.bound)} bản.")
    if data.contents.left_out:
        named = "; ".join(f"đồng chí {one.name} ({one.reason})" for one in data.contents.left_out)
        yield Paragraph(f"Không tính trong tổng số phải nộp: {named}.")


def closing(data: CollectionData, pages: int) -> Document:
    counted = f"Tập này gồm {pages} trang, {len(data.contents.bound)} bản cam kết."
    return closing_leaf(_volume(data), counted, maker="NGƯỜI LẬP")


def _volume(data: CollectionData) -> Volume:
    return Volume(data.title, data.letterhead.style, data.on, data.letterhead.place)
