from datetime import date

import pytest

from app.regulations.queries import book_for
from app.workdays.queries import days_off

pytestmark = pytest.mark.usefixtures("db")


def off_at(place, on=date(2027, 1, 1)):
    return days_off(book_for(place.path, on), first_year=2027, last_year=2027)


def test_the_holidays_of_the_law_are_off_everywhere(make):
    tet = {date(2027, 2, day) for day in range(4, 11)}

    assert tet | {date(2027, 4, 30), date(2027, 5, 3), date(2027, 9, 2)} <= off_at(make.branch())


def test_a_committee_moves_days_for_itself_and_below_from_a_day_on(make):
    committee = make.organisation()
    branch, stranger = make.branch(parent=committee), make.branch()
    begins = date(2026, 12, 1)
    make.regulation(committee, "calendar.extra_days_off", "4/1/2027 hoán đổi", valid_from=begins)
    make.regulation(committee, "calendar.extra_working_days", "2027-01-09", valid_from=begins)

    monday, saturday = date(2027, 1, 4), date(2027, 1, 9)
    assert monday in off_at(branch)
    assert saturday not in off_at(branch)
    for unmoved in (off_at(stranger), off_at(branch, on=date(2026, 11, 30))):
        assert monday not in unmoved
        assert saturday in unmoved
