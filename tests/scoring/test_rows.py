"""A rubric as the rows of a workbook: out and back the same, each flaw at its row."""

from fractions import Fraction

import pytest
from hypothesis import given

from app.scoring.rules.checking import Flaw, Part
from app.scoring.rules.indicators import Subject
from app.scoring.rules.rows import (
    CRITERIA,
    GATES,
    GRADES,
    HEAD,
    HEADINGS,
    from_rows,
    row_of,
    to_rows,
)
from app.scoring.rules.supplied import supplied
from tests.scoring.rubrics import NATIONAL, criterion, rubric, rubrics


@given(rubrics())
def test_what_goes_out_as_rows_comes_back_the_same(sheet):
    assert from_rows(to_rows(sheet)) == (sheet, [])


@pytest.mark.parametrize("frame", [NATIONAL, *map(supplied, Subject)])
def test_the_frames_come_back_with_gates_and_columns(frame):
    assert from_rows(to_rows(frame)) == (frame, [])


def test_every_row_fits_under_its_headings():
    for sheet, rows in to_rows(supplied(Subject.MEMBER_YEAR)).items():
        assert {len(row) for row in rows} == {len(HEADINGS[sheet])}


def test_points_are_written_as_they_are_typed_unless_something_were_lost():
    def written(points):
        return to_rows(rubric(criterion("1", points=points)))[CRITERIA][0][4]

    assert written(Fraction("2.5")) == "2,5"
    assert written(Fraction(1, 3)) == "1/3"


def changed(sheet, row, column, value):
    tables = to_rows(supplied(Subject.MEETING))
    tables[sheet][row - 2][HEADINGS[sheet].index(column)] = value
    return tables


@pytest.mark.parametrize(
    ("sheet", "row", "column", "value", "words"),
    [
        (CRITERIA, 3, "Kiểu", "Lạ", "“Lạ” không có; chọn trong"),
        (CRITERIA, 3, "Điểm tối đa", "hai", "Phải là một số"),
        (CRITERIA, 3, "Thuộc nhóm", "99", "Nhóm “99” phải đứng ở dòng trước"),
        (CRITERIA, 3, "Không áp dụng", "Lạ", "“Lạ” không có"),
        (CRITERIA, 7, "Điểm tối đa", "x", "Phải là một số"),
        (GRADES, 3, "Từ điểm", "bảy mươi", "Phải là một số"),
        (HEAD, 2, "Cột chấm", "Tự chấm, Lạ", "“Lạ” không có"),
    ],
)
def test_a_flaw_names_its_sheet_and_row(sheet, row, column, value, words):
    made, flaws = from_rows(changed(sheet, row, column, value))
    assert made is None
    assert [(flaw.sheet, flaw.row) for flaw in flaws] == [(sheet, row)]
    assert words in flaws[0].sentence


def test_a_wrong_gate_names_its_row():
    tables = to_rows(supplied(Subject.MEMBER_YEAR))
    tables[GATES][1][0] = "Lạ"
    assert [(f.sheet, f.row) for f in from_rows(tables)[1]] == [(GATES, 3)]


def test_a_level_needs_a_criterion_above_it():
    tables = {CRITERIA: [["", "", "Tốt", "Mức", "5"]]}
    assert "đứng dưới một tiêu chí" in from_rows(tables)[1][0].sentence


def test_empty_rows_and_short_rows_are_read_over():
    tables = to_rows(NATIONAL)
    tables[CRITERIA].insert(1, ["", " "])
    tables[CRITERIA] = [[*row][: max(5, len(row) - 2)] for row in tables[CRITERIA]]
    assert from_rows(tables)[0] == NATIONAL


@pytest.mark.parametrize(
    ("flaw", "place"),
    [
        (Flaw("3.2", "x"), (CRITERIA, 6)),
        (Flaw("", "x"), (CRITERIA, 1)),
        (Flaw("good", "x", Part.GRADES), (GRADES, 2)),
        (Flaw("2", "x", Part.GATES), (GATES, 2)),
        (Flaw("", "x", Part.HEAD), (HEAD, 1)),
    ],
)
def test_a_flaw_of_the_whole_leads_to_the_row_of_its_code(flaw, place):
    found = row_of(to_rows(NATIONAL), flaw)
    assert (found.sheet, found.row) == place


def test_a_row_without_a_code_takes_nothing_below_it():
    made = from_rows(to_rows(rubric(criterion(""), criterion("2"))))[0]
    assert [one.code for one in made.criteria] == ["", "2"]
