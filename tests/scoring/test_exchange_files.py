"""A rubric goes out as a file and comes back the same; what is wrong is named at its place."""

import json
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents.spreadsheet import read_workbook
from app.kernel.errors import RuleBroken
from app.scoring.models import RubricEdition
from app.scoring.rules.indicators import Subject, bindable
from app.scoring.rules.plain import in_text, to_plain
from app.scoring.rules.rows import CRITERIA, GATES, GRADES, HEAD, HEADINGS, to_rows
from app.scoring.rules.rubric import CriterionKind, Gate, GateKind
from app.scoring.rules.supplied import supplied
from app.scoring.rules.workbooks import GUIDE
from app.scoring.service.exchange import MOST_LINES, read_rubric, written
from tests.scoring.rubrics import NATIONAL, criterion, levels, rubric, rubrics, section

DAY = date(2026, 1, 5)


def edition(sheet, subject=Subject.MEETING):
    return RubricEdition(subject=subject, content=in_text(sheet), number=1)


def workbook(tables):
    """Typed by hand: {sheet: rows}, the headings first."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        for name, rows in tables.items():
            page = book.add_worksheet(name)
            for number, row in enumerate(rows):
                page.write_row(number, 0, row)
    return made.getvalue()


def typed(sheet, **changes):
    """The workbook of a rubric with other rows in some of its sheets."""
    tables = {name: [list(HEADINGS[name]), *rows] for name, rows in to_rows(sheet).items()}
    return workbook({**tables, **changes})


def read(content, subject=Subject.MEETING):
    found = read_rubric(content, subject)
    return found.rubric, [str(problem) for problem in found.problems]


@pytest.mark.parametrize("extension", ["json", "xlsx"])
@settings(max_examples=40)
@given(sheet=rubrics())
def test_what_goes_out_comes_back_the_same(extension, sheet):
    content = written(edition(sheet), extension, on=DAY)
    assert read(content) == (sheet, [])


@pytest.mark.parametrize("extension", ["json", "xlsx"])
@pytest.mark.parametrize("subject", Subject)
def test_the_frames_come_back_with_gates_columns_and_indicators(extension, subject):
    content = written(edition(supplied(subject), subject), extension, on=DAY)
    assert read(content, subject) == (supplied(subject), [])


def test_the_same_rubric_makes_the_same_file():
    first, second = (written(edition(NATIONAL), "xlsx", on=DAY) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("subject", Subject)
def test_the_guide_names_all_that_may_be_written(subject):
    rows = read_workbook(written(edition(supplied(subject), subject), "xlsx", on=DAY))[GUIDE]
    said = {row[1] for row in rows}
    assert bindable(subject).keys() <= said
    assert {"Chọn mức", "Điểm trừ", "Cho điểm tối đa", "Phải đạt điểm tối đa"} <= said
    assert ("has_topic" in said) == (subject is Subject.MEETING)


def test_sheets_and_columns_are_known_by_name_wherever_they_stand():
    tables = {name: [list(HEADINGS[name]), *rows] for name, rows in to_rows(NATIONAL).items()}
    tables["TIÊU CHÍ "] = [["Ghi thêm", *reversed(row)] for row in tables.pop(CRITERIA)]
    tables["Sổ tay"] = [["gì đó"]]
    assert read(workbook(dict(reversed(tables.items())))) == (NATIONAL, [])


def test_figures_and_codes_may_be_numbers_of_excel():
    sheet = rubric(section("3", criterion("3.1", points=2.5), criterion("3.2", points=7)))
    rows = [
        [float(cell.replace(",", ".")) if at in (0, 1, 4) and cell else cell for at, cell in row]
        for row in (enumerate(row) for row in to_rows(sheet)[CRITERIA])
    ]
    content = typed(sheet, **{CRITERIA: [list(HEADINGS[CRITERIA]), *rows]})
    assert read(content)[0] == sheet


def test_words_are_stored_in_one_spelling():
    decomposed = "Đu\u0309 no\u0323\u0302i dung "
    data = to_plain(rubric(criterion("1")))
    data["criteria"][0]["label"] = decomposed
    found, _ = read(json.dumps(data).encode())
    assert found.criteria[0].label == "Đủ nội dung"


def test_a_missing_sheet_or_column_is_named():
    content = workbook({HEAD: [["Tên bảng"], ["x"]], GRADES: [list(HEADINGS[GRADES])]})
    assert read(content) == (
        None,
        [
            "Trang “Bảng chấm”, dòng 1: Dòng đầu thiếu cột “Cột chấm”.",
            "Trang “Tiêu chí”, dòng 1: Tệp thiếu trang “Tiêu chí”.",
        ],
    )


def test_a_workbook_that_cannot_be_read_as_a_rubric_names_every_row():
    rows = to_rows(NATIONAL)[CRITERIA]
    rows[1][3], rows[4][4] = "Lạ", "hai"
    found, problems = read(typed(NATIONAL, **{CRITERIA: [list(HEADINGS[CRITERIA]), *rows]}))
    assert found is None
    assert [one.partition(":")[0] for one in problems] == ["Trang “Tiêu chí”, dòng 3"]


FLAWED = rubric(
    criterion("1", indicator="meeting.attendance"),
    criterion("2", CriterionKind.LEVELS, 5, levels=levels(("Tốt", 5))),
    gates=(Gate(GateKind.FULL_MARKS, ("9",), "fair"),),
)


def test_a_flawed_rubric_is_read_and_every_flaw_stands_at_its_row():
    found, problems = read(written(edition(FLAWED), "xlsx", on=DAY))
    assert found == FLAWED
    assert [one.partition(": ")[0] for one in problems] == [
        "Trang “Tiêu chí”, dòng 3",
        f"Trang “{GRADES}”, dòng 2",
        f"Trang “{GATES}”, dòng 2",
        "Trang “Tiêu chí”, dòng 2",
    ]
    assert "Chỉ số “Tỷ lệ dự sinh hoạt” không dùng được" in problems[-1]


def test_the_same_flaws_stand_at_their_places_in_the_json():
    found, problems = read(written(edition(FLAWED), "json", on=DAY))
    assert found == FLAWED
    assert [one.partition(": ")[0] for one in problems] == [
        "criteria[2] (2)",
        "grades[1] (good)",
        "gates[1] (9)",
        "criteria[1] (1)",
    ]


def test_an_indicator_of_something_else_is_a_flaw():
    sheet = rubric(criterion("1", points=90, indicator="meeting.on_day"))
    assert read(written(edition(sheet), "json", on=DAY), Subject.MEMBER_YEAR)[1] == [
        "criteria[1] (1): Không có chỉ số “meeting.on_day”."
    ]


def test_what_is_too_long_to_be_kept_is_a_flaw():
    long = "x" * 201
    sheet = rubric(criterion("1", CriterionKind.LEVELS, 90, levels=levels(("Kém", 0), (long, 90))))
    problems = read(in_text(sheet).replace("Bảng chấm", "").replace("good", long).encode())[1]
    said = " ".join(problems)
    assert "criteria[1] (1): Tên “xxx" in said
    assert "Bảng chấm chưa có tên." in said
    assert "Mã xếp loại dài nhất 40 ký tự." in said


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Tệp phải là Excel (.xlsx) hoặc JSON"),
        (b"%PDF-1.7", "Tệp phải là Excel (.xlsx) hoặc JSON"),
        (b"\xff\xfe\x00", "Tệp phải là Excel (.xlsx) hoặc JSON"),
        (b'{\n "format": x}', "Tệp JSON sai ở dòng 2, cột 12."),
        (b"[" * 100_000, "Tệp phải là Excel (.xlsx) hoặc JSON"),
        (b"9" * 5000, "Tệp phải là Excel (.xlsx) hoặc JSON"),
        (b" " * 1024 * 1025, "Tệp quá lớn; nhiều nhất 1 MB."),
        (b"PK\x03\x04", "Tệp Excel bị hỏng"),
        (in_text(rubric(*map(criterion, map(str, range(MOST_LINES + 1))))).encode(), "quá 500"),
        (
            typed(
                rubric(criterion("1", guidance="x" * 32_000)),
                **{
                    CRITERIA: [list(HEADINGS[CRITERIA])]
                    + [
                        [str(n), "", "x", "Có hoặc không", "1", *[""] * 6, "x" * 3000]
                        for n in range(400)
                    ]
                },
            ),
            "quá nhiều chữ",
        ),
    ],
)
def test_what_is_no_rubric_file_is_refused_in_words(content, words):
    with pytest.raises(RuleBroken) as problem:
        read_rubric(content, Subject.MEETING)
    assert words in problem.value.message
    assert problem.value.field == "file"


@given(st.binary(max_size=40) | st.text(max_size=40).map(str.encode))
def test_whatever_is_sent_is_read_or_refused_in_words(content):
    try:
        found = read_rubric(content, Subject.MEETING)
    except RuleBroken:
        return
    assert (found.rubric is None) == any("format" in one.sentence for one in found.problems)


def test_a_file_with_a_mark_of_its_encoding_is_read():
    assert read(b"\xef\xbb\xbf" + in_text(NATIONAL).encode())[0] == NATIONAL


@pytest.mark.parametrize(
    "sheet",
    [
        rubric(replace(section("9", criterion("1")), code="")),
        rubric(section("1", criterion("1", points=2), criterion("2", points=2))),
    ],
)
def test_a_draft_whose_codes_are_not_clear_goes_out_as_json_only(sheet):
    with pytest.raises(RuleBroken, match="sửa các lỗi đó hoặc xuất JSON"):
        written(edition(sheet), "xlsx", on=DAY)
    assert read(written(edition(sheet), "json", on=DAY))[0] == sheet


def test_a_draft_with_an_unknown_grade_in_a_gate_goes_out_all_the_same():
    sheet = rubric(criterion("1"), gates=(Gate(GateKind.FULL_MARKS, ("1",), ""),))
    assert read(written(edition(sheet), "xlsx", on=DAY))[0] == sheet
