"""Supplementary minutes: what is put right once the minutes themselves can no longer be opened."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.documents.model import Block, Document, Heading, Paragraph, Signatory, Signatures
from app.documents.typography import long_date
from app.meetings.document import Letterhead, dotted_number, typed
from app.minutes.document.data import Person
from app.numbering.rules import DocumentType


@dataclass(frozen=True)
class SupplementData:
    letterhead: Letterhead
    number_of_minutes: str
    subject_of_minutes: str
    held_on: date
    dated: date
    text: str
    reason: str
    decided_on: date | None  # the day of the later meeting that decided it
    chair: Person | None
    minute_taker: Person | None


def supplement_document(data: SupplementData) -> Document:
    """No number yet: it is set when the supplement is sealed."""
    subject = f"bổ sung biên bản số {data.number_of_minutes}, {data.subject_of_minutes}"
    return Document(
        style=data.letterhead.style,
        dated=data.dated,
        title=f"Biên bản {subject}",
        header=data.letterhead.header(
            number=dotted_number(DocumentType.MINUTES, data.letterhead.symbol)
        ),
        type_name="Biên bản",
        subject=data.letterhead.subject(subject),
        blocks=tuple(_blocks(data)),
    )


def _blocks(data: SupplementData) -> Iterator[Block]:
    yield Paragraph(
        f"Biên bản số {data.number_of_minutes} ghi {data.subject_of_minutes}, họp "
        f"{long_date(data.held_on)}, nay được bổ sung như sau:"
    )
    yield Heading("I- LÝ DO")
    yield from typed(data.reason)
    yield Heading("II- NỘI DUNG BỔ SUNG")
    yield from typed(data.text)
    yield Paragraph(
        "Các nội dung khác của biên bản giữ nguyên. Biên bản bổ sung được đọc trước chi bộ và "
        f"được chi bộ thông qua {_when(data)}."
    )
    yield Signatures(
        left=Signatory(
            ("NGƯỜI GHI BIÊN BẢN",), data.minute_taker.name if data.minute_taker else ""
        ),
        right=Signatory(("CHỦ TRÌ HỘI NGHỊ",), data.chair.name if data.chair else ""),
    )


def _when(data: SupplementData) -> str:
    if data.decided_on:
        return f"tại buổi sinh hoạt {long_date(data.decided_on)}"
    return long_date(data.dated)
