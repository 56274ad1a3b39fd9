from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.regulations.rules import in_force, national_values
from app.workdays.queries import days_off
from app.workdays.rules import due_after, next_working_day, weekends, with_days_moved

NATIONAL = in_force(national_values(), unit_path="/", on=date(2026, 11, 1))
COUNTRY = days_off(NATIONAL, first_year=2024, last_year=2028)


@pytest.mark.parametrize(
    ("received_on", "working_days", "due_on"),
    [
        # six weeks of an autumn without a holiday
        (date(2026, 9, 3), 30, date(2026, 10, 15)),
        # the day of receipt never counts, whatever day it is
        (date(2026, 10, 2), 1, date(2026, 10, 5)),
        (date(2026, 10, 3), 1, date(2026, 10, 5)),
        # Tết 2027: 4 to 10 February, two of them on a weekend
        (date(2027, 2, 3), 1, date(2027, 2, 11)),
        (date(2027, 1, 20), 30, date(2027, 3, 10)),
        # 30 April and 1 May 2026, a Thursday and a Friday, behind the day of the Hùng kings
        (date(2026, 4, 24), 3, date(2026, 5, 4)),
        (date(2026, 4, 29), 1, date(2026, 5, 4)),
        # 1 May 2027 is a Saturday, made good on Monday
        (date(2027, 4, 29), 1, date(2027, 5, 4)),
        # 31 August to 2 September 2026; Saturday 22 August was worked for the first
        (date(2026, 8, 28), 1, date(2026, 9, 3)),
        (date(2026, 8, 21), 1, date(2026, 8, 22)),
        (date(2026, 8, 21), 2, date(2026, 8, 24)),
        # twelve weeks, the day of culture (24 November) and New Year
        (date(2026, 11, 3), 60, date(2027, 1, 28)),
    ],
)
def test_the_last_day_is_counted_in_working_days(received_on, working_days, due_on):
    assert due_after(received_on, working_days, COUNTRY) == due_on


def test_days_moved_by_decision_prevail_over_weekends_and_holidays():
    saturday, monday = date(2027, 1, 9), date(2027, 1, 4)

    moved = with_days_moved(COUNTRY, extra_off=[monday], made_up=[saturday])

    assert due_after(date(2026, 12, 31), 1, moved) == date(2027, 1, 5)
    assert due_after(date(2027, 1, 8), 1, moved) == saturday


DAYS = st.dates(date(2024, 1, 1), date(2027, 6, 30))
NUMBERS = st.integers(1, 250)
MOVED = st.frozensets(st.dates(date(2024, 1, 1), date(2028, 12, 31)), max_size=20)


@given(DAYS, NUMBERS, MOVED, MOVED)
def test_nothing_is_ever_due_on_a_day_off(received_on, number, extra_off, made_up):
    off = with_days_moved(COUNTRY, extra_off=extra_off, made_up=made_up)

    assert due_after(received_on, number, off) not in off


@given(DAYS, NUMBERS, MOVED)
def test_exactly_so_many_working_days_lie_behind_the_receipt(received_on, number, extra_off):
    off = with_days_moved(COUNTRY, extra_off=extra_off, made_up=[])

    due_on = due_after(received_on, number, off)

    span = (received_on + timedelta(days=n) for n in range(1, (due_on - received_on).days + 1))
    assert sum(day not in off for day in span) == number


@given(DAYS, st.integers(0, 60), NUMBERS)
def test_what_comes_later_is_never_due_earlier(received_on, later, number):
    assert due_after(received_on, number, COUNTRY) <= due_after(
        received_on + timedelta(days=later), number, COUNTRY
    )


@given(DAYS, NUMBERS, MOVED)
def test_another_day_off_never_brings_a_deadline_nearer(received_on, number, extra_off):
    more = COUNTRY | extra_off

    assert due_after(received_on, number, more) >= due_after(received_on, number, COUNTRY)


def test_weekends_are_saturdays_and_sundays():
    assert {day.weekday() for day in weekends(2026, 2027)} == {5, 6}
    assert len(weekends(2026, 2026)) == 104
    assert next_working_day(date(2026, 12, 31), weekends(2026, 2027)) == date(2027, 1, 1)
