"""Each flaw a rubric can have, named at its place."""

from dataclasses import replace
from fractions import Fraction

import pytest

from app.kernel.points import shown
from app.scoring.rules.checking import flaws_of
from app.scoring.rules.rubric import Column, CriterionKind, Gate, GateKind, Level
from tests.scoring.rubrics import GRADES, NATIONAL, criterion, levels, rubric, section

ONE = criterion("1", points=100)


def said(sheet, **known):
    return [(flaw.place, flaw.sentence) for flaw in flaws_of(sheet, **known)]


def with_levels(made, points=5):
    return rubric(ONE, criterion("2", CriterionKind.LEVELS, points, levels=made))


INTERVALS = (("Thấp", 0), ("Vừa", 3), ("Cao", 5))


def between(low, high):
    return Level("Vừa", Fraction(3), at_least=Fraction(low), below=Fraction(high))


@pytest.mark.parametrize(
    ("sheet", "place", "words"),
    [
        (rubric(), "", "chưa có tiêu chí"),
        (rubric(ONE, ONE), "1", "dùng 2 lần"),
        (rubric(replace(ONE, code=" ")), "", "chưa có số thứ tự"),
        (rubric(replace(ONE, label="")), "1", "Chưa có tên"),
        (rubric(replace(ONE, children=(criterion("1.1"),))), "1", "nhóm tiêu chí mới có"),
        (rubric(ONE, section("2")), "2", "chưa có tiêu chí nào"),
        (rubric(section("1", criterion("1.1", points=4), points=5)), "1", "là 5, các tiêu chí"),
        (rubric(ONE, criterion("2", points=0)), "2", "lớn hơn 0"),
        (rubric(ONE, criterion("2", CriterionKind.PASS_FAIL, 1)), "2", "để điểm tối đa là 0"),
        (rubric(ONE, criterion("2", CriterionKind.NUMBER, 5)), "2", "mỗi đơn vị"),
        (with_levels(levels(("Tốt", 5))), "2", "ít nhất hai mức"),
        (with_levels(levels(("Tốt", 5), ("Tốt", 0))), "2", "một tên riêng"),
        (with_levels(levels(("Tốt", 6), ("Kém", 0))), "2", "từ 0 đến 5"),
        (with_levels(levels(("Tốt", 4), ("Kém", 0))), "2", "chưa tới điểm tối đa 5"),
        (rubric(ONE, grades=()), "", "chưa có mức xếp loại"),
        (rubric(ONE, grades=(GRADES[0], GRADES[0], GRADES[3])), "good", "chỉ ghi một lần"),
        (rubric(ONE, grades=(GRADES[1], GRADES[0], GRADES[3])), "good", "phải có điểm thấp hơn"),
        (rubric(ONE, grades=GRADES[:3]), "average", "dưới 50 điểm chưa thuộc mức nào"),
        (rubric(criterion("1", points=80)), "good", "bảng chấm chỉ có 80"),
        (replace(NATIONAL, columns=()), "", "Cột chấm"),
        (replace(NATIONAL, columns=(Column.DECISION, Column.SELF)), "", "Cột chấm"),
        (replace(NATIONAL, columns=(Column.SELF, Column.SELF)), "", "Cột chấm"),
    ],
)
def test_each_flaw_is_named_at_its_place(sheet, place, words):
    assert any(at == place and words in sentence for at, sentence in said(sheet))


@pytest.mark.parametrize(
    ("made", "words"),
    [
        ((*levels(("Thấp", 0)), between(0, 5)), "Hoặc mọi mức"),
        (levels(*INTERVALS, bounds=[80, 90])[1:], "dưới 80 chưa thuộc"),
        (levels(*INTERVALS, bounds=[80, 90])[:2], "từ 90 trở lên chưa thuộc"),
        ((*levels(("A", 0), ("B", 5), bounds=[80])[:1], between(85, 90)), "từ 80 đến dưới 85"),
        ((*levels(("A", 0), ("B", 5), bounds=[80])[:1], between(75, 90)), "chồng lên nhau"),
        (levels(*INTERVALS, bounds=[90, 90]), "rỗng"),
    ],
)
def test_intervals_lie_side_by_side_without_gap_or_overlap(made, words):
    assert any(words in sentence for _, sentence in said(with_levels(made)))


@pytest.mark.parametrize(
    ("gate", "words"),
    [
        (Gate(GateKind.FULL_MARKS, (), "fair"), "chưa chọn tiêu chí"),
        (Gate(GateKind.FULL_MARKS, ("9",), "fair"), "không có trong bảng"),
        (Gate(GateKind.FULL_MARKS, ("1",), "sao"), "chưa chọn mức"),
        (Gate(GateKind.FULL_MARKS, ("1",), "good"), "không có tác dụng"),
        (Gate(GateKind.NO_CASE, ("1",), "fair"), "Đạt hoặc không đạt"),
    ],
)
def test_a_gate_looks_at_what_there_is_and_forbids_something(gate, words):
    assert any(words in sentence for _, sentence in said(rubric(ONE, gates=(gate,))))


def test_indicators_and_conditions_must_be_known():
    sheet = rubric(replace(ONE, indicator="dự đủ", condition="trời mưa"))
    assert len(said(sheet)) == 2
    assert said(sheet, indicators={"dự đủ"}, conditions={"trời mưa"}) == []


def test_a_rubric_without_points_needs_no_thresholds():
    sheet = rubric(
        criterion("1", CriterionKind.LEVEL_ONLY, 0, levels=levels(("Tốt", 0), ("Khá", 0)))
    )
    assert said(sheet) == []


@pytest.mark.parametrize(
    ("points", "words"), [("5", "5"), ("2.5", "2,5"), ("89.75", "89,75"), ("1/3", "0,33")]
)
def test_points_are_read_with_a_comma(points, words):
    assert shown(Fraction(points)) == words
