"""How far a campaign has come, on paper and as Excel: the same rows in both."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.documents.excel import Cell, Sheet
from app.documents.excel import Heading as SheetHeading
from app.documents.model import (
    Block,
    Column,
    Document,
    GroupRow,
    Heading,
    Paragraph,
    Row,
    Signatory,
    Signatures,
    Table,
)
from app.documents.typography import percent
from app.meetings.document import Letterhead
from app.pledges.rules.coverage import Figures

_SUBJECT = "tình hình nộp bản cam kết tu dưỡng, rèn luyện, phấn đấu năm {year}"
# A paper names no more than a reader reads, and is drawn while a page waits; Excel names all.
MOST_NAMED = 200
_COUNTS = (
    ("due", "Phải nộp"),
    ("submitted", "Đã nộp"),
    ("on_time", "Đúng hạn"),
    ("late", "Nộp muộn"),
    ("confirmed", "Đã xác nhận"),
    ("missing", "Chưa nộp"),
)


@dataclass(frozen=True)
class UnitLine:
    name: str
    figures: Figures


@dataclass(frozen=True)
class MemberLine:
    """`reason` says why somebody need not pledge, or must against the rule."""

    name: str
    branch: str
    state: str
    due_on: date
    submitted_on: date | None = None
    is_late: bool = False
    is_missing: bool = False
    reminders: int = 0
    reminded_on: date | None = None
    reason: str = ""

    @property
    def remark(self) -> str:
        late = "nộp muộn" if self.is_late and not self.is_missing else ""
        overdue = "quá hạn" if self.is_late and self.is_missing else ""
        reminded = f"đã nhắc {self.reminders} lần" if self.reminders else ""
        return "; ".join(filter(None, (late, overdue, reminded, self.reason)))


@dataclass(frozen=True)
class CoverageData:
    """At a branch `units` is empty and `members` are all of it; above, they are who is missing in
    the paper, and everybody in the Excel file."""

    letterhead: Letterhead
    year: int
    on: date
    closes_on: date
    figures: Figures
    committees: tuple[UnitLine, ...]
    units: tuple[UnitLine, ...]
    members: tuple[MemberLine, ...]
    excluded: tuple[MemberLine, ...]

    @property
    def missing(self) -> tuple[MemberLine, ...]:
        return tuple(line for line in self.members if line.is_missing)


def coverage_document(data: CoverageData) -> Document:
    subject = _SUBJECT.format(year=data.year)
    return Document(
        style=data.letterhead.style,
        dated=data.on,
        title=f"Tổng hợp {subject}",
        header=data.letterhead.header(dated=data.on),
        type_name="Tổng hợp",
        subject=data.letterhead.subject(subject),
        has_subject_rule=True,
        blocks=tuple(_blocks(data)),
    )


def _blocks(data: CoverageData) -> Iterator[Block]:
    yield from (Paragraph(sentence) for sentence in sentences(data))
    if data.units:
        yield Heading("1. Theo tổ chức", level=2)
        yield Table(
            (Column("Tổ chức"), *(Column(title, 17, "centre") for _, title in _COUNTS)),
            tuple(_unit_rows(data)),
        )
        none = "Không còn đồng chí nào chưa nộp."
        yield from _people("2. Chưa nộp", data.missing, none=none, by_branch=True)
        yield from _people("3. Không thuộc diện phải nộp", data.excluded, by_branch=True)
    else:
        yield from _people("1. Thuộc diện phải nộp", data.members)
        yield from _people("2. Không thuộc diện phải nộp", data.excluded)
    yield Signatures(None, Signatory(("NGƯỜI TỔNG HỢP",)))


def sentences(data: CoverageData) -> Iterator[str]:
    """The figures with numerator, denominator and date."""
    found = data.figures
    said = (
        f"{title} {_share(getattr(found, name), found.due)}"
        for name, title in (
            ("submitted", "đã nộp"),
            ("on_time", "nộp đúng hạn"),
            ("confirmed", "chi bộ đã xác nhận"),
        )
    )
    yield f"Đến ngày {data.on:%d/%m/%Y}, hạn nộp {data.closes_on:%d/%m/%Y}: {'; '.join(said)}."
    yield (
        f"Đã nộp gồm {found.returned} bản đang phải bổ sung. "
        f"Chưa nộp {found.missing} đồng chí, trong đó quá hạn {found.overdue}, "
        f"đã được nhắc {found.reminded}."
    )


def _share(count: int, due: int) -> str:
    return f"{count}/{due} ({percent(count, due)})" if due else "0/0"


def _unit_rows(data: CoverageData) -> Iterator[Row | GroupRow]:
    if data.committees:
        yield GroupRow("Cấp ủy trực thuộc")
        yield from (_row(line) for line in data.committees)
        yield GroupRow("Chi bộ")
    yield from (_row(line) for line in data.units)
    yield _row(UnitLine("Tất cả", data.figures))


def _row(line: UnitLine) -> Row:
    return Row((line.name, *(str(count) for count in _counts(line.figures))))


def _counts(figures: Figures) -> tuple[int, ...]:
    return tuple(getattr(figures, name) for name, _ in _COUNTS)


def _people(
    title: str, lines: Sequence[MemberLine], *, none: str = "Không có.", by_branch: bool = False
) -> Iterator[Block]:
    yield Heading(title, level=2)
    if not lines:
        yield Paragraph(none)
        return
    rows: list[Row | GroupRow] = []
    for number, line in enumerate(lines[:MOST_NAMED], start=1):
        if by_branch and (number == 1 or line.branch != lines[number - 2].branch):
            rows.append(GroupRow(line.branch))
        day = f"{line.submitted_on:%d/%m/%Y}" if line.submitted_on else ""
        rows.append(Row((str(number), line.name, line.state, day, line.remark)))
    yield Table(
        (
            Column("STT", 12, "centre"),
            Column("Họ và tên"),
            Column("Tình trạng", 36),
            Column("Ngày nộp", 25, "centre"),
            Column("Ghi chú", 45),
        ),
        tuple(rows),
    )
    if len(lines) > MOST_NAMED:
        yield Paragraph(f"Và {len(lines) - MOST_NAMED} đồng chí nữa; danh sách đủ ở tệp Excel.")


def coverage_sheets(data: CoverageData) -> tuple[Sheet, ...]:
    title = f"Tổng hợp {_SUBJECT.format(year=data.year)}: {data.letterhead.name}"
    lines = (title, *sentences(data))
    counted = tuple(SheetHeading(text) for _, text in _COUNTS)
    units = data.units or (UnitLine(data.letterhead.name, data.figures),)
    return (
        Sheet(
            "Theo chi bộ",
            lines,
            (SheetHeading("Chi bộ", 44), *counted),
            tuple(_sums(line) for line in units),
            ("Tất cả", *_counts(data.figures)),
        ),
        *_by_committee(data, lines, counted),
        _sheet("Phải nộp", lines, data.members),
        _sheet("Ngoài diện", lines, data.excluded),
    )


def _by_committee(
    data: CoverageData, lines: tuple[str, ...], counted: tuple[SheetHeading, ...]
) -> Iterator[Sheet]:
    if data.committees:
        rows = tuple(_sums(line) for line in data.committees)
        yield Sheet("Theo cấp ủy", lines, (SheetHeading("Cấp ủy", 44), *counted), rows)


def _sums(line: UnitLine) -> tuple[Cell, ...]:
    return line.name, *_counts(line.figures)


def _sheet(name: str, lines: tuple[str, ...], members: Sequence[MemberLine]) -> Sheet:
    headings = (
        SheetHeading("Họ và tên", 28),
        SheetHeading("Chi bộ", 36),
        SheetHeading("Tình trạng", 24),
        SheetHeading("Hạn nộp"),
        SheetHeading("Ngày nộp"),
        SheetHeading("Số lần nhắc"),
        SheetHeading("Nhắc gần nhất", 16),
        SheetHeading("Ghi chú", 40),
    )
    return Sheet(name, lines[:2], headings, tuple(_cells(line) for line in members))


def _cells(line: MemberLine) -> tuple[Cell, ...]:
    return (
        line.name,
        line.branch,
        line.state,
        line.due_on,
        line.submitted_on,
        line.reminders,
        line.reminded_on,
        line.remark,
    )
