"""Months together, the cap on the top grade, years in a row (scoring.md §2, §6, §7)."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scoring.rules.year import (
    CapBase,
    MonthsRule,
    YearGrade,
    cap_of,
    months_together,
    streak,
)
from tests.scoring.rubrics import NATIONAL

TOP = {"excellent"}


@pytest.mark.parametrize(
    ("base", "number", "allowed", "reached"),
    [
        (CapBase.SECOND, 64, 12, Fraction(16, 64)),
        (CapBase.SECOND_AND_TOP, 80, 16, Fraction(16, 80)),
        (CapBase.GRADED, 80, 16, Fraction(16, 80)),
        (CapBase.ALL, 81, 16, Fraction(16, 81)),
    ],
)
def test_the_real_figures_of_2017_on_each_base(base, number, allowed, reached):
    """81 members, 16 excellent, 64 good, one not graded."""
    found = cap_of(top=16, second=64, graded=80, members=81, share=Fraction(1, 5), base=base)
    assert (found.base_number, found.allowed, found.reached) == (number, allowed, reached)
    assert found.is_exceeded is (base is CapBase.SECOND)


def test_a_quarter_of_those_graded_good_lets_the_real_figures_pass():
    found = cap_of(
        top=16, second=64, graded=80, members=81, share=Fraction(1, 4), base=CapBase.SECOND
    )
    assert (found.allowed, found.is_exceeded) == (16, False)


@pytest.mark.parametrize(
    ("top", "second", "exceeded"), [(0, 4, False), (1, 4, True), (1, 5, False), (0, 0, False)]
)
def test_a_small_group_may_have_none_at_the_top(top, second, exceeded):
    found = cap_of(
        top=top,
        second=second,
        graded=top + second,
        members=top + second,
        share=Fraction(1, 5),
        base=CapBase.SECOND,
    )
    assert found.is_exceeded is exceeded
    assert (found.reached is None) is (second == 0)


@given(st.integers(0, 200), st.integers(0, 200), st.sampled_from([Fraction(1, 5), Fraction(1, 4)]))
def test_the_cap_is_the_largest_whole_number_within_the_share(top, second, share):
    found = cap_of(
        top=top,
        second=second,
        graded=top + second,
        members=top + second,
        share=share,
        base=CapBase.SECOND,
    )
    assert found.allowed <= share * second < found.allowed + 1


def test_a_month_without_a_meeting_is_missing_not_nothing():
    scored = {1: Fraction(95), 2: Fraction(85)}
    found = months_together(NATIONAL, scored, due=[1, 2, 3], rule=MonthsRule.AVERAGE)
    assert (found.average, found.grade) == (90, "good")
    assert (found.used, found.total, found.missing) == (2, 3, (3,))


def test_a_year_without_scores_has_no_grade():
    found = months_together(NATIONAL, {}, due=range(1, 13), rule=MonthsRule.AVERAGE)
    assert (found.average, found.grade, found.used, found.total) == (None, None, 0, 12)


@pytest.mark.parametrize(
    ("points", "grade"), [((95, 95, 40), "good"), ((95, 80), "fair"), ((95, 60, 80, 60), "average")]
)
def test_most_months_decide_and_of_two_alike_the_worse(points, grade):
    scored = {month: Fraction(value) for month, value in enumerate(points, 1)}
    found = months_together(NATIONAL, scored, due=scored, rule=MonthsRule.MOST)
    assert found.grade == grade


def years(*codes, first=2014):
    return [YearGrade(first + n, code) for n, code in enumerate(codes)]


@pytest.mark.parametrize(
    ("history", "until", "length"),
    [
        (years(*["excellent"] * 5), 2018, 5),
        (years("excellent", "well_done", "excellent", "excellent"), 2017, 2),
        (years("excellent", None, "excellent"), 2016, 1),
        (years("excellent", "excellent", None), 2016, 0),
        (years("excellent", "excellent"), 2016, 0),
        ([], 2018, 0),
        (
            [
                YearGrade(2014, "excellent"),
                YearGrade(2015, None, is_excused=True),
                YearGrade(2016, "excellent"),
            ],
            2016,
            2,
        ),
    ],
)
def test_years_in_a_row(history, until, length):
    assert streak(history, TOP, until=until) == length
