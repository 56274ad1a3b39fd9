"""The vocabulary of an official document: frozen, plain, the same for every writer.

Texts are given as people typed them. `layout.settle` cleans and glues them once for all
writers, so builders never insert no-break spaces, capitals for the header, or line breaks
for long names.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

Align: TypeAlias = Literal["left", "centre", "right", "justify"]


@dataclass(frozen=True)
class Header:
    """The masthead. `place_date` stays None in minutes, which carry no date on the right.

    A paper without an issuer has no masthead at all: the leaves of a book that are no papers.
    """

    over: str
    issuer: str
    number_symbol: str | None = None
    place_date: str | None = None


@dataclass(frozen=True)
class Heading:
    """A numbered title, number included: level 1 "I- …", level 2 "1. …", level 3 "a) …"."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """Running text; `lead` is its bold opening. A newline in `text` is a line break."""

    text: str
    lead: str = ""
    align: Align = "justify"
    is_italic: bool = False
    is_indented: bool = True


@dataclass(frozen=True)
class ListItem:
    """A paragraph that opens with "- "."""

    text: str
    lead: str = ""


@dataclass(frozen=True)
class Column:
    """A column without a width shares what the others leave of the page."""

    title: str
    width_mm: float | None = None
    align: Align = "left"


@dataclass(frozen=True)
class Row:
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Reference(Row):
    """A line of contents: its last cell is the page on which the part `to` of the book begins."""

    to: int


@dataclass(frozen=True)
class GroupRow:
    """A bold line across the whole table: a phase of the programme, a party group."""

    text: str


@dataclass(frozen=True)
class Table:
    """A ruled table whose head repeats on every page.

    `row_height_mm` leaves room for handwriting in blank forms.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row | GroupRow, ...]
    row_height_mm: float = 0

    def __post_init__(self) -> None:
        for row in self.rows:
            if isinstance(row, Row) and len(row.cells) != len(self.columns):
                raise ValueError(f"{len(row.cells)} cells under {len(self.columns)} columns")


@dataclass(frozen=True)
class FormLine:
    """Labels, each followed by dots to write on; then `more` fully dotted lines."""

    labels: tuple[str, ...] = ()
    more: int = 0


@dataclass(frozen=True)
class Signatory:
    """Who signs: the first line in bold (authority or function), the others upright."""

    lines: tuple[str, ...]
    name: str = ""


@dataclass(frozen=True)
class Signatures:
    """Two signatures side by side; either side may be empty."""

    left: Signatory | None
    right: Signatory | None


@dataclass(frozen=True)
class Footing:
    """Recipients on the left, the signature on the right."""

    recipients: tuple[str, ...]
    signatory: Signatory
    title: str = "Nơi nhận:"


@dataclass(frozen=True)
class PageBreak:
    pass


@dataclass(frozen=True)
class Cover:
    """A whole page that says whose book this is; the `lines` stand in its middle."""

    over: str
    issuer: str
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Keep:
    """Blocks that must not be parted by a page break."""

    blocks: "tuple[Block, ...]"


Block: TypeAlias = (
    Heading
    | Paragraph
    | ListItem
    | Table
    | FormLine
    | Signatures
    | Footing
    | PageBreak
    | Cover
    | Keep
)


@dataclass(frozen=True)
class Document:
    """One paper.

    `style` is a code of `styles.STYLES`, chosen by the caller from the regulations in force on
    `dated`, the document's own date, or the `styles.landscape` of that code; `dated` is also the
    only date that enters the files, so that the same document always gives the same bytes.
    """

    style: str
    dated: date
    title: str
    header: Header
    type_name: str
    subject: str
    blocks: tuple[Block, ...]
    has_subject_rule: bool = False


def paragraphs(text: str) -> Sequence[Paragraph]:
    """One paragraph for each line somebody typed; blank lines say nothing."""
    return [Paragraph(line) for line in text.splitlines() if line.strip()]
