"""The days off of a place: the country's holidays, and what was moved by decision."""

from datetime import date

import holidays

from app.regulations.rules import Book
from app.workdays.rules import weekends, with_days_moved


def days_off(book: Book, *, first_year: int, last_year: int) -> frozenset[date]:
    """Every day off of these years, as the lists in `book` have it.

    The library knows the holidays of the law and the swaps the Government has decided on; the
    lists of the place add what it does not know yet, and prevail.
    """
    country = holidays.country_holidays("VN", years=range(first_year, last_year + 1))
    return with_days_moved(
        (weekends(first_year, last_year) - country.weekend_workdays) | country.keys(),
        extra_off=book.days("calendar.extra_days_off"),
        made_up=book.days("calendar.extra_working_days"),
    )
