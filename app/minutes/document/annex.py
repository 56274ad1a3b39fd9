"""The sheet the branch scored itself with, as an annex: every point taken off with its reason."""

from collections.abc import Iterator

from app.documents.model import Block, Column, GroupRow, PageBreak, Paragraph, Row, Table
from app.kernel.points import shown
from app.meetings.document import unmarked
from app.meetings.rules.self_sheet import SheetLine
from app.minutes.document.data import SelfAssessment


def score_sheet(given: SelfAssessment) -> Iterator[Block]:
    if not given.sheet:
        return
    yield PageBreak()
    yield Paragraph("", lead="BẢNG TỰ CHẤM ĐIỂM BUỔI SINH HOẠT", align="centre", is_indented=False)
    yield Paragraph("(Kèm theo biên bản này)", align="centre", is_italic=True, is_indented=False)
    yield Table(
        columns=(
            Column("TT", 14, "centre"),
            Column("Tiêu chí"),
            Column("Điểm tối đa", 17, "centre"),
            Column("Điểm tự chấm", 17, "centre"),
            Column("Mức đạt; lý do, ghi chú", 54),
        ),
        rows=tuple(_row(line) for line in given.sheet),
    )
    if given.score is not None:
        grade = f", xếp loại {given.grade}" if given.grade else ""
        yield Paragraph(f"{shown(given.score)} điểm{grade}.", lead="Tổng điểm:")


def _row(line: SheetLine) -> Row | GroupRow:
    if line.is_section and not line.depth:
        reached = f" ({line.points}/{line.most} điểm)" if line.points else ""
        return GroupRow(f"{line.code}. {unmarked(line.label)}{reached}")
    said = "; ".join(filter(None, (line.said, unmarked(line.note))))
    return Row((line.code, unmarked(line.label), line.most, line.points, said))
