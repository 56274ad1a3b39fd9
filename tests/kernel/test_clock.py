from datetime import UTC, date, datetime

import pytest
import time_machine

from app.kernel.clock import local, moment_of, now, today


@pytest.mark.parametrize(
    ("utc", "day"),
    [
        (datetime(2026, 11, 22, 16, 59, tzinfo=UTC), date(2026, 11, 22)),
        (datetime(2026, 11, 22, 17, 0, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2026, 12, 31, 17, 0, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_the_day_turns_at_midnight_in_vietnam(utc, day):
    with time_machine.travel(utc, tick=False):
        assert today() == day
        assert now() == utc


def test_a_wall_clock_time_in_vietnam_is_stored_in_utc():
    moment = moment_of(date(2026, 11, 3), 14, 30)

    assert moment == datetime(2026, 11, 3, 7, 30, tzinfo=UTC)
    assert moment.tzinfo is UTC
    assert (local(moment).hour, local(moment).minute) == (14, 30)


def test_the_first_moment_of_a_day_belongs_to_it():
    assert local(moment_of(date(2026, 3, 1))).date() == date(2026, 3, 1)
