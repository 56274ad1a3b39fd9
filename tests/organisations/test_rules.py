from datetime import date

import pytest

from app.kernel.errors import RuleBroken
from app.organisations.rules import (
    Level,
    check_period,
    check_place_in_tree,
    check_term,
    covers,
    levels_under,
    overlaps,
    proposed_body,
    proposed_code,
    proposed_symbol,
)


@pytest.mark.parametrize(
    ("level", "parent", "may"),
    [
        (Level.COMMITTEE, None, True),
        (Level.COMMITTEE, Level.COMMITTEE, True),
        (Level.COMMITTEE, Level.BRANCH, False),
        (Level.BRANCH, Level.COMMITTEE, True),
        (Level.BRANCH, None, False),
        (Level.BRANCH, Level.BRANCH, False),
        (Level.GROUP, Level.BRANCH, True),
        (Level.GROUP, Level.COMMITTEE, False),
        (Level.GROUP, None, False),
    ],
)
def test_each_level_has_its_place_in_the_tree(level, parent, may):
    if may:
        check_place_in_tree(level, parent)
    else:
        with pytest.raises(RuleBroken):
            check_place_in_tree(level, parent)


def test_what_may_be_set_up_below_follows_the_same_table():
    assert levels_under(Level.COMMITTEE) == [Level.COMMITTEE, Level.BRANCH]
    assert levels_under(Level.BRANCH) == [Level.GROUP]
    assert levels_under(Level.GROUP) == []


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "field"),
    [
        (date(2026, 1, 2), date(2026, 1, 1), "ends_on"),
        (date(1929, 12, 31), None, "starts_on"),
        (date.min, None, "starts_on"),
        (date(2026, 1, 1), date.max, "ends_on"),
    ],
)
def test_a_period_is_refused_when_upside_down_or_out_of_history(starts_on, ends_on, field):
    with pytest.raises(RuleBroken) as refusal:
        check_period(starts_on, ends_on)
    assert refusal.value.field == field


def test_a_period_may_last_one_day_but_a_term_may_not():
    check_period(date(2026, 1, 1), date(2026, 1, 1))
    check_term(date(2026, 1, 1), None)
    with pytest.raises(RuleBroken):
        check_term(date(2026, 1, 1), date(2026, 1, 1))


@pytest.mark.parametrize(
    ("day", "held"), [((2025, 12, 31), False), ((2026, 1, 1), True), ((2026, 1, 9), True)]
)
def test_a_period_covers_both_its_ends(day, held):
    assert covers(date(2026, 1, 1), date(2026, 1, 9), date(*day)) is held


def test_an_open_period_overlaps_whatever_comes_later():
    assert overlaps(date(2026, 5, 1), None, [(date(2030, 1, 1), None)])
    assert not overlaps(date(2026, 5, 1), date(2026, 5, 31), [(date(2026, 6, 1), None)])


@pytest.mark.parametrize(
    ("level", "name", "parent_body", "body"),
    [
        (Level.COMMITTEE, "Đảng ủy Văn phòng UBND tỉnh", "x", "Đảng bộ Văn phòng UBND tỉnh"),
        (Level.COMMITTEE, "ĐẢNG ỦY SỞ Y TẾ", "", "Đảng bộ SỞ Y TẾ"),
        (Level.COMMITTEE, "Tỉnh ủy Quảng Trị", "", "Đảng bộ tỉnh Quảng Trị"),
        (Level.COMMITTEE, "Thành ủy Huế", "", "Đảng bộ thành phố Huế"),
        (Level.COMMITTEE, "Ban cán sự", "", "Ban cán sự"),
        (Level.BRANCH, "Chi bộ Tổng hợp", "Đảng bộ Sở Y tế", "Đảng bộ Sở Y tế"),
    ],
)
def test_the_body_in_the_head_of_papers_follows_from_the_name(level, name, parent_body, body):
    assert proposed_body(level, name, parent_body) == body


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Đảng ủy Văn phòng UBND tỉnh", "DUVPUBNDT"),
        ("Chi bộ Tổng hợp - Kinh tế", "CBTHKT"),
        ("Chi bộ 4", "CB4"),
        ("---", "TC"),
    ],
)
def test_a_code_is_proposed_from_the_initials(name, code):
    assert proposed_code(name) == code


@pytest.mark.parametrize(
    ("level", "name", "symbol"),
    [
        (Level.COMMITTEE, "Đảng ủy Sở Y tế", "ĐU"),
        (Level.COMMITTEE, "Tỉnh ủy", "TU"),
        (Level.BRANCH, "Chi bộ 4", "CB"),
        (Level.GROUP, "Tổ đảng 1", "TĐ"),
    ],
)
def test_the_symbol_of_papers_is_proposed_from_the_level(level, name, symbol):
    assert proposed_symbol(level, name) == symbol
