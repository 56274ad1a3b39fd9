"""Minutes to be written by hand, when power or network fail."""

from collections.abc import Iterator

from app.documents.model import (
    Block,
    Column,
    Document,
    FormLine,
    Heading,
    ListItem,
    Paragraph,
    Row,
    Signatory,
    Signatures,
    Table,
)
from app.documents.typography import long_date
from app.meetings.document import Occasion, dotted_number
from app.meetings.rules.agenda import agenda_of
from app.meetings.rules.life import CONFERENCES
from app.numbering.rules import DocumentType

_ROMAN = ("I", "II", "III", "IV", "V")
_TASKS = 4


def blank_minutes_document(occasion: Occasion) -> Document:
    """The same parts in the same order as the printed minutes, dotted."""
    number = dotted_number(DocumentType.MINUTES, occasion.letterhead.symbol)
    return Document(
        style=occasion.letterhead.style,
        dated=occasion.held_on,
        title=f"Mẫu biên bản {occasion.subject}",
        header=occasion.letterhead.header(number=number),
        type_name="Biên bản",
        subject=occasion.letterhead.subject(occasion.subject),
        blocks=(*_opening(occasion), *_parts(occasion), *_closing()),
    )


def _opening(occasion: Occasion) -> Iterator[Block]:
    day = long_date(occasion.held_on)
    yield ListItem(f"Thời gian: từ ……… giờ ……… đến ……… giờ ………, {day}.")
    yield ListItem(f"Địa điểm: {occasion.place.rstrip('.')}.")
    yield FormLine(("- Chủ trì: đồng chí",))
    yield FormLine(("- Thư ký: đồng chí",))
    yield FormLine(("- Đại biểu cấp trên:",), more=1)
    if not occasion.is_of_committee:
        yield FormLine(("- Tổng số đảng viên:", "chính thức:", "dự bị:"))
    yield FormLine(("- Phải dự:", "Có mặt:", "đạt (%):"))
    yield FormLine(("- Vắng có lý do (họ tên, lý do):",), more=2)
    yield FormLine(("- Vắng không lý do (họ tên):",), more=1)
    if occasion.type not in CONFERENCES:
        yield FormLine(("- Tình hình nộp đảng phí:",))


def _parts(occasion: Occasion) -> Iterator[Block]:
    parts: tuple[tuple[str, list[Block]], ...] = (
        ("NỘI DUNG", list(_contents(occasion))),
        ("Ý KIẾN THẢO LUẬN", [FormLine(("- Đồng chí",), more=2)] * 4),
        ("KẾT LUẬN CỦA CHỦ TRÌ", list(_conclusions())),
        ("BIỂU QUYẾT", [_vote(), _vote()]),
        ("TỰ ĐÁNH GIÁ CHẤT LƯỢNG", [FormLine(("Tổng điểm:", "xếp loại:"), more=2)]),
    )
    if occasion.type in CONFERENCES:
        parts = parts[:-1]
    for roman, (title, blocks) in zip(_ROMAN, parts, strict=False):
        yield Heading(f"{roman}- {title}")
        yield from blocks


def _contents(occasion: Occasion) -> Iterator[Block]:
    for number, section in enumerate(agenda_of(occasion.type), start=1):
        yield Heading(f"{section.number or number}. {section.title}", level=2)
        yield FormLine(more=6)


def _conclusions() -> Iterator[Block]:
    yield FormLine(more=4)
    yield Paragraph("Phân công thực hiện như sau:")
    yield Table(
        columns=(
            Column("TT", 10, "centre"),
            Column("Nhiệm vụ"),
            Column("Người chịu trách nhiệm", 40),
            Column("Thời hạn", 28, "centre"),
        ),
        rows=tuple(Row((str(number), "", "", "")) for number in range(1, _TASKS + 1)),
        row_height_mm=11,
    )


def _vote() -> Block:
    return FormLine(("Tán thành:", "Không tán thành:", "Ý kiến khác:"), more=1)


def _closing() -> Iterator[Block]:
    yield Paragraph("Biên bản được thông qua trước hội nghị, kết thúc lúc ……… giờ ……… cùng ngày.")
    yield Signatures(
        left=Signatory(("NGƯỜI GHI BIÊN BẢN",)), right=Signatory(("CHỦ TRÌ HỘI NGHỊ",))
    )
