"""A committee's month on paper and as Excel: the same lines in both."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.documents.excel import Cell, Sheet
from app.documents.excel import Heading as SheetHeading
from app.documents.model import (
    Block,
    Column,
    Document,
    GroupRow,
    ListItem,
    Paragraph,
    Row,
    Signatory,
    Signatures,
    Table,
)
from app.meetings.document import Letterhead, month_of
from app.scoring.rules.rollup import Rollup, RollupLine

_COLUMNS = (
    Column("STT", 11, "centre"),
    Column("Đơn vị"),
    Column("Số ĐV", 12, "centre"),
    Column("Ngày họp", 26, "centre"),
    Column("Tự chấm", 18, "centre"),
    Column("Chính thức", 18, "centre"),
    Column("Ghi chú (thuyết minh điểm trừ)", 49),
)


@dataclass(frozen=True)
class RollupPaper:
    letterhead: Letterhead
    signatory: Signatory
    month: date
    on: date
    rollup: Rollup

    @property
    def about(self) -> str:
        return f"kết quả chấm điểm sinh hoạt chi bộ {month_of(self.month)} năm {self.month.year}"


def rollup_document(data: RollupPaper) -> Document:
    return Document(
        style=data.letterhead.style,
        dated=data.on,
        title=f"Tổng hợp {data.about}",
        header=data.letterhead.header(dated=data.on),
        type_name="Tổng hợp",
        subject=data.letterhead.subject(data.about),
        has_subject_rule=True,
        blocks=tuple(_blocks(data)),
    )


def _blocks(data: RollupPaper) -> Iterator[Block]:
    yield from (Paragraph(sentence) for sentence in data.rollup.sentences)
    yield from (ListItem(f"{names}.", f"{label}: ") for label, names in data.rollup.named)
    yield Table(_COLUMNS, tuple(_rows(data.rollup)))
    yield Signatures(Signatory(("NGƯỜI TỔNG HỢP",)), data.signatory)


def _rows(found: Rollup) -> Iterator[Row | GroupRow]:
    number, group = 0, ""
    for line in found.lines:
        if line.group != group:
            group = line.group
            yield GroupRow(group)
        number += not line.what
        yield Row(
            (
                "" if line.what else str(number),
                line.name,
                str(line.members),
                f"{line.held_on:%d/%m/%Y}" if line.held_on else "",
                line.own.words,
                line.official.words,
                line.remark,
            )
        )


def rollup_sheets(data: RollupPaper) -> tuple[Sheet, ...]:
    named = tuple(f"{label}: {names}" for label, names in data.rollup.named)
    return (
        Sheet(
            f"{month_of(data.month)} {data.month.year}",
            (
                f"Tổng hợp {data.about}: {data.letterhead.name}",
                f"Tính đến ngày {data.on:%d/%m/%Y}.",
                *data.rollup.sentences,
                *named,
            ),
            (
                SheetHeading("STT", 6),
                SheetHeading("Cấp ủy", 28),
                SheetHeading("Đơn vị", 36),
                SheetHeading("Số ĐV", 8),
                SheetHeading("Ngày họp"),
                SheetHeading("Điểm tự chấm"),
                SheetHeading("Tự xếp loại"),
                SheetHeading("Điểm chính thức"),
                SheetHeading("Xếp loại"),
                SheetHeading("Ghi chú (thuyết minh điểm trừ)", 60),
            ),
            tuple(_numbered(data)),
        ),
    )


def _numbered(data: RollupPaper) -> Iterator[tuple[Cell, ...]]:
    number = 0
    for line in data.rollup.lines:
        number += not line.what
        yield None if line.what else number, *_cells(line)


def _cells(line: RollupLine) -> tuple[Cell, ...]:
    return (
        line.group,
        line.name,
        line.members,
        line.held_on,
        line.own.points,
        line.own.grade,
        line.official.points,
        line.official.grade,
        line.remark,
    )
