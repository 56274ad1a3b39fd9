from datetime import date
from fractions import Fraction
from uuid import uuid4

import pytest

from app.today.rules import Todo, Waiting, YearFigures, days_left, in_order, months_due


def todo(due_on, text="Việc"):
    return Todo(Waiting.ASSIGNMENT, text, "", due_on, uuid4())


def test_what_presses_most_comes_first():
    late, soon = todo(date(2026, 11, 1)), todo(date(2026, 11, 30))

    assert in_order([soon, late]) == [late, soon]


@pytest.mark.parametrize(
    ("due_on", "left"),
    [(date(2026, 11, 22), 0), (date(2026, 11, 25), 3), (date(2026, 11, 6), -16)],
)
def test_days_left_turn_negative_when_overdue(due_on, left):
    assert days_left(due_on, on=date(2026, 11, 22)) == left


@pytest.mark.parametrize(
    ("year", "on", "months"),
    [
        (2026, date(2026, 11, 22), 11),
        (2026, date(2026, 11, 10), 10),
        (2026, date(2026, 11, 11), 11),
        (2025, date(2026, 11, 22), 12),
        (2027, date(2026, 11, 22), 0),
        (2026, date(2026, 1, 2), 0),
    ],
)
def test_a_month_counts_once_its_window_is_over(year, on, months):
    assert months_due(year, on=on, last_day=10) == months


def figures(**values):
    blank = dict.fromkeys(YearFigures.__dataclass_fields__, 0)
    return YearFigures(**{**blank, **values})


def test_shares_are_exact_and_a_share_of_nothing_is_none():
    assert figures(present=141, must_attend=152).attendance == Fraction(141, 152)
    assert figures(tasks_done=38, tasks_due=43).on_time == Fraction(38, 43)
    assert figures().attendance is None
    assert figures().on_time is None
