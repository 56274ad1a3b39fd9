"""Who must pledge and by when, as a table."""

from datetime import date

import pytest

from app.kernel.errors import RuleBroken
from app.people.rules import Status
from app.pledges.rules.duties import Choice, Duty, Terms, check_choice, duty_of, is_late

COUNTED, CLOSES = date(2026, 1, 5), date(2026, 3, 31)
TERMS = Terms(COUNTED, CLOSES, with_exempt=False, new_member_days=30)
WITH_EXEMPT = Terms(COUNTED, CLOSES, with_exempt=True, new_member_days=30)
LONG_AGO = date(2010, 6, 1)

ELSEWHERE = "Cam kết tại chi bộ nơi sinh hoạt chính thức"
SUSPENDED = "Đang bị đình chỉ sinh hoạt"
EXEMPT = "Được miễn sinh hoạt"


@pytest.mark.parametrize(
    ("status", "left_out", "left_out_with_exempt"),
    [
        (Status.OFFICIAL, "", ""),
        (Status.PROBATIONARY, "", ""),
        (Status.TEMPORARY_AWAY, "", ""),
        (Status.SPECIAL_DUTY, "", ""),
        (Status.EXEMPT, EXEMPT, ""),
        (Status.SUSPENDED, SUSPENDED, SUSPENDED),
        (Status.TEMPORARY_IN, ELSEWHERE, ELSEWHERE),
    ],
)
def test_every_status_is_asked_or_left_out_with_its_reason(status, left_out, left_out_with_exempt):
    without, counted_in = duty_of(status, LONG_AGO, TERMS), duty_of(status, LONG_AGO, WITH_EXEMPT)

    assert without == Duty(not left_out, CLOSES, left_out)
    assert counted_in == Duty(not left_out_with_exempt, CLOSES, left_out_with_exempt)


def test_the_table_above_knows_every_status():
    assert {duty_of(status, LONG_AGO, TERMS).is_due for status in Status} == {True, False}


@pytest.mark.parametrize(
    ("joined_on", "due_on"),
    [
        (date(2026, 1, 5), CLOSES),
        (date(2026, 1, 6), CLOSES),
        (date(2026, 3, 1), CLOSES),
        (date(2026, 3, 2), date(2026, 4, 1)),
        (date(2026, 9, 1), date(2026, 10, 1)),
    ],
)
def test_who_comes_later_has_some_days_and_never_less_than_everybody(joined_on, due_on):
    assert duty_of(Status.PROBATIONARY, joined_on, TERMS).due_on == due_on


@pytest.mark.parametrize(
    ("status", "choice"),
    [
        (Status.OFFICIAL, Choice(is_due=False, reason="Ốm dài ngày")),
        (Status.EXEMPT, Choice(is_due=True, reason="Tự nguyện đăng ký")),
        (Status.SUSPENDED, Choice(is_due=True, reason="Sắp hết thời hạn đình chỉ")),
    ],
)
def test_the_committees_decision_goes_before_the_rule_with_its_reason(status, choice):
    assert duty_of(status, LONG_AGO, TERMS, choice) == Duty(choice.is_due, CLOSES, choice.reason)


def test_a_decision_never_makes_a_guest_count_twice():
    choice = Choice(is_due=True, reason="Tự nguyện đăng ký")

    assert duty_of(Status.TEMPORARY_IN, LONG_AGO, TERMS, choice) == Duty(False, CLOSES, ELSEWHERE)


@pytest.mark.parametrize(
    ("status", "is_due", "with_exempt", "said"),
    [
        (Status.OFFICIAL, True, False, "đã thuộc diện phải cam kết"),
        (Status.OFFICIAL, False, False, None),
        (Status.EXEMPT, True, False, None),
        (Status.EXEMPT, False, False, "đã không thuộc diện"),
        (Status.EXEMPT, True, True, "đã thuộc diện phải cam kết"),
        (Status.EXEMPT, False, True, None),
        (Status.SUSPENDED, True, False, None),
        (Status.TEMPORARY_IN, True, False, "nơi sinh hoạt chính thức"),
        (None, True, False, "hiện không sinh hoạt"),
    ],
)
def test_a_decision_says_something_else_than_the_rule(status, is_due, with_exempt, said):
    if said is None:
        check_choice(status, is_due=is_due, with_exempt=with_exempt)
    else:
        with pytest.raises(RuleBroken, match=said):
            check_choice(status, is_due=is_due, with_exempt=with_exempt)


@pytest.mark.parametrize(
    ("submitted_on", "today", "late"),
    [
        (date(2026, 3, 31), date(2026, 6, 1), False),
        (date(2026, 4, 1), date(2026, 6, 1), True),
        (None, date(2026, 3, 31), False),
        (None, date(2026, 4, 1), True),
    ],
)
def test_late_is_after_the_day_handed_in_or_still_missing(submitted_on, today, late):
    assert is_late(submitted_on, CLOSES, on=today) is late
