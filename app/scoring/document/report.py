"""The report of half a year or a year on paper and as Excel: the same figures in both."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.documents.excel import Cell, Sheet
from app.documents.excel import Heading as SheetHeading
from app.documents.model import (
    Block,
    Column,
    Document,
    Footing,
    GroupRow,
    Heading,
    Paragraph,
    Row,
    Signatory,
    Table,
)
from app.documents.styles import landscape
from app.meetings.document import Letterhead
from app.scoring.rules.report import STANDARD_INDICATORS, Report, UnitLine

BY_HAND = (
    "Các cột dân vận khéo, đọc bài viết, kiểm tra giám sát để trống: phần mềm không có số liệu, "
    "đơn vị tự ghi."
)
KNOWN = (
    "Số dự sinh hoạt lệ và phát biểu ý kiến tính theo lượt; trong ngoặc ở cột phát biểu là số đảng "
    "viên có phát biểu. Kết nạp tính theo ngày vào Đảng ghi trong danh sách đảng viên."
)
# Title, width on paper, and whether somebody fills it in by hand.
COLUMNS = (
    ("Đảng số", 16, False),
    ("Số dự sinh hoạt lệ", 27, False),
    ("Phát biểu ý kiến", 20, False),
    ("Dân vận khéo", 17, True),
    ("Học tập chuyên đề", 22, False),
    ("Đọc bài viết", 17, True),
    ("Kế hoạch sinh hoạt chuyên đề", 26, False),
    ("Kết nạp đảng", 17, False),
    ("Kiểm tra, giám sát", 20, True),
)


@dataclass(frozen=True)
class ReportPaper:
    letterhead: Letterhead
    signatory: Signatory
    on: date
    report: Report

    @property
    def about(self) -> str:
        return f"kết quả sinh hoạt, đánh giá, xếp loại {self.report.label}"


def report_document(data: ReportPaper) -> Document:
    return Document(
        style=landscape(data.letterhead.style),
        dated=data.on,
        title=f"Báo cáo {data.about}",
        header=data.letterhead.header(
            number=f"……-BC/{data.letterhead.symbol}", dated=None, year=data.on.year
        ),
        type_name="Báo cáo",
        subject=data.letterhead.subject(data.about),
        has_subject_rule=True,
        blocks=tuple(_blocks(data)),
    )


def _blocks(data: ReportPaper) -> Iterator[Block]:
    found = data.report
    yield Paragraph(f"Số liệu tính đến ngày {data.on:%d/%m/%Y}.")
    yield Heading("I- CHỈ SỐ CHUNG")
    if found.not_met:
        yield Paragraph(f"{'; '.join(found.not_met)}.", lead="Không sinh hoạt thường kỳ: ")
    yield Table(
        (Column("Chỉ số", 47), Column("Kết quả", 36, "centre"), Column("Cách tính")),
        tuple(Row(row) for row in found.indicators),
    )
    yield from _meetings(found)
    yield Heading("II- TỔNG HỢP THEO ĐƠN VỊ")
    yield Table(
        (
            Column("Đơn vị"),
            *(Column(title, width, "centre") for title, width, _ in COLUMNS),
            Column("Ghi chú", 28),
        ),
        tuple(_rows(found)),
    )
    yield Paragraph(KNOWN)
    yield Paragraph(BY_HAND)
    yield from _yearly(found)
    yield Footing(("Cấp ủy cấp trên (để báo cáo),", "Lưu Văn phòng."), data.signatory)


def _meetings(found: Report) -> Iterator[Block]:
    yield Heading("Số buổi họp theo cấp và loại hình", level=2)
    if not found.held:
        yield Paragraph("Chưa có buổi họp nào được ghi.")
        return
    yield Table(
        (Column("Cấp", 36), Column("Loại hình"), Column("Số buổi", 22, "centre")),
        tuple(Row((one.body, one.kind, str(one.number))) for one in found.held),
    )


def _rows(found: Report) -> Iterator[Row | GroupRow]:
    group = ""
    for line in found.units:
        if line.group != group:
            group = line.group
            yield GroupRow(group)
        yield Row((line.name, *unit_cells(line), line.remark))
    if len(found.units) > 1:
        yield Row((found.sum_line.name, *unit_cells(found.sum_line), ""))


def unit_cells(line: UnitLine) -> tuple[str, ...]:
    """Column by column, empty where somebody fills it in by hand."""
    figures = line.figures
    return (
        str(line.members),
        figures["attendance_monthly"].words,
        f"{figures['speakers'].part} ({line.spoke})",
        "",
        f"{figures['topical'].part}/{figures['topical'].due}",
        "",
        f"{figures['planned'].part}/{figures['planned'].due}",
        str(line.admitted),
        "",
    )


def _yearly(found: Report) -> Iterator[Block]:
    numbers = iter(("III", "IV"))
    if found.grades:
        yield Heading(f"{next(numbers)}- KẾT QUẢ XẾP LOẠI")
        yield Table(
            (Column("Đối tượng", 42), Column("Xếp loại"), Column("Số lượng", 24, "centre")),
            tuple(Row((what, grade, str(number))) for what, grade, number in found.grades),
        )
    if found.reviews:
        yield Heading(f"{next(numbers)}- KIỂM ĐIỂM")
        yield Table(
            (
                Column("Đối tượng", 36),
                Column("Phải kiểm điểm", 24, "centre"),
                Column("Đã kiểm điểm", 24, "centre"),
                Column("Chưa kiểm điểm", 24, "centre"),
                Column("Không phải kiểm điểm"),
            ),
            tuple(Row(row) for row in review_rows(found)),
        )


def review_rows(found: Report) -> Iterator[tuple[str, ...]]:
    for one in found.reviews:
        reasons = "; ".join(f"{reason}: {number}" for reason, number in one.left_out)
        yield one.label, str(one.due), str(one.done), str(one.open), reasons or "Không có"


def report_sheets(data: ReportPaper) -> tuple[Sheet, ...]:
    """Each branch with numerator and denominator apart, so that they can be added up again."""
    found = data.report
    about = f"Báo cáo {data.about}: {data.letterhead.name}"
    lines = (about, f"Số liệu tính đến ngày {data.on:%d/%m/%Y}.")
    return (
        Sheet(
            "Theo đơn vị",
            (*lines, KNOWN, BY_HAND),
            (
                SheetHeading("Cấp ủy", 26),
                SheetHeading("Đơn vị", 34),
                *(SheetHeading(title, 16) for title, _, _ in COLUMNS),
                SheetHeading("Ghi chú", 36),
            ),
            tuple((line.group, line.name, *unit_cells(line), line.remark) for line in found.units),
        ),
        Sheet(
            "Chỉ số chung",
            lines,
            (
                SheetHeading("Chỉ số", 34),
                SheetHeading("Kết quả", 20),
                SheetHeading("Cách tính", 70),
            ),
            tuple(found.indicators),
        ),
        Sheet("Chỉ số từng đơn vị", lines, tuple(_heads()), tuple(map(_numbers, found.units))),
        Sheet(
            "Buổi họp",
            lines,
            (SheetHeading("Cấp", 20), SheetHeading("Loại hình", 44), SheetHeading("Số buổi")),
            tuple((one.body, one.kind, one.number) for one in found.held),
        ),
        *_yearly_sheets(found, lines),
    )


def _heads() -> Iterator[SheetHeading]:
    yield SheetHeading("Đơn vị", 34)
    for indicator in STANDARD_INDICATORS.values():
        yield SheetHeading(f"{indicator.label} (tử số)", 16)
        yield SheetHeading(f"{indicator.label} (mẫu số)", 16)
    yield SheetHeading("Họp bất thường (buổi)", 16)
    yield SheetHeading("Điểm bình quân", 14)
    yield SheetHeading("Số tháng có điểm", 14)


def _numbers(line: UnitLine) -> tuple[Cell, ...]:
    shares = (line.figures[key] for key in STANDARD_INDICATORS)
    counted = (number for ratio in shares for number in (ratio.part, ratio.due))
    average = line.figures.average
    return line.name, *counted, line.figures.extraordinary, average.value, average.of


def _yearly_sheets(found: Report, lines: tuple[str, ...]) -> Iterator[Sheet]:
    if found.grades:
        words = (SheetHeading("Đối tượng", 20), SheetHeading("Xếp loại", 36))
        yield Sheet("Xếp loại", lines, (*words, SheetHeading("Số lượng")), found.grades)
    if found.reviews:
        titles = ("Đối tượng", "Phải kiểm điểm", "Đã kiểm điểm", "Chưa", "Không phải kiểm điểm")
        headings = tuple(SheetHeading(title, 22) for title in titles)
        yield Sheet("Kiểm điểm", lines, headings, tuple(review_rows(found)))
