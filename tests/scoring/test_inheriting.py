"""A refinement says its frame closer, and nothing otherwise."""

from dataclasses import replace
from fractions import Fraction

import pytest

from app.scoring.rules.checking import Part, flaws_of
from app.scoring.rules.editing import add_criterion, change_criterion, find, remove_criterion
from app.scoring.rules.inheriting import departures
from app.scoring.rules.rubric import (
    Column,
    CriterionKind,
    Gate,
    GateKind,
    Grade,
    NotApplicable,
)
from tests.scoring.rubrics import NATIONAL, criterion, rubric, section


def changed(code, **values):
    return change_criterion(NATIONAL, code, replace(find(NATIONAL, code), **values))


def split(code, *below):
    """A criterion taken apart into sub-items."""
    own = find(NATIONAL, code)
    made = changed(code, kind=CriterionKind.SECTION)
    for one in below:
        made = add_criterion(made, one, within=code)
    assert find(made, code).max_points == own.max_points
    return made


GATE = NATIONAL.gates[0]
WIDER = replace(GATE, codes=("1", "2", "5"))
STRICTER = replace(GATE, limit="average")
OWN_GATE = Gate(GateKind.FULL_MARKS, ("7",), "fair")


@pytest.mark.parametrize(
    "sheet",
    [
        NATIONAL,
        split("5", criterion("5.1", points=2), criterion("5.2", points=3)),
        changed("1", guidance="Theo lịch của đảng ủy.", indicator="meeting.on_day"),
        changed("4.2", per_unit=Fraction(2)),
        add_criterion(NATIONAL, criterion("8", CriterionKind.BONUS, per_unit=Fraction(1))),
        replace(NATIONAL, gates=(WIDER, OWN_GATE)),
        replace(NATIONAL, gates=(STRICTER,)),
        replace(NATIONAL, columns=tuple(Column)),
    ],
)
def test_what_only_says_more_is_a_refinement(sheet):
    assert departures(sheet, NATIONAL) == []
    assert flaws_of(sheet, indicators={"meeting.on_day"}) == []


@pytest.mark.parametrize(
    ("sheet", "part", "place", "words"),
    [
        (remove_criterion(NATIONAL, "3.1"), Part.CRITERIA, "3", "Thiếu tiêu chí 3.1"),
        (remove_criterion(NATIONAL, "7"), Part.CRITERIA, "", "Thiếu tiêu chí 7"),
        (changed("1", label="Đúng giờ"), Part.CRITERIA, "1", "ghi tên là “Tiêu chí 1”"),
        (changed("1", max_points=Fraction(6)), Part.CRITERIA, "1", "cho 5 điểm"),
        (changed("1", kind=CriterionKind.PERCENTAGE), Part.CRITERIA, "1", "kiểu Có hoặc không"),
        (changed("1", condition="has_topic"), Part.CRITERIA, "1", "Điều kiện chấm"),
        (changed("1", not_applicable=NotApplicable.FULL), Part.CRITERIA, "1", "Điều kiện chấm"),
        (add_criterion(NATIONAL, criterion("8")), Part.CRITERIA, "8", "không có tiêu chí này"),
        (
            add_criterion(remove_criterion(NATIONAL, "7"), find(NATIONAL, "7"), behind="3.1"),
            Part.CRITERIA,
            "7",
            "ở cấp ngoài cùng",
        ),
        (
            add_criterion(remove_criterion(NATIONAL, "3.1"), find(NATIONAL, "3.1")),
            Part.CRITERIA,
            "3.1",
            "trong nhóm 3",
        ),
        (
            replace(NATIONAL, grades=(Grade("good", "Tốt", Fraction(85)), *NATIONAL.grades[1:])),
            Part.GRADES,
            "good",
            "“Tốt” từ 90 điểm",
        ),
        (replace(NATIONAL, grades=NATIONAL.grades[:-1]), Part.GRADES, "", "Thiếu mức xếp loại"),
        (
            replace(NATIONAL, grades=(Grade("top", "Xuất sắc", Fraction(95)), *NATIONAL.grades)),
            Part.GRADES,
            "top",
            "không có mức xếp loại “Xuất sắc”",
        ),
        (replace(NATIONAL, gates=()), Part.GATES, "", "điểm tối đa: 1, 2"),
        (replace(NATIONAL, gates=(replace(GATE, codes=("1",)),)), Part.GATES, "", "Thiếu điều"),
        (replace(NATIONAL, gates=(replace(GATE, limit="good"),)), Part.GATES, "", "Thiếu điều"),
        (replace(NATIONAL, gates=(replace(GATE, limit="x"),)), Part.GATES, "", "Thiếu điều"),
        (replace(NATIONAL, columns=(Column.SELF,)), Part.HEAD, "", "cột chấm “Quyết định”"),
    ],
)
def test_what_says_otherwise_is_named_at_its_place(sheet, part, place, words):
    [flaw] = [one for one in departures(sheet, NATIONAL) if words in one.sentence]

    assert (flaw.part, flaw.place) == (part, place)


def test_only_what_counts_is_taken_apart():
    frame = rubric(criterion("1", points=100), criterion("2", CriterionKind.PASS_FAIL, 0))
    taken_apart = replace(section("2", criterion("2.1"), points=0), label="Tiêu chí 2")
    sheet = rubric(frame.criteria[0], taken_apart)

    assert [flaw.place for flaw in departures(sheet, frame)] == ["2"]


def test_a_section_taken_out_with_all_below_it_is_named_piece_by_piece():
    places = [
        (one.place, one.sentence[:19])
        for one in departures(remove_criterion(NATIONAL, "3"), NATIONAL)
    ]

    assert places == [
        ("", "Thiếu tiêu chí 3 “N"),
        ("", "Thiếu tiêu chí 3.1 "),
        ("", "Thiếu tiêu chí 3.2 "),
    ]
