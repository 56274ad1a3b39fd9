"""Forms to be filled by hand when power or network fail."""

from app.documents.model import Column, Document, FormLine, Paragraph, Row, Table
from app.meetings.document.occasion import Occasion, by_both, when_and_where

_VOTES = 6


def tally_document(occasion: Occasion) -> Document:
    """The counts of votes by show of hands or by ballot; totals only."""
    return Document(
        style=occasion.letterhead.style,
        dated=occasion.held_on,
        title=f"Phiếu ghi kết quả biểu quyết {occasion.subject}",
        header=occasion.letterhead.header(),
        type_name="Phiếu ghi kết quả biểu quyết",
        subject=occasion.letterhead.subject(occasion.subject),
        blocks=(
            *list(when_and_where(occasion))[:2],
            FormLine(("Cơ số biểu quyết:",)),
            FormLine(("Đảng viên được biểu quyết có mặt:",)),
            Table(
                columns=(
                    Column("TT", 10, "centre"),
                    Column("Nội dung biểu quyết"),
                    Column("Tán thành", 20, "centre"),
                    Column("Không tán thành", 22, "centre"),
                    Column("Ý kiến khác", 18, "centre"),
                    Column("Không hợp lệ", 20, "centre"),
                    Column("Tỷ lệ (%)", 18, "centre"),
                ),
                rows=tuple(Row((str(n), *[""] * 6)) for n in range(1, _VOTES + 1)),
                row_height_mm=16,
            ),
            Paragraph(
                "Tỷ lệ tính trên cơ số biểu quyết, gồm cả đảng viên chính thức vắng mặt. “Không "
                "hợp lệ” chỉ ghi khi bỏ phiếu kín; không ghi tên người bỏ phiếu.",
                is_italic=True,
            ),
            by_both(occasion),
        ),
    )
