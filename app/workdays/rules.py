"""Working days: every day but Saturdays, Sundays, holidays and the days moved by decision.

A set of days off is complete: it holds the weekends too, less the Saturdays worked instead.
"""

from collections.abc import Collection
from datetime import date, timedelta

_DAY = timedelta(days=1)
_SATURDAY = 5


def weekends(first_year: int, last_year: int) -> frozenset[date]:
    """Every Saturday and Sunday of these years."""
    first, last = date(first_year, 1, 1), date(last_year, 12, 31)
    days = (date.fromordinal(day) for day in range(first.toordinal(), last.toordinal() + 1))
    return frozenset(day for day in days if day.weekday() >= _SATURDAY)


def with_days_moved(
    off: Collection[date], *, extra_off: Collection[date], made_up: Collection[date]
) -> frozenset[date]:
    """The days off after a decision: some more, and some worked instead (làm bù)."""
    return frozenset(off) - frozenset(made_up) | frozenset(extra_off)


def due_after(received_on: date, working_days: int, days_off: frozenset[date]) -> date:
    """The last of so many working days, the first being the one after the day of receipt."""
    day = received_on
    for _ in range(working_days):
        day = next_working_day(day, days_off)
    return day


def next_working_day(day: date, days_off: frozenset[date]) -> date:
    day += _DAY
    while day in days_off:
        day += _DAY
    return day
