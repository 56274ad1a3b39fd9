"""Tables as an Excel file: the same figures as on page and paper, to go on with.

What people typed is written as text, whatever it begins with: no cell is ever a formula.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from typing import TypeAlias

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Cell: TypeAlias = str | int | date | None

_SETTINGS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_DAY = "dd/mm/yyyy"
_NAME_LENGTH = 31  # Excel refuses longer names of sheets
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


@dataclass(frozen=True)
class Heading:
    """A column's title and its width in characters."""

    text: str
    width: int = 14


@dataclass(frozen=True)
class Sheet:
    """A table under the lines that say what it is; `total` stands in bold below it.

    One without lines begins with its headings. What is typed into an `is_open` one later stays as
    it is typed: Excel makes no day of “3.2”.
    """

    name: str
    lines: tuple[str, ...]
    headings: tuple[Heading, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] = ()
    is_open: bool = False


def render_xlsx(title: str, dated: date, sheets: Sequence[Sheet]) -> bytes:
    """`dated` is the only date that enters the file: the same sheets give the same bytes."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, _SETTINGS) as book:
        book.set_properties({"title": title, "created": datetime.combine(dated, time())})
        plain = {"font_name": "Times New Roman", "font_size": 12}
        ruled = {**plain, "border": 1, "text_wrap": True, "valign": "top", "num_format": _DAY}
        looks = {
            "title": book.add_format({**plain, "bold": True, "font_size": 14}),
            "line": book.add_format(plain),
            "open": book.add_format({**plain, "num_format": "@"}),
            "head": book.add_format({**ruled, "bold": True, "align": "center"}),
            "text": book.add_format({**ruled, "num_format": "@"}),
            "number": book.add_format({**ruled, "num_format": "#,##0"}),
            "day": book.add_format({**ruled, "align": "center"}),
            "total text": book.add_format({**ruled, "bold": True, "num_format": "@"}),
            "total number": book.add_format({**ruled, "bold": True, "num_format": "#,##0"}),
        }
        for sheet in sheets:
            _draw(book.add_worksheet(_name(sheet.name)), sheet, looks)
    return buffer.getvalue()


def _name(name: str) -> str:
    return name.translate(_FORBIDDEN).strip()[:_NAME_LENGTH].strip()


def _draw(page: Worksheet, sheet: Sheet, looks: dict[str, Format]) -> None:
    for number, line in enumerate(sheet.lines):
        page.write_string(number, 0, line, looks["line" if number else "title"])
    head = len(sheet.lines) + 1 if sheet.lines else 0
    for column, heading in enumerate(sheet.headings):
        page.set_column(column, column, heading.width, looks["open"] if sheet.is_open else None)
        page.write_string(head, column, heading.text, looks["head"])
    for number, row in enumerate(sheet.rows, head + 1):
        for column, cell in enumerate(row):
            _write(page, number, column, cell, looks, "")
    for column, cell in enumerate(sheet.total):
        _write(page, head + 1 + len(sheet.rows), column, cell, looks, "total ")
    page.freeze_panes(head + 1, 1)
    if sheet.rows:
        page.autofilter(head, 0, head + len(sheet.rows), len(sheet.headings) - 1)
    page.repeat_rows(head)
    page.set_paper(9)  # A4
    page.set_landscape()
    page.fit_to_pages(1, 0)


def _write(
    page: Worksheet, row: int, column: int, cell: Cell, looks: dict[str, Format], kind: str
) -> None:
    match cell:
        case None | "":
            page.write_blank(row, column, None, looks[f"{kind}text"])
        case int():
            page.write_number(row, column, cell, looks[f"{kind}number"])
        case date():
            page.write_datetime(row, column, datetime.combine(cell, time()), looks["day"])
        case _:
            page.write_string(row, column, cell, looks[f"{kind}text"])
