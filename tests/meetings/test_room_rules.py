from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from app.kernel.errors import RuleBroken
from app.meetings.rules.absences import (
    AbsenceDecision,
    check_answer,
    check_is_expected,
    check_may_announce,
    check_may_decide,
    check_same_notice,
    check_undecided,
)
from app.meetings.rules.check_in import (
    check_attempts,
    check_may_attend,
    check_may_check_in,
    code_of,
    is_right,
    minute_of,
)
from app.meetings.rules.life import MeetingStatus
from app.meetings.rules.screen import (
    beside,
    check_reachable,
    course_of,
    is_behind,
    minutes_used,
)
from app.people.rules import Status

MEETING = UUID("6f2c1a52-5c1e-4f6e-9d1c-0d3f4a7b8c9d")
OTHER = UUID("6f2c1a52-5c1e-4f6e-9d1c-0d3f4a7b8c9e")
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
SHOWN_AT = datetime(2026, 11, 3, 7, 20, 0, tzinfo=UTC)
CODE = code_of(MEETING, minute_of(SHOWN_AT), secret="khóa")


@pytest.mark.parametrize(
    ("later", "fits"),
    [
        (timedelta(0), True),
        (timedelta(seconds=59), True),
        (timedelta(minutes=1), True),
        (timedelta(minutes=1, seconds=59, microseconds=999_999), True),
        (timedelta(minutes=2), False),
        (timedelta(hours=1), False),
        (-timedelta(seconds=1), False),
    ],
)
def test_a_code_holds_for_its_minute_and_the_next(later, fits):
    assert is_right(CODE, MEETING, secret="khóa", now=SHOWN_AT + later) is fits


def test_a_code_is_the_same_moment_in_every_time_zone():
    local = SHOWN_AT.astimezone(VIETNAM)

    assert minute_of(local) == minute_of(SHOWN_AT)
    assert is_right(CODE, MEETING, secret="khóa", now=local)


def test_a_code_is_of_one_meeting_and_one_installation():
    assert not is_right(CODE, OTHER, secret="khóa", now=SHOWN_AT)
    assert not is_right(CODE, MEETING, secret="khác", now=SHOWN_AT)


def test_codes_are_six_digits_and_change_each_minute():
    codes = [code_of(MEETING, minute, secret="khóa") for minute in range(500)]

    assert all(len(code) == 6 and code.isdecimal() for code in codes)
    assert len(set(codes)) > 490


@pytest.mark.parametrize("typed", [f" {CODE[:3]} {CODE[3:]} ", f"{CODE[:3]}\u00a0{CODE[3:]}"])
def test_spaces_in_a_typed_code_do_not_matter(typed):
    assert is_right(typed, MEETING, secret="khóa", now=SHOWN_AT)


@pytest.mark.parametrize("typed", ["", CODE[:5], CODE + "0", "mã số", "١٢٣٤٥٦"])
def test_anything_else_is_no_code(typed):
    assert not is_right(typed, MEETING, secret="khóa", now=SHOWN_AT)


@pytest.mark.parametrize(
    ("status", "says"),
    [
        (MeetingStatus.PLANNED, "chưa bắt đầu"),
        (MeetingStatus.NOTIFIED, "chưa bắt đầu"),
        (MeetingStatus.MINUTES_DRAFTED, "đã kết thúc"),
        (MeetingStatus.ADOPTED, "đã kết thúc"),
        (MeetingStatus.CANCELLED, "đã hủy"),
    ],
)
def test_checking_in_is_for_a_running_meeting(status, says):
    with pytest.raises(RuleBroken, match=says):
        check_may_check_in(status)
    check_may_check_in(MeetingStatus.IN_PROGRESS)


@pytest.mark.parametrize("status", [s for s in Status if s is not Status.SUSPENDED])
def test_everybody_on_the_roll_may_attend(status):
    check_may_attend(status)


@pytest.mark.parametrize(("status", "says"), [(None, "danh sách"), (Status.SUSPENDED, "đình chỉ")])
def test_who_may_not_attend_reads_why(status, says):
    with pytest.raises(RuleBroken, match=says):
        check_may_attend(status)


