"""The paper both sides draw: minutes of four pages, in the prose of the written sample."""

from collections.abc import Iterator
from datetime import date
from itertools import islice

from app.devtools.demo import written
from app.documents.model import (
    Block,
    Column,
    Document,
    Header,
    Heading,
    Paragraph,
    Row,
    Signatory,
    Signatures,
    Table,
)

ROLL_LINES = 40
_PARAGRAPHS_BESIDE_ROLL = 24
_PARAGRAPHS_ALONE = 38


def with_roll() -> Document:
    """Four pages, of which the roll of 40 takes more than one."""
    return _minutes("kèm danh sách điểm danh", [*_prose(_PARAGRAPHS_BESIDE_ROLL), *_roll()])


def without_roll() -> Document:
    """Four pages of prose: how the official minutes look, which count and name the absent."""
    return _minutes("", list(_prose(_PARAGRAPHS_ALONE)))


def _minutes(remark: str, blocks: list[Block]) -> Document:
    return Document(
        style="hd05",
        dated=date(2026, 11, 3),
        title="Biên bản sinh hoạt chi bộ thường kỳ tháng 11 năm 2026",
        header=Header(
            over="Đảng bộ Văn phòng UBND tỉnh",
            issuer="Chi bộ Thông tin – Tin học",
            number_symbol="Số 11-BB/CB",
        ),
        type_name="Biên bản",
        subject=f"sinh hoạt chi bộ thường kỳ tháng 11 năm 2026 {remark}".strip(),
        blocks=(
            *blocks,
            Signatures(
                Signatory(("NGƯỜI GHI BIÊN BẢN",), "Nguyễn Thu Trang"),
                Signatory(("CHỦ TRÌ HỘI NGHỊ",), "Trần Thị Hạnh"),
            ),
        ),
    )


def _prose(paragraphs: int) -> Iterator[Block]:
    for number, text in enumerate(islice(_contents(), paragraphs), start=1):
        if number % 6 == 1:
            yield Heading(f"{number // 6 + 1}. Nội dung thứ {number // 6 + 1}", level=2)
        yield Paragraph(text)


def _contents() -> Iterator[str]:
    for _branch, meeting in written.meetings():
        for item in meeting.get("items", ()):
            yield from written.text(item, "content").splitlines()


def _roll() -> tuple[Block, ...]:
    names = [member["full_name"] for member in written.cast()["member"]]
    columns = (
        Column("TT", 10, "centre"),
        Column("Họ và tên"),
        Column("Đảng viên", 28),
        Column("Có mặt", 22, "centre"),
        Column("Ghi chú", 40),
    )
    rows = tuple(
        Row((str(number), name, "Chính thức", "x" if number % 11 else "", _remark(number)))
        for number, name in enumerate(names[:ROLL_LINES], start=1)
    )
    return Heading("DANH SÁCH ĐIỂM DANH"), Table(columns, rows)


def _remark(number: int) -> str:
    return "" if number % 11 else "Vắng có lý do: đi công tác"
