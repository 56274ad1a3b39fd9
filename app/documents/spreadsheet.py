"""A workbook somebody filled in, as rows of text: cells as people type them."""

from datetime import date, time, timedelta
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

from app.documents.unpacking import damaged, refusal, unpacked
from app.kernel.text import clean

MOST_BYTES = 5 * 1024 * 1024
MOST_SHEETS = 30

_PACKED = b"PK\x03\x04"
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")

Rows = list[list[str]]


def is_workbook(content: bytes) -> bool:
    """Whether this is meant to be one, readable or not."""
    return content.startswith((_PACKED, _OLD_OR_LOCKED))


def read_workbook(content: bytes) -> dict[str, Rows]:
    """The rows of each sheet from its first on, so that a row has the number it has in Excel.

    :raises RuleBroken: for what is no workbook, is locked, damaged or too large, is empty, or has
        a day in a cell: Excel makes one of “3.2” or “1/2”, and nobody can tell which was meant.
    """
    _check_kind(content)
    try:
        with CalamineWorkbook.from_filelike(BytesIO(unpacked(content))) as book:
            tables = [sheet.name for sheet in book.sheets_metadata if _is_table(sheet)]
            if len(tables) > MOST_SHEETS:
                raise refusal(f"Tệp Excel có quá {MOST_SHEETS} trang; chỉ giữ các trang cần đọc.")
            found = {name: _rows(book, name) for name in tables}
    except CalamineError:
        raise damaged() from None
    if not any(found.values()):
        raise refusal("Tệp Excel này không có nội dung.")
    return found


def _check_kind(content: bytes) -> None:
    if not content:
        raise refusal("Tệp này rỗng; chọn tệp khác.")
    if len(content) > MOST_BYTES:
        raise refusal(f"Tệp quá lớn; nhiều nhất {MOST_BYTES // 1024 // 1024} MB.")
    if content.startswith(_OLD_OR_LOCKED):
        raise refusal(
            "Tệp Excel đặt mật khẩu; bỏ mật khẩu rồi thử lại."
            if _LOCKED in content
            else "Tệp Excel kiểu cũ (.xls); mở bằng Excel, lưu lại thành .xlsx rồi thử lại."
        )
    if not content.startswith(_PACKED):
        raise refusal("Tệp này không phải tệp Excel (.xlsx).")


def _is_table(sheet: Any) -> bool:
    return bool(sheet.typ == SheetTypeEnum.WorkSheet)


def _rows(book: CalamineWorkbook, name: str) -> Rows:
    cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    rows = [[_text(cell, name, row) for cell in line] for row, line in enumerate(cells, 1)]
    return rows if any(map(any, rows)) else []


def _text(cell: object, sheet: str, row: int) -> str:
    match cell:
        case bool():
            return "Có" if cell else "Không"
        case float():
            # The shortest text that is read as the same number; 9 and not 9.0.
            return str(int(cell)) if cell.is_integer() else repr(cell)
        case date() | time() | timedelta():
            raise refusal(
                f"Trang “{sheet}”, dòng {row} có ô kiểu ngày, giờ. Đổi định dạng ô thành Văn bản "
                "(Text) rồi nhập lại, ví dụ 3.2."
            )
    return clean(str(cell))
