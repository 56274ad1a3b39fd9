"""The result list of a campaign on paper and as Excel: the same lines in both."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from app.documents.excel import Cell, Sheet
from app.documents.excel import Heading as SheetHeading
from app.documents.model import (
    Block,
    Column,
    Document,
    GroupRow,
    Heading,
    ListItem,
    Paragraph,
    Row,
    Signatory,
    Signatures,
    Table,
)
from app.documents.styles import landscape
from app.documents.typography import percent
from app.kernel.points import shown
from app.meetings.document import Letterhead
from app.scoring.rules.results import Counted, GroupCap, Mark


@dataclass(frozen=True)
class ResultLine:
    """`said` are points and grade of the columns before the decision, where the reader may know
    them; `remark` holds what barred a better grade, and the reason of the decision."""

    rank: int | None
    name: str
    branch: str
    group: str
    said: tuple[Mark, ...]
    total: Fraction | None
    result: str
    remark: str


@dataclass(frozen=True)
class LeftOut:
    name: str
    branch: str
    reason: str


@dataclass(frozen=True)
class ResultPaper:
    letterhead: Letterhead
    signatory: Signatory
    about: str
    on: date
    is_members: bool
    columns: tuple[str, ...]
    lines: tuple[ResultLine, ...]
    left_out: tuple[LeftOut, ...]
    counted: Counted
    caps: tuple[GroupCap, ...]
    cap_reason: str = ""

    @property
    def subject(self) -> str:
        return f"kết quả {self.about}"

    @property
    def sentences(self) -> tuple[str, ...]:
        found = self.counted
        graded = ", ".join(f"{label} {number}" for _, label, number in found.grades)
        return (
            f"Thuộc diện xếp loại {found.due}: {graded}; không xếp loại {found.ungraded}, "
            f"chưa quyết định {found.undecided}.",
        )

    @property
    def cap_lines(self) -> Iterator[tuple[str, str]]:
        """The formula of each comparable group, and the share of the top grade on every base."""
        for one in self.caps:
            lead = f"{one.group}: " if one.group else ""
            shares = "; ".join(
                f"{share.top}/{share.number} = {percent(share.top, share.number)} {share.label}"
                for share in one.shares
                if share.number
            )
            yield lead, f"{one.formula}. Tỷ lệ mức cao nhất: {shares or 'không có'}."


def result_document(data: ResultPaper) -> Document:
    return Document(
        style=landscape(data.letterhead.style),
        dated=data.on,
        title=f"Danh sách {data.subject}",
        header=data.letterhead.header(dated=data.on),
        type_name="Danh sách",
        subject=data.letterhead.subject(data.subject),
        has_subject_rule=True,
        blocks=tuple(_blocks(data)),
    )


def _blocks(data: ResultPaper) -> Iterator[Block]:
    yield from (Paragraph(sentence) for sentence in data.sentences)
    if data.caps:
        yield Heading("Giới hạn mức cao nhất", level=2)
        yield from (ListItem(text, lead) for lead, text in data.cap_lines)
        if data.cap_reason:
            yield Paragraph(data.cap_reason, lead="Lý do vượt giới hạn: ")
    yield Heading("Kết quả", level=2)
    yield Table(tuple(_columns(data)), tuple(_rows(data)))
    if data.left_out:
        yield Heading("Không thuộc diện xếp loại", level=2)
        rows = enumerate(data.left_out, start=1)
        yield Table(
            (
                Column("STT", 12, "centre"),
                Column("Họ và tên", 60),
                Column("Chi bộ"),
                Column("Lý do", 80),
            ),
            tuple(Row((str(number), one.name, one.branch, one.reason)) for number, one in rows),
        )
    yield Signatures(Signatory(("NGƯỜI LẬP",)), data.signatory)


def _columns(data: ResultPaper) -> Iterator[Column]:
    yield Column("Hạng", 15, "centre")
    yield Column("Đảng viên" if data.is_members else "Chi bộ")
    yield from (Column(title, 36, "centre") for title in data.columns)
    yield Column("Điểm quyết định", 22, "centre")
    yield Column("Kết quả", 38)
    yield Column("Ghi chú", 36)


def _rows(data: ResultPaper) -> Iterator[Row | GroupRow]:
    group = ""
    for line in data.lines:
        if line.group != group:
            group = line.group
            yield GroupRow(group)
        name = f"{line.name}\n{line.branch}" if data.is_members else line.name
        said = (mark.words for mark in line.said)
        total = shown(line.total) if line.total is not None else ""
        yield Row((str(line.rank or ""), name, *said, total, line.result, line.remark))


def result_sheets(data: ResultPaper) -> tuple[Sheet, ...]:
    lines = (
        f"Danh sách {data.subject}: {data.letterhead.name}",
        f"Lập ngày {data.on:%d/%m/%Y}.",
        *data.sentences,
        *(f"{lead}{text}" for lead, text in data.cap_lines),
    )
    said = [heading for title in data.columns for heading in (title, f"{title}: xếp loại")]
    headings = ("Hạng", "Họ và tên" if data.is_members else "Chi bộ", "Chi bộ", "Nhóm so sánh")
    return (
        Sheet(
            "Kết quả",
            lines,
            (
                *(SheetHeading(text, 10 if text == "Hạng" else 30) for text in headings),
                *(SheetHeading(text, 16) for text in said),
                SheetHeading("Điểm quyết định", 16),
                SheetHeading("Kết quả", 30),
                SheetHeading("Ghi chú", 44),
            ),
            tuple(_cells(line) for line in data.lines),
        ),
        Sheet(
            "Không thuộc diện",
            lines[:2],
            (SheetHeading("Họ và tên", 30), SheetHeading("Chi bộ", 30), SheetHeading("Lý do", 60)),
            tuple((one.name, one.branch, one.reason) for one in data.left_out),
        ),
    )


def _cells(line: ResultLine) -> tuple[Cell, ...]:
    said = (cell for mark in line.said for cell in (mark.points, mark.grade))
    known = (line.rank, line.name, line.branch, line.group)
    return *known, *said, line.total, line.result, line.remark
