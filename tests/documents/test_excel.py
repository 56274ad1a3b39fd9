from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from app.documents.excel import Heading, Sheet, render_xlsx

DAY = date(2026, 11, 22)


def sheet(*rows, name="Chi bộ", total=()):
    headings = (Heading("Chi bộ", 40), Heading("Phải nộp"), Heading("Ngày"))
    return Sheet(name, ("Tình hình nộp", "Đến ngày 22/11/2026"), headings, rows, total)


def read(*sheets):
    book = CalamineWorkbook.from_filelike(BytesIO(render_xlsx("Tình hình", DAY, sheets)))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_a_sheet_says_what_it_is_then_shows_its_rows_and_its_total():
    found = read(
        sheet(
            ("Chi bộ Hành chính", 12, DAY),
            ("Chi bộ Công nghệ", 9, None),
            total=("Tất cả", 21, None),
        )
    )

    assert found["Chi bộ"] == [
        ["Tình hình nộp", "", ""],
        ["Đến ngày 22/11/2026", "", ""],
        ["", "", ""],
        ["Chi bộ", "Phải nộp", "Ngày"],
        ["Chi bộ Hành chính", 12.0, DAY],
        ["Chi bộ Công nghệ", 9.0, ""],
        ["Tất cả", 21.0, ""],
    ]


@pytest.mark.parametrize("typed", ["=1+1", "@SUM(A1)", "+84", "https://example.vn", "{=1}"])
def test_what_somebody_typed_stays_text(typed):
    assert read(sheet((typed, 1, None)))["Chi bộ"][4][0] == typed
    with ZipFile(BytesIO(render_xlsx("Tình hình", DAY, [sheet((typed, 1, None))]))) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


def test_the_same_sheets_give_the_same_bytes():
    first, second = (render_xlsx("Tình hình", DAY, [sheet(("A", 1, DAY))]) for _ in range(2))

    assert first == second


def test_a_long_name_with_signs_that_excel_refuses_still_names_a_sheet():
    (name,) = read(sheet(name="Chi bộ: Thông tin/Tin học [Văn phòng UBND tỉnh]"))

    assert name == "Chi bộ  Thông tin Tin học  Văn"


def test_an_empty_table_is_a_file_all_the_same():
    assert read(sheet())["Chi bộ"][3][0] == "Chi bộ"


def test_a_sheet_without_lines_begins_with_its_headings_and_keeps_what_is_typed_later_as_text():
    made = Sheet("Tiêu chí", (), (Heading("Số"),), (("3.10",),), is_open=True)

    assert read(made)["Tiêu chí"] == [["Số"], ["3.10"]]
    with ZipFile(BytesIO(render_xlsx("Bảng", DAY, [made]))) as parts:
        column = parts.read("xl/worksheets/sheet1.xml").partition(b"<cols>")[2].partition(b"/>")[0]
        assert b"style=" in column
