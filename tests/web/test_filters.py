from datetime import UTC, date, datetime, time
from fractions import Fraction

import pytest

from app.web.filters import clock, lines, long_date, moment, share, short_date, thousands, weekday


def test_dates_are_written_as_in_the_office():
    day = date(2026, 11, 3)
    assert short_date(day) == "03/11/2026"
    assert long_date(day) == "ngày 03 tháng 11 năm 2026"
    assert weekday(date(2026, 11, 22)) == "Chủ nhật"
    assert short_date(None) == ""


def test_moments_are_shown_in_vietnams_time():
    stored = datetime(2026, 11, 21, 12, 42, tzinfo=UTC)
    assert moment(stored) == "19 giờ 42 ngày 21/11/2026"
    assert clock(time(8, 5)) == "8 giờ 05"
    assert clock(None) == moment(None) == ""


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Fraction(19, 21), "90,5 %"),
        (Fraction(9, 10), "90 %"),
        (Fraction(1, 3), "33,3 %"),
        (Fraction(2, 3), "66,7 %"),
        (Fraction(0), "0 %"),
        (Fraction(1), "100 %"),
        (Fraction(899999, 1000000), "90 %"),
        (None, "không xác định"),
    ],
)
def test_a_share_has_one_decimal_or_none(value, shown):
    assert share(value) == shown


def test_numbers_are_grouped_by_points():
    assert thousands(1284) == "1.284"


def test_typed_lines_become_paragraphs_and_markup_stays_text():
    assert lines("Một\n\n<b>Hai</b>") == "<p>Một</p><p>&lt;b&gt;Hai&lt;/b&gt;</p>"
    assert lines(None) == ""
