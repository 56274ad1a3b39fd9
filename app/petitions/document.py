"""The answer to a petition, and the list a committee takes to its briefing, as papers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.documents.model import (
    Block,
    Column,
    Document,
    Footing,
    Paragraph,
    Row,
    Signatory,
    Table,
)
from app.documents.typography import counted, long_date
from app.meetings.document import Letterhead, dotted_number, typed
from app.numbering.rules import DocumentType
from app.petitions.rules import STATE_LABELS, PetitionState

# To whom its reader may not put a name.
UNNAMED = "một đồng chí"


@dataclass(frozen=True)
class AnswerPaper:
    """One level's answer; `author` is empty for those who may not read the name."""

    letterhead: Letterhead
    authority: str
    author: str
    branch: str
    raised_on: date
    received_on: date
    text: str
    answer: str
    answered_on: date
    reason: str = ""


def answer_document(data: AnswerPaper) -> Document:
    who = f"đồng chí {data.author}" if data.author else UNNAMED
    subject = f"về việc trả lời kiến nghị của {who}"
    head = data.letterhead
    return Document(
        style=head.style,
        dated=data.answered_on,
        title="Thông báo trả lời kiến nghị",
        header=head.header(
            number=dotted_number(DocumentType.NOTICE, head.symbol), dated=data.answered_on
        ),
        type_name="Thông báo",
        subject=head.subject(subject),
        has_subject_rule=True,
        blocks=(
            *_addressed(data),
            Paragraph(
                f"{_capital(long_date(data.received_on))}, {head.name} nhận được kiến nghị của "
                f"{who}, {data.branch}, nêu {long_date(data.raised_on)}, với nội dung:"
            ),
            *typed(data.text),
            *_passed_on(data),
            Paragraph(f"Sau khi xem xét, {head.name} trả lời như sau:"),
            *typed(data.answer),
            Footing(
                recipients=(*(("Như trên,",) if data.author else ()), f"Lưu {head.name}."),
                signatory=Signatory((data.authority, "BÍ THƯ")),
            ),
        ),
    )


def _addressed(data: AnswerPaper) -> Iterator[Block]:
    if data.author:
        yield Paragraph(
            f"Kính gửi: Đồng chí {data.author}, {data.branch}", align="centre", is_indented=False
        )


def _passed_on(data: AnswerPaper) -> Iterator[Block]:
    if data.reason:
        yield Paragraph(data.reason.strip(), lead="Lý do chuyển lên:")


@dataclass(frozen=True)
class ListedPetition:
    raised_on: date
    branch: str
    author: str
    text: str
    addressee: str
    state: PetitionState
    until: date
    ended_on: date | None = None


@dataclass(frozen=True)
class PetitionList:
    letterhead: Letterhead
    subject: str
    dated: date
    rows: tuple[ListedPetition, ...]


def list_document(data: PetitionList) -> Document:
    head = data.letterhead
    return Document(
        style=head.style,
        dated=data.dated,
        title=f"Tổng hợp {data.subject}",
        header=head.header(dated=data.dated),
        type_name="Tổng hợp",
        subject=head.subject(data.subject),
        has_subject_rule=True,
        blocks=tuple(_listed(data)),
    )


def _listed(data: PetitionList) -> Iterator[Block]:
    if not data.rows:
        yield Paragraph("Không có kiến nghị nào.")
        return
    yield Paragraph(f"Có {counted(len(data.rows))} kiến nghị, đề xuất, khó khăn, vướng mắc.")
    yield Table(
        columns=(
            Column("TT", 10, "centre"),
            Column("Ngày", 26, "centre"),
            Column("Chi bộ, người kiến nghị", 34),
            Column("Nội dung"),
            Column("Kết quả", 38),
        ),
        rows=tuple(
            Row((str(number), f"{row.raised_on:%d/%m/%Y}", _whose(row), row.text, _result(row)))
            for number, row in enumerate(data.rows, start=1)
        ),
    )


def _whose(row: ListedPetition) -> str:
    return f"{row.branch}\nĐồng chí {row.author}" if row.author else row.branch


def _result(row: ListedPetition) -> str:
    on = row.ended_on
    day = f"ngày {on:%d/%m/%Y}" if on else f"hạn {row.until:%d/%m/%Y}"
    return f"{row.addressee}: {STATE_LABELS[row.state].lower()}, {day}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
