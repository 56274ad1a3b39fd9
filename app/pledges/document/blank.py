"""The year's form of the pledge to be written by hand."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.documents.model import (
    Block,
    Document,
    FormLine,
    Heading,
    Paragraph,
    Row,
    Signatures,
    Table,
)
from app.meetings.document import Letterhead, typed
from app.pledges.document.paper import (
    COLUMNS,
    author_signs,
    branch_signs,
    broken_title,
    named,
    opening_blocks,
)

_ROWS = 4
_ROW_HEIGHT_MM = 14


@dataclass(frozen=True)
class BlankSection:
    heading: str
    guidance: str
    statement: str


@dataclass(frozen=True)
class BlankData:
    """`branch` is empty on the committee's form, which is for every branch."""

    letterhead: Letterhead
    title: str
    year: int
    branch: str
    dated: date
    grounds: tuple[str, ...]
    opening: str
    sections: tuple[BlankSection, ...]


def blank_document(data: BlankData) -> Document:
    """The same parts in the same order as the printed pledge, with room for handwriting."""
    return Document(
        style=data.letterhead.style,
        dated=data.dated,
        title=f"Mẫu {named(data.title, data.year)}",
        header=data.letterhead.header(year=data.year),
        type_name=broken_title(data.title, data.year),
        subject="",
        blocks=tuple(_blocks(data)),
    )


def _blocks(data: BlankData) -> Iterator[Block]:
    yield FormLine(("Họ và tên:",))
    yield FormLine(("Sinh ngày:",))
    yield FormLine(("Đơn vị công tác:",))
    yield FormLine(("Chức vụ Đảng:",))
    yield FormLine(("Chức vụ chuyên môn:",))
    if data.branch:
        yield Paragraph(f"Chi bộ: {data.branch}", align="left")
    else:
        yield FormLine(("Chi bộ:",))
    yield from opening_blocks(data.grounds, data.opening)
    rows = tuple(Row((str(number), "", "", "")) for number in range(1, _ROWS + 1))
    for number, section in enumerate(data.sections, start=1):
        yield Heading(f"{number}. {section.heading}", level=2)
        if section.guidance:
            yield Paragraph(section.guidance, is_italic=True)
        yield from typed(section.statement)
        yield Table(COLUMNS, rows, row_height_mm=_ROW_HEIGHT_MM)
    yield Signatures(branch_signs(), author_signs())
