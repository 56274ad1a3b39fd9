"""The paper of a topic as a document: what the members read before they come."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.documents.model import Block, Document, Heading, Paragraph, Signatory, Signatures
from app.documents.typography import long_date
from app.meetings.document import Letterhead, typed


@dataclass(frozen=True)
class LeadPaperData:
    """`adopted_on` is None while the chi ủy has not adopted the text."""

    letterhead: Letterhead
    topic: str
    held_on: date
    presenters: tuple[str, ...]
    text: str
    questions: tuple[str, ...] = ()
    adopted_on: date | None = None


def lead_paper_document(data: LeadPaperData) -> Document:
    return Document(
        style=data.letterhead.style,
        dated=data.adopted_on or data.held_on,
        title=f"Bản đề dẫn {data.topic}",
        header=data.letterhead.header(dated=data.adopted_on),
        type_name="Đề dẫn",
        subject=data.letterhead.subject(f"chuyên đề: {data.topic.rstrip('.')}"),
        has_subject_rule=True,
        blocks=(*_head(data), *_body(data), _signatures(data)),
    )


def _head(data: LeadPaperData) -> Iterator[Block]:
    if data.adopted_on is None:
        yield Paragraph("(Dự thảo)", align="centre", is_italic=True, is_indented=False)
    yield Paragraph(
        f"(Tài liệu sinh hoạt chuyên đề {long_date(data.held_on)})",
        align="centre",
        is_italic=True,
        is_indented=False,
    )


def _body(data: LeadPaperData) -> Iterator[Block]:
    if not data.text.strip():
        yield Paragraph("Nội dung đề dẫn ở tệp gửi kèm.")
    yield from typed(data.text)
    if data.questions:
        yield Heading("CÂU HỎI GỢI Ý THẢO LUẬN")
        for number, question in enumerate(data.questions, start=1):
            yield Paragraph(f"{number}. {question}")


def _signatures(data: LeadPaperData) -> Block:
    """Each presenter's name on a line of its own under the common function."""
    return Signatures(left=None, right=Signatory(("NGƯỜI TRÌNH BÀY",), "\n".join(data.presenters)))
