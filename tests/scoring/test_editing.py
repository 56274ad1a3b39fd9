"""A rubric changed in one place: the rest of it stays, in its order, every number once."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.errors import RuleBroken
from app.pledges.rules.forms import Direction
from app.scoring.rules.editing import (
    TypedGrade,
    add_criterion,
    change_criterion,
    find,
    move_criterion,
    next_code,
    opened_as,
    remove_criterion,
    renumbered,
    section_around,
    with_grades,
)
from app.scoring.rules.indicators import Subject
from app.scoring.rules.plain import DEEPEST, from_plain, to_plain
from app.scoring.rules.rubric import CriterionKind, Gate, GateKind
from app.scoring.rules.supplied import known_grades, supplied
from tests.scoring.rubrics import NATIONAL, criterion, rubric, rubrics, section

KNOWN = known_grades(Subject.MEETING)


def codes(sheet):
    return [one.code for one in sheet.walk()]


def labels(sheet):
    return [one.label for one in sheet.walk()]


@st.composite
def places(draw):
    """Any rubric, with a gate over some of it, and the code of something in it."""
    sheet = draw(rubrics())
    known = codes(sheet)
    gated = draw(st.lists(st.sampled_from(known), min_size=1, unique=True))
    sheet = replace(sheet, gates=(Gate(GateKind.FULL_MARKS, tuple(gated), "fair"),))
    return sheet, draw(st.sampled_from(known))


NEW = criterion("mới", points=3)


@given(places())
def test_what_is_added_behind_another_comes_after_all_that_stands_below_it(place):
    sheet, code = place

    added = add_criterion(sheet, NEW, behind=code)

    last_below = [one.code for one in find(sheet, code).walk()][-1]
    assert codes(added)[codes(added).index(last_below) + 1] == "mới"
    assert remove_criterion(added, "mới") == sheet


@given(places())
def test_what_is_added_to_a_section_comes_last_in_it(place):
    sheet, code = place
    if not find(sheet, code).is_section:
        with pytest.raises(RuleBroken, match="Chỉ nhóm"):
            add_criterion(sheet, NEW, within=code)
        return

    added = add_criterion(sheet, NEW, within=code)

    assert find(added, code).children == (*find(sheet, code).children, NEW)
    assert remove_criterion(added, "mới") == sheet


@given(places(), st.sampled_from(Direction))
def test_moving_loses_nothing_and_back_again_is_as_it_was(place, direction):
    sheet, code = place
    other = Direction.DOWN if direction is Direction.UP else Direction.UP

    moved = move_criterion(sheet, code, direction)

    assert sorted(codes(moved)) == sorted(codes(sheet))
    assert moved.gates == sheet.gates
    around = section_around(moved, code)
    assert (around and around.code) == (
        section_around(sheet, code) and section_around(sheet, code).code
    )
    assert moved == sheet or move_criterion(moved, code, other) == sheet


@given(places())
def test_removing_takes_all_below_and_out_of_the_gates_and_nothing_else(place):
    sheet, code = place
    gone = {one.code for one in find(sheet, code).walk()}

    left = remove_criterion(sheet, code)

    assert codes(left) == [one for one in codes(sheet) if one not in gone]
    gated = [one for one in sheet.gates[0].codes if one not in gone]
    assert [list(gate.codes) for gate in left.gates] == ([gated] if gated else [])


@given(places())
def test_another_number_renumbers_what_stands_below_and_the_gates(place):
    sheet, code = place

    changed = change_criterion(sheet, code, replace(find(sheet, code), code="Z"))

    expected = [
        f"Z{one.removeprefix(code)}" if one == code or one.startswith(f"{code}.") else one
        for one in codes(sheet)
    ]
    assert codes(changed) == expected
    assert labels(changed) == labels(sheet)
    follows = dict(zip(codes(sheet), codes(changed), strict=True))
    assert changed.gates[0].codes == tuple(follows[one] for one in sheet.gates[0].codes)


@given(places())
def test_numbering_anew_keeps_order_and_gates_and_gives_every_number_once(place):
    sheet, _ = place

    made = renumbered(sheet)

    assert labels(made) == labels(sheet)
    assert len(set(codes(made))) == len(codes(made))
    follows = dict(zip(codes(sheet), codes(made), strict=True))
    assert made.gates[0].codes == tuple(follows[one] for one in sheet.gates[0].codes)
    assert renumbered(made) == made


@given(places())
def test_the_number_proposed_is_free_wherever_something_is_added(place):
    sheet, code = place
    here = find(sheet, code)

    assert next_code(sheet, behind=code) not in codes(sheet)
    assert next_code(sheet) not in codes(sheet)
    if here.is_section:
        assert next_code(sheet, within=code).startswith(f"{code}.")


@pytest.mark.parametrize(
    ("known", "place", "proposed"),
    [
        ((), {}, "1"),
        (("1", "2"), {}, "3"),
        (("I", "II", "III"), {}, "IV"),
        (("A", "B", "C"), {}, "D"),
        (("a", "b", "c", "d"), {}, "đ"),
        (("ĐK1", "ĐK2"), {}, "ĐK3"),
        (("1", "3"), {"behind": "1"}, "2"),
        (("1", "2", "3"), {"behind": "1"}, "4"),
        (("Thưởng",), {"behind": "Thưởng"}, "1"),
    ],
)
def test_the_next_number_goes_on_as_its_neighbours_are_numbered(known, place, proposed):
    sheet = rubric(*(criterion(code) for code in known))

    assert next_code(sheet, **place) == proposed


def test_the_first_of_an_empty_section_is_numbered_after_it():
    sheet = rubric(section("II", points=5))

    assert next_code(sheet, within="II") == "II.1"
    assert next_code(supplied(Subject.BRANCH_YEAR), behind="I.4.2") == "I.4.5"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda: add_criterion(NATIONAL, criterion("3.1")), "Số 3.1 đã dùng"),
        (lambda: add_criterion(NATIONAL, NEW, within="9"), "9 không còn"),
        (lambda: add_criterion(NATIONAL, NEW, behind="9"), "9 không còn"),
        (lambda: remove_criterion(NATIONAL, "9"), "9 không còn"),
        (lambda: change_criterion(NATIONAL, "9", NEW), "9 không còn"),
        (lambda: change_criterion(NATIONAL, "1", criterion("2")), "Số 2 đã dùng"),
        (lambda: change_criterion(NATIONAL, "3", criterion("3")), "đang có 2 tiêu chí"),
    ],
)
def test_a_change_that_cannot_be_is_refused_in_words(change, words):
    with pytest.raises(RuleBroken, match=words):
        change()


def test_a_section_is_not_renumbered_onto_what_stands_elsewhere():
    sheet = rubric(section("1", criterion("1.1")), criterion("2.1"))

    with pytest.raises(RuleBroken, match=r"trùng với tiêu chí 2\.1"):
        change_criterion(sheet, "1", replace(sheet.criteria[0], code="2"))


def test_as_deep_as_it_is_read_back_and_no_deeper():
    sheet = rubric(section("1", points=5))
    at = "1"
    for _ in range(DEEPEST - 1):
        sheet = add_criterion(sheet, section(f"{at}.1", points=5), within=at)
        at = f"{at}.1"

    assert from_plain(to_plain(sheet)) == (sheet, [])
    with pytest.raises(RuleBroken, match=f"Nhiều nhất {DEEPEST} cấp"):
        add_criterion(sheet, NEW, within=at)


def test_a_gate_over_one_criterion_goes_with_it_and_an_empty_one_stays_to_be_mended():
    one = Gate(GateKind.FULL_MARKS, ("1",), "fair")
    sheet = replace(NATIONAL, gates=(one, replace(one, codes=())))

    assert remove_criterion(sheet, "1").gates == (replace(one, codes=()),)


def test_a_criterion_is_known_again_by_its_name_when_it_has_got_another_number():
    moved = change_criterion(NATIONAL, "1", replace(find(NATIONAL, "1"), code="8"))
    reworded = change_criterion(NATIONAL, "1", replace(find(NATIONAL, "1"), label="Khác"))

    assert opened_as(moved, "1", "Tiêu chí 1").code == "8"
    assert opened_as(NATIONAL, "1", "Tiêu chí 1").code == "1"
    assert opened_as(reworded, "1", "Tiêu chí 1").label == "Khác"
    assert opened_as(remove_criterion(NATIONAL, "1"), "1", "Tiêu chí 1") is None


def test_a_section_keeps_what_stands_below_it_whatever_else_is_changed():
    changed = change_criterion(
        NATIONAL, "3", replace(find(NATIONAL, "3"), label="Chuẩn bị", children=())
    )

    assert codes(changed) == codes(NATIONAL)


# Grades


def typed(*rows):
    return [TypedGrade(was, label, Fraction(points)) for was, label, points in rows]


def test_grades_keep_their_codes_and_known_words_have_theirs():
    sheet = with_grades(
        NATIONAL,
        typed(
            ("", "Xuất sắc", 95),
            ("poor", "Kém", 0),
            ("good", "Tốt", 85),
            ("fair", "Đạt yêu cầu", 60),
            ("", "trung bình", 50),
        ),
        KNOWN,
    )

    assert [(one.code, one.label) for one in sheet.grades] == [
        ("grade-1", "Xuất sắc"),
        ("good", "Tốt"),
        ("grade-2", "Đạt yêu cầu"),
        ("average", "trung bình"),
        ("poor", "Kém"),
    ]
    assert sheet.gates[0].limit == "grade-2"
    again = with_grades(sheet, typed(("", "Mới", 99), ("grade-1", "Rất tốt", 95)), KNOWN)
    assert [one.code for one in again.grades] == ["grade-3", "grade-1"]


def test_a_grade_of_an_imported_sheet_keeps_its_code_while_its_words_stand():
    sheet = replace(NATIONAL, grades=(replace(NATIONAL.grades[0], label="Loại tốt"),))

    assert with_grades(sheet, typed(("good", "Loại tốt", 80)), KNOWN).grades[0].code == "good"


def test_two_grades_of_one_name_are_refused():
    with pytest.raises(RuleBroken, match="một tên riêng"):
        with_grades(NATIONAL, typed(("", "Tốt", 90), ("", "tốt", 80)), KNOWN)


def test_a_pointless_sheet_keeps_its_grades_as_they_were_typed():
    sheet = rubric(criterion("1", CriterionKind.PASS_FAIL, 0))

    made = with_grades(sheet, typed(("", "Đạt", 0), ("", "Không đạt", 0)), {})

    assert [one.label for one in made.grades] == ["Đạt", "Không đạt"]
