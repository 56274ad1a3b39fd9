"""The branch's work programme of the year: a table of its months."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from app.documents.model import (
    Block,
    Column,
    Document,
    Footing,
    GroupRow,
    Paragraph,
    Row,
    Signatory,
    Table,
)
from app.meetings.document import Letterhead, dotted_number
from app.numbering.rules import DocumentType


@dataclass(frozen=True)
class WorkLine:
    month: int
    text: str
    owner: str
    due_on: date


@dataclass(frozen=True)
class WorkData:
    """`dated` is the day of registration; `superior` the committee it is put before."""

    letterhead: Letterhead
    year: int
    lines: tuple[WorkLine, ...]
    is_draft: bool = False
    dated: date | None = None
    superior: str = ""
    is_approved: bool = False
    authority: str = "T/M CHI BỘ"
    signer: str = ""
    signer_title: str = ""


def work_document(data: WorkData) -> Document:
    subject = f"công tác năm {data.year}"
    return Document(
        style=data.letterhead.style,
        dated=data.dated or date(data.year, 1, 1),
        title=f"Chương trình {subject}",
        header=data.letterhead.header(
            number=dotted_number(DocumentType.PROGRAMME, data.letterhead.symbol),
            dated=data.dated,
            year=data.year,
        ),
        type_name="Chương trình",
        subject=data.letterhead.subject(subject),
        has_subject_rule=True,
        blocks=tuple(_blocks(data)),
    )


def _blocks(data: WorkData) -> Iterator[Block]:
    if data.is_draft:
        yield Paragraph("(Dự thảo)", align="centre", is_italic=True, is_indented=False)
    yield Paragraph(
        f"{data.letterhead.name} xây dựng chương trình công tác năm {data.year} như sau:"
    )
    if data.lines:
        yield Table(
            columns=(
                Column("STT", 13, "centre"),
                Column("Nội dung công việc"),
                Column("Người phụ trách", 44),
                Column("Thời hạn", 28, "centre"),
            ),
            rows=tuple(_rows(data)),
        )
    else:
        yield Paragraph("Chưa có việc nào.")
    yield Paragraph(
        "Hằng tháng, chi bộ kiểm điểm kết quả thực hiện và xác định nhiệm vụ tháng tiếp theo tại "
        "buổi sinh hoạt thường kỳ."
    )
    if data.is_approved and data.superior:
        yield Paragraph(f"Chương trình này đã được {data.superior} duyệt.")
    superior = (f"{data.superior} (để báo cáo),",) if data.superior else ()
    lines = (data.authority, data.signer_title) if data.signer else (data.authority,)
    yield Footing(
        recipients=(*superior, "Đảng viên chi bộ (thực hiện),", "Lưu Chi bộ."),
        signatory=Signatory(lines, data.signer),
    )


def _rows(data: WorkData) -> Iterator[Row | GroupRow]:
    numbered = enumerate(data.lines, start=1)
    for month, lines in groupby(numbered, lambda pair: pair[1].month):
        yield GroupRow(f"Tháng {month}")
        for number, line in lines:
            owner = f"Đồng chí {line.owner}" if line.owner else "Chi bộ"
            yield Row((str(number), line.text, owner, f"{line.due_on:%d/%m/%Y}"))