def test_guessing_ends_after_some_attempts():
    check_attempts(7, attempts=8, minutes=15)
    with pytest.raises(RuleBroken, match="chờ 15 phút"):
        check_attempts(8, attempts=8, minutes=15)


@pytest.mark.parametrize("status", [s for s in MeetingStatus if s is not MeetingStatus.NOTIFIED])
def test_absence_is_announced_between_notice_and_beginning(status):
    with pytest.raises(RuleBroken):
        check_may_announce(status)
    check_may_announce(MeetingStatus.NOTIFIED)


@pytest.mark.parametrize("status", list(MeetingStatus))
def test_absence_is_answered_until_the_meeting_ends(status):
    if status in {MeetingStatus.NOTIFIED, MeetingStatus.IN_PROGRESS}:
        check_may_decide(status)
    else:
        with pytest.raises(RuleBroken, match="không trả lời"):
            check_may_decide(status)


@pytest.mark.parametrize("status", [None, Status.EXEMPT, Status.SUSPENDED, Status.TEMPORARY_AWAY])
def test_who_need_not_come_announces_nothing(status):
    with pytest.raises(RuleBroken):
        check_is_expected(status)


def test_what_was_answered_stands_and_what_is_there_is_not_entered_twice():
    check_undecided(AbsenceDecision.PENDING)
    check_same_notice(1)
    with pytest.raises(RuleBroken, match="đã được trả lời"):
        check_undecided(AbsenceDecision.ACCEPTED)
    with pytest.raises(RuleBroken, match="Đã có báo vắng"):
        check_same_notice(None)


@pytest.mark.parametrize(
    ("decision", "answer", "field"),
    [
        (AbsenceDecision.PENDING, "", "decision"),
        (AbsenceDecision.DECLINED, "", "answer"),
        (AbsenceDecision.DECLINED, "Cần đủ mặt", None),
        (AbsenceDecision.ACCEPTED, "", None),
    ],
)
def test_a_refusal_is_explained(decision, answer, field):
    if field is None:
        check_answer(decision, answer)
        return
    with pytest.raises(RuleBroken) as refused:
        check_answer(decision, answer)
    assert refused.value.field == field


COURSE = course_of(["step_1", "step_2"])


@pytest.mark.parametrize(
    ("current", "step", "reached"),
    [
        (None, 1, "step_1"),
        ("opening", -1, "opening"),
        ("step_1", 1, "step_2"),
        ("step_2", -1, "step_1"),
        ("step_2", 0, "step_2"),
        ("closing", 1, "closing"),
        ("gone", 0, "opening"),
    ],
)
def test_the_screen_moves_along_the_course_and_stays_on_it(current, step, reached):
    assert beside(COURSE, current, step) == reached


@pytest.mark.parametrize(
    ("current", "section", "behind"),
    [
        (None, "step_1", True),
        ("step_1", "step_1", True),
        ("opening", "step_2", True),
        ("step_2", "step_1", False),
        ("closing", "step_2", False),
    ],
)
def test_a_finished_step_never_takes_the_screen_back(current, section, behind):
    assert is_behind(COURSE, current, section) is behind


@pytest.mark.parametrize(
    ("status", "section"),
    [(MeetingStatus.MINUTES_DRAFTED, "step_1"), (MeetingStatus.IN_PROGRESS, "step_9")],
)
def test_only_a_running_meeting_has_a_screen_to_move(status, section):
    with pytest.raises(RuleBroken):
        check_reachable(status, COURSE, section)


DAY = date(2026, 11, 3)


def on_clock(day, *clock):
    return datetime(2026, 11, day, *clock, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("began", "ended", "now", "used"),
    [
        (None, None, on_clock(3, 14, 0), None),
        (time(14), None, on_clock(3, 14, 0, 59), 0),
        (time(14), None, on_clock(3, 14, 47), 47),
        (time(14), None, on_clock(3, 13, 50), 0),
        (time(14), time(15, 40), on_clock(9, 8, 0), 100),
        (time(14), None, on_clock(4, 8, 0), None),
        (time(23, 30), None, on_clock(3, 23, 59), 29),
    ],
)
def test_time_is_counted_on_the_clock_of_the_room(began, ended, now, used):
    assert minutes_used(DAY, began, ended, now=now) == used
