"""Ranks, counts and the cap with its formula, as plain figures."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scoring.rules.indicators import Subject
from app.scoring.rules.results import (
    Outcome,
    capped,
    capped_by_group,
    count_up,
    ranks_of,
)
from app.scoring.rules.vocabulary import scale_in
from app.scoring.rules.year import CapBase, YearGrade, streak, years_running

SCALE = scale_in(Subject.MEMBER_YEAR, 2026)


def outcomes(excellent=0, well_done=0, ungraded=0, excused=0, undecided=0):
    return (
        [Outcome("excellent", "Hoàn thành xuất sắc nhiệm vụ")] * excellent
        + [Outcome("well_done", "Hoàn thành tốt nhiệm vụ")] * well_done
        + [Outcome()] * ungraded
        + [Outcome(is_excused=True)] * excused
        + [Outcome(is_decided=False)] * undecided
    )


def test_those_alike_share_a_rank_and_the_next_is_counted_on():
    points = [Fraction(80), Fraction(95), None, Fraction(95), Fraction(159, 2)]
    assert ranks_of(points) == [3, 1, None, 1, 4]


@given(st.lists(st.none() | st.fractions(0, 100)))
def test_a_rank_says_how_many_had_more(points):
    for value, rank in zip(points, ranks_of(points), strict=True):
        better = sum(value is not None and one is not None and one > value for one in points)
        assert rank == (None if value is None else better + 1)


def test_the_real_figures_of_2017_are_written_out():
    counted = count_up(outcomes(16, 64, ungraded=1), SCALE)
    found = capped("", counted, SCALE, percent=20, base=CapBase.SECOND)
    assert (counted.due, counted.graded, counted.ungraded) == (81, 80, 1)
    assert found.formula == (
        "20 % × 64 (số hoàn thành tốt nhiệm vụ) = 12,8 → tối đa 12; đã xếp 16 → vượt 4"
    )
    assert [(share.top, share.number) for share in found.shares] == [
        (16, 64),
        (16, 80),
        (16, 80),
        (16, 81),
    ]
    assert found.shares[0].value == Fraction(1, 4)


def test_four_graded_good_allow_nobody_at_the_top_and_that_is_only_said():
    found = capped("", count_up(outcomes(1, 4), SCALE), SCALE, percent=20, base=CapBase.SECOND)
    assert found.cap.is_exceeded
    assert found.formula.endswith("= 0,8 → tối đa 0; đã xếp 1 → vượt 1")


def test_the_base_that_was_set_comes_first_among_the_shares():
    found = capped("", count_up(outcomes(1, 4), SCALE), SCALE, percent=25, base=CapBase.ALL)
    assert found.shares[0].base is CapBase.ALL
    assert found.formula.startswith("25 % × 5 (số thuộc diện xếp loại) = 1,25 → tối đa 1")
    assert found.formula.endswith("→ trong giới hạn")


def test_each_group_is_measured_for_itself():
    rows = [("Chi bộ Một", one) for one in outcomes(1, 5)]
    rows += [("Chi bộ Hai", one) for one in outcomes(1, 4)]
    found = capped_by_group(rows, SCALE, percent=20, base=CapBase.SECOND)
    assert [(one.group, one.cap.is_exceeded) for one in found] == [
        ("Chi bộ Một", False),
        ("Chi bộ Hai", True),
    ]


def test_who_is_excused_is_not_among_those_due():
    counted = count_up(outcomes(1, 1, ungraded=1, excused=2, undecided=1), SCALE)
    assert (counted.due, counted.excused, counted.undecided) == (4, 2, 1)


def test_a_grade_the_scale_does_not_know_is_counted_under_its_own_words():
    counted = count_up([Outcome("weak", "Yếu kém")], SCALE)
    assert counted.grades[-1] == ("weak", "Yếu kém", 1)
    assert counted.graded == 1


GRADES = st.sampled_from(["excellent", "well_done", None])
HISTORIES = st.dictionaries(st.integers(2010, 2020), st.tuples(GRADES, st.booleans()))


def history_of(found):
    return [
        YearGrade(year, None if excused else code, is_excused=excused)
        for year, (code, excused) in found.items()
    ]


@given(HISTORIES, st.integers(2010, 2020))
def test_every_year_behind_a_streak_has_the_grade_or_was_not_due(found, until):
    history = history_of(found)
    years = years_running(history, {"excellent"}, until=until)
    assert streak(history, {"excellent"}, until=until) == sum(not y.is_excused for y in years)
    assert all(one.code == "excellent" or one.is_excused for one in years)
    assert [one.year for one in years] == list(range(until - len(years) + 1, until + 1))
    assert not years or not years[0].is_excused


@given(HISTORIES, st.integers(2010, 2020))
def test_a_streak_cannot_be_made_longer_by_what_was_left_out(found, until):
    history = history_of(found)
    years = years_running(history, {"excellent"}, until=until)
    before = until - len(years)
    earlier = [one for one in history if one.year <= before]
    assert streak(earlier, {"excellent"}, until=before) == 0


@given(HISTORIES, st.integers(2010, 2020), st.integers(2010, 2020))
def test_taking_a_grade_away_never_makes_a_streak_longer(found, until, gone):
    history = history_of(found)
    rest = [one for one in history if one.year != gone]
    assert streak(rest, {"excellent"}, until=until) <= streak(history, {"excellent"}, until=until)


@pytest.mark.parametrize("year", [2014, 2018])
def test_a_cancelled_year_cuts_the_streak_where_it_was(year):
    history = [YearGrade(one, "excellent") for one in range(2014, 2019) if one != year]
    assert streak(history, {"excellent"}, until=2018) == (0 if year == 2018 else 4)
