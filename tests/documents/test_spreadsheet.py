"""A workbook somebody filled in is read as it was typed, or refused in words."""

from contextlib import suppress
from datetime import date, datetime, time
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents import spreadsheet, unpacking
from app.documents.spreadsheet import read_workbook
from app.kernel.errors import RuleBroken


def book(*sheets):
    """A workbook of (name, rows); a cell may be (value, number format)."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as file:
        for name, rows in sheets:
            page = file.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    value, form = cell if isinstance(cell, tuple) else (cell, None)
                    look = file.add_format({"num_format": form}) if form else None
                    page.write(row, column, value, *filter(None, [look]))
    return made.getvalue()


def changed(content, part, change):
    """The same file with one of its parts made anew."""
    made = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for entry in old.infolist():
            data = old.read(entry)
            new.writestr(entry.filename, change(data) if entry.filename == part else data)
    return made.getvalue()


def with_cells(cells):
    sheet = "xl/worksheets/sheet1.xml"
    end = b"</sheetData>"
    return changed(book(("A", [["x"]])), sheet, lambda data: data.replace(end, cells + end))


def refused(content):
    with pytest.raises(RuleBroken) as problem:
        read_workbook(content)
    assert problem.value.field == "file"
    return problem.value.message


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (9, "9"),
        (9.0, "9"),
        (2.5, "2.5"),
        (0.1, "0.1"),
        (-3.25, "-3.25"),
        (1e15, "1000000000000000"),
        ("3.10", "3.10"),
        ("  Tốt ", "Tốt"),
        ("Tô\u0301t", "Tốt"),
        ("hai\ndòng", "hai\ndòng"),
        (True, "Có"),
        ("=1+1", "0"),
    ],
)
def test_a_cell_reads_as_somebody_types_it(cell, text):
    assert read_workbook(book(("A", [[cell, "x"]])))["A"] == [[text, "x"]]


@given(st.decimals(0, 1000, places=3))
def test_a_figure_with_a_few_decimals_is_read_exactly(number):
    [[text]] = read_workbook(book(("A", [[float(number)]])))["A"]
    assert number == type(number)(text)


def test_a_row_has_the_number_it_has_in_excel():
    rows = read_workbook(book(("A", [[], [], ["", "x"]]), ("Trống", [])))
    assert rows == {"A": [["", ""], ["", ""], ["", "x"]], "Trống": []}


@pytest.mark.parametrize(
    ("value", "form"),
    [
        (date(2026, 2, 3), "dd/mm/yyyy"),
        (datetime.combine(date(2026, 2, 3), time(4, 5)), "dd/mm/yyyy hh:mm"),
        (0.5, "hh:mm"),
        (1.5, "[h]:mm"),
    ],
)
def test_a_day_or_a_time_is_refused_at_its_row(value, form):
    said = refused(book(("Tiêu chí", [["Số"], [(value, form)]])))
    assert said.startswith("Trang “Tiêu chí”, dòng 2 có ô kiểu ngày, giờ.")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "rỗng"),
        (b"%PDF-1.7", "không phải tệp Excel"),
        (b"PK\x03\x04 and nothing else", "bị hỏng"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "kiểu cũ (.xls)"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "đặt mật khẩu",
        ),
        (b"PK\x03\x04" + bytes(spreadsheet.MOST_BYTES), "quá lớn; nhiều nhất 5 MB"),
    ],
)
def test_what_is_no_workbook_is_refused_in_words(content, words):
    assert words in refused(content)


def test_half_a_file_is_damaged():
    content = book(("A", [["x"] * 9] * 99))
    assert "bị hỏng" in refused(content[: len(content) // 2])


def test_a_workbook_without_content_is_refused():
    assert "không có nội dung" in refused(book(("A", []), ("B", [[" "]])))


def test_a_file_of_another_kind_in_a_package_is_refused():
    made = BytesIO()
    with ZipFile(made, "w") as file:
        file.writestr("word/document.xml", "<a/>")
    assert "không phải tệp Excel" in refused(made.getvalue())


@pytest.mark.parametrize(
    "cells",
    [
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b'<row r="9"><c r="BI9"><v>1</v></c></row>',
        b'<row r="5000"/><row><c><v>1</v></c></row>',
        b'<row r="9"><c r="BH9"/><c t="inlineStr"><is><t>x</t></is></c></row>',
        b'<x:row xmlns:x="u" r="9"><x:c r="ZZ9"><x:v>1</x:v></x:c></x:row>',
    ],
)
def test_a_cell_far_out_takes_no_room(cells):
    assert "quá 5000 dòng hoặc 60 cột" in refused(with_cells(cells))


def test_an_empty_cell_far_out_is_nothing():
    far = b'<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    assert read_workbook(with_cells(far)) == {"A": [["x"]]}


@pytest.mark.parametrize("place", [b"A-1", b"A1B2", b"9", b"A123456789"])
def test_a_cell_without_a_proper_place_is_damage(place):
    assert "bị hỏng" in refused(with_cells(b'<row><c r="%s"><v>1</v></c></row>' % place))


def test_a_row_without_a_proper_number_is_damage():
    assert "bị hỏng" in refused(with_cells(b'<row r="x"><c><v>1</v></c></row>'))


def test_what_unfolds_without_end_is_refused():
    bomb = changed(
        book(("A", [["x"]])),
        "xl/styles.xml",
        lambda _: b"<a>" + b" " * unpacking.MOST_UNPACKED + b"</a>",
    )
    assert len(bomb) < 100_000
    assert "quá lớn khi mở ra" in refused(bomb)


def test_a_text_shown_in_thousands_of_cells_is_refused():
    cells = b"".join(
        b'<row r="%d">%s</row>' % (row, b'<c t="s"><v>0</v></c>' * 50) for row in range(2, 60)
    )
    text = b"<t>" + b"x" * 2000 + b"</t>"
    content = changed(
        with_cells(cells), "xl/sharedStrings.xml", lambda data: data.replace(b"<t>x</t>", text)
    )
    assert "quá nhiều chữ" in refused(content)


@pytest.mark.parametrize(
    "part",
    [
        b'<!DOCTYPE a [<!ENTITY e "x">]><sst>&e;</sst>',
        b"<sst><si>",
        b"not even that",
    ],
)
def test_a_part_that_is_no_plain_xml_is_damage(part):
    content = changed(book(("A", [["x"]])), "xl/sharedStrings.xml", lambda _: part)
    assert "bị hỏng" in refused(content)


def test_two_lists_of_texts_are_damage():
    content = changed(book(("A", [["x"]])), "xl/styles.xml", lambda _: b"<a><si/></a>")
    assert "bị hỏng" in refused(content)


def test_a_sheet_hidden_in_a_picture_is_damage():
    made = BytesIO(book(("A", [["x"]])))
    with ZipFile(made, "a") as file:
        file.writestr("xl/media/a.png", b"<sheetData/>")
    assert "bị hỏng" in refused(made.getvalue())


def test_too_many_parts_or_sheets_are_refused(monkeypatch):
    content = book(*((f"T{n}", [["x"]]) for n in range(spreadsheet.MOST_SHEETS + 1)))
    assert "quá 30 trang" in refused(content)
    monkeypatch.setattr(unpacking, "MOST_PARTS", 5)
    assert "quá lớn khi mở ra" in refused(content)


TOKENS = st.sampled_from([b'"', b"<", b"/", b"-1", b' t="s"', b"\xc3\x28", b"1e400", b"", b"7"])


@settings(max_examples=80)
@given(st.data())
def test_whatever_is_broken_in_a_file_is_read_or_refused_in_words(data):
    content = book(("A", [["x", 1, 2.5]] * 3), ("B", [["y"]]))
    part = data.draw(st.sampled_from(ZipFile(BytesIO(content)).namelist()))

    def breaks(whole):
        at = data.draw(st.integers(0, len(whole)))
        return whole[:at] + data.draw(TOKENS) + whole[at + data.draw(st.integers(0, 3)) :]

    with suppress(RuleBroken):
        read_workbook(changed(content, part, breaks))
