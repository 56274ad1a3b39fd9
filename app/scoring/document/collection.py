"""The leaves around the cards of a campaign in one file: cover, contents, last page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.documents.leaves import Volume, leaf
from app.documents.model import (
    Block,
    Column,
    Cover,
    Document,
    Paragraph,
    Reference,
    Row,
    Signatory,
    Signatures,
    Table,
)
from app.meetings.document import Letterhead


@dataclass(frozen=True)
class CardEntry:
    """One who is graded; `stamp` changes with everything that is printed on the card."""

    name: str
    branch: str
    state: str
    card_id: UUID | None = None
    stamp: str = ""

    @property
    def title(self) -> str:
        return f"{self.name}, {self.branch}" if self.branch else self.name


@dataclass(frozen=True)
class CardCollection:
    letterhead: Letterhead
    signatory: Signatory
    about: str
    on: date
    entries: tuple[CardEntry, ...]

    @property
    def title(self) -> str:
        return f"Tập phiếu {self.about}"

    @property
    def bound(self) -> list[CardEntry]:
        return [entry for entry in self.entries if entry.card_id is not None]

    @property
    def figures(self) -> str:
        return f"Đã nộp {len(self.bound)}/{len(self.entries)} phiếu phải nộp"


_COLUMNS = (
    Column("TT", 11, "centre"),
    Column("Tên phiếu"),
    Column("Tình trạng", 48),
    Column("Trang", 16, "centre"),
)


def cover(data: CardCollection) -> Document:
    head = data.letterhead
    return leaf(_volume(data), Cover(head.over, head.issuer, "Tập phiếu", (data.about.upper(),)))


def contents(data: CardCollection, pages: tuple[int, ...]) -> Document:
    """`pages`: where each of the cards begins."""
    table = Table(_COLUMNS, tuple(_rows(data, pages)))
    said: tuple[Block, ...] = (Paragraph(f"{data.figures}."),)
    return leaf(_volume(data), table, *said, heading="Mục lục")


def _rows(data: CardCollection, pages: tuple[int, ...]) -> Iterator[Row]:
    at = 0
    for entry in data.entries:
        if entry.card_id is None:
            yield Row(("–", entry.title, entry.state, "–"))
            continue
        yield Reference((str(at + 1), entry.title, entry.state, str(pages[at])), to=at)
        at += 1


def closing(data: CardCollection, pages: int) -> Document:
    return leaf(
        _volume(data),
        Paragraph(f"Tập này gồm {pages} trang, {len(data.bound)} phiếu."),
        Signatures(Signatory(("NGƯỜI LẬP",)), data.signatory),
    )


def _volume(data: CardCollection) -> Volume:
    return Volume(data.title, data.letterhead.style, data.on, data.letterhead.place)
