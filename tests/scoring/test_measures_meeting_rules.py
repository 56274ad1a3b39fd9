"""What a meeting's facts come to, with the worked examples of the handbook."""

from datetime import date, time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.assignments.rules import Punctuality
from app.meetings.rules.agenda import StepState
from app.meetings.rules.life import MeetingType
from app.regulations.rules import parse_threshold
from app.scoring.rules.facts import PlannedDay, Praise
from app.scoring.rules.indicators import INDICATORS, Measure, Subject, bindable
from app.scoring.rules.measures_meeting import meeting_measures, three_times_absent
from tests.scoring.facts import HELD_ON, LATER, at, meeting_facts, sitting


def found(key, of=None, on=LATER, **values):
    return meeting_measures(meeting_facts(of, **values), on=on)[f"meeting.{key}"]


def test_the_worked_example_of_the_roll():
    """meetings.md §6: 21 must attend, 19 come, one is excused and one is not."""
    roll = sitting(must_attend=21, present=19, excused=1, unexcused=1)
    rate = found("attendance", roll)
    assert rate.value == Fraction(1900, 21)
    assert rate.reason == (
        "19/21 đảng viên phải dự có mặt, đạt 90,48 %; 1 vắng có lý do, 1 vắng không lý do"
    )
    assert found("unexcused", roll).value == 1
    assert found("attendance_full", roll).value == 0


@pytest.mark.parametrize(
    ("present", "unexcused", "full"),
    [(18, 0, 1), (18, 1, 0), (17, 0, 0), (20, 0, 1)],
    ids=["just reached", "reached, one unexcused", "not reached", "everybody"],
)
def test_the_full_mark_needs_the_rate_and_nobody_unexcused(present, unexcused, full):
    roll = sitting(present=present, unexcused=unexcused)
    assert found("attendance_full", roll).value == full


def test_a_target_that_must_be_passed_is_not_reached_by_itself():
    roll = sitting(present=17)  # 85 %
    old = found("attendance_full", roll, target=parse_threshold("> 85 %"))
    assert old.value == 0
    assert "trên 85 %" in old.reason


@pytest.mark.parametrize("key", ["attendance", "attendance_full"])
def test_where_nobody_must_attend_there_is_no_rate(key):
    nobody = found(key, sitting(must_attend=0, present=0, excused=0))
    assert nobody.value is None
    assert "Không có đảng viên nào phải dự" in nobody.reason


@pytest.mark.parametrize(
    "key", ["attendance", "attendance_full", "unexcused", "absent_in_a_row", "speakers"]
)
def test_before_the_roll_is_called_nothing_is_said(key):
    uncalled = sitting(must_attend=None, present=None, excused=None, unexcused=None)
    measured = found(key, uncalled)
    assert (measured.value, measured.reason) == (None, "Chưa điểm danh")


@pytest.mark.parametrize(
    ("held_on", "planned", "value", "said"),
    [
        (date(2026, 11, 3), (date(2026, 11, 3),) * 2, 1, "đúng ngày sinh hoạt của tháng"),
        (date(2026, 11, 5), (date(2026, 11, 3),) * 2, 0, "là 03/11/2026"),
        (
            date(2026, 10, 5),
            (date(2026, 10, 3), date(2026, 10, 5)),
            1,
            "vì 03/10 là ngày nghỉ",
        ),
    ],
)
def test_the_right_day_is_the_planned_one_off_the_days_off(held_on, planned, value, said):
    wanted, day = planned
    plan = PlannedDay(wanted, day, held_on.replace(day=1), held_on.replace(day=10))
    measured = found("on_day", sitting(held_on=held_on), planned=plan)
    assert measured.value == value
    assert said in measured.reason


@pytest.mark.parametrize(("day", "value"), [(1, 1), (10, 1), (11, 0)])
def test_the_window_holds_both_its_ends(day, value):
    assert found("in_window", sitting(held_on=date(2026, 11, day))).value == value


@pytest.mark.parametrize("key", ["on_day", "in_window", "absent_in_a_row"])
def test_only_the_monthly_meeting_has_a_day(key):
    measured = found(key, sitting(type=MeetingType.TOPICAL), planned=None)
    assert measured.value is None
    assert "thường kỳ" in measured.reason


@pytest.mark.parametrize(("minutes", "value"), [(89, 0), (90, 1), (120, 1)])
def test_long_enough_is_reached_by_the_minimum_itself(minutes, value):
    measured = found("long_enough", minutes=minutes)
    assert measured.value == value
    assert f"{minutes} phút, tối thiểu 90 phút" in measured.reason


def test_without_a_minimum_or_an_end_no_duration_is_judged():
    assert "không đặt thời lượng tối thiểu" in found("long_enough", least_minutes=None).reason
    for key in ("minutes", "long_enough"):
        running = found(key, minutes=None, ended=None)
        assert (running.value, running.reason) == (None, "Chưa ghi giờ kết thúc buổi họp")
        planned = found(key, minutes=None, began=None, ended=None)
        assert planned.reason == "Chưa ghi giờ bắt đầu"


def test_the_duration_is_told_by_the_clock():
    assert found("minutes").reason == "Từ 14 giờ 00 đến 15 giờ 40: 100 phút"


def test_three_times_absent_is_absent_every_time():
    assert three_times_absent({"An", "Bình"}, [{"An", "Cường"}, {"An", "Bình"}]) == {"An"}
    assert three_times_absent({"An"}, [{"An"}]) == frozenset()


def test_before_the_third_meeting_nobody_was_absent_three_times():
    measured = found("absent_in_a_row", rolls_before=1)
    assert measured.value == 0
    assert "Mới có 2 kỳ" in measured.reason
    assert found("absent_in_a_row", absent_in_a_row=2).value == 2


_DUE = at(date(2026, 11, 2), 14)
_JUST_AFTER = at(date(2026, 11, 2), 14, 1)


@pytest.mark.parametrize(
    ("values", "value", "said"),
    [
        ({"notified_at": _DUE, "last_material_at": _DUE}, 1, "trước hạn 14 giờ 00 ngày 02/11/2026"),
        ({"notified_at": _JUST_AFTER}, 0, "thông báo gửi lúc 14 giờ 01"),
        ({"last_material_at": _JUST_AFTER}, 0, "tài liệu cuối gửi lúc 14 giờ 01"),
        ({"notified_at": None}, 0, "chưa gửi thông báo"),
        ({"materials": 0, "last_material_at": None}, 0, "không có tài liệu nào"),
    ],
)
def test_notice_and_every_material_a_day_ahead(values, value, said):
    measured = found("materials_ahead", sitting(**values))
    assert measured.value == value
    assert said in measured.reason


@pytest.mark.parametrize(
    ("posted", "on", "value"),
    [
        (_DUE, LATER, 1),
        (_JUST_AFTER, LATER, 0),
        (None, LATER, 0),
        (None, date(2026, 11, 2), None),
        (None, date(2026, 11, 3), 0),
    ],
)
def test_the_handbook_is_late_once_its_time_is_over(posted, on, value):
    assert found("handbook_in_time", on=on, handbook_posted_at=posted).value == value


@pytest.mark.parametrize(
    ("values", "notified_at", "value"),
    [
        ({"committee_met_on": date(2026, 11, 1)}, None, 1),
        ({"committee_met_on": HELD_ON}, None, 1),
        ({"committee_met_on": date(2026, 11, 4)}, None, 0),
        ({}, _DUE, 0),
        ({"has_committee": False}, _DUE, 1),
        ({"has_committee": False}, at(HELD_ON, 14), 0),
        ({"has_committee": False}, None, 0),
    ],
    ids=["before", "same day", "after", "not at all", "told", "told as it began", "untold"],
)
def test_the_branch_committee_met_or_the_secretary_told(values, notified_at, value):
    assert found("committee_met", sitting(notified_at=notified_at), **values).value == value


def test_a_part_without_content_is_held_when_it_says_why():
    steps = (StepState.DONE, StepState.DONE, StepState.NO_CONTENT, StepState.OPEN)
    measured = found("steps_held", steps=steps)
    assert measured.value == 75
    assert "3/4" in measured.reason
    assert "1 phần ghi rõ lý do không có nội dung" in measured.reason
    assert found("steps_held", steps=()).value is None


def test_who_spoke_of_who_was_in_the_room():
    measured = found("speakers", sitting(speakers=9, in_room=18))
    assert measured.value == 50
    assert measured.reason == "9/18 đảng viên có mặt đã phát biểu, đạt 50 %"
    assert found("speakers", sitting(speakers=0, in_room=0)).value is None


@pytest.mark.parametrize(
    ("praise", "is_over", "value"),
    [
        (Praise.GIVEN, False, 1),
        (Praise.NONE, True, 0),
        (Praise.NONE, False, None),
        (Praise.UNKNOWN, True, None),
    ],
)
def test_praise_is_not_denied_before_the_meeting_is_over(praise, is_over, value):
    assert found("praise", sitting(is_over=is_over), praise=praise).value == value


@pytest.mark.parametrize(
    ("resolutions", "conclusions", "is_over", "value"),
    [(1, 0, True, 1), (0, 2, False, 1), (0, 0, True, 0), (0, 0, False, None)],
)
def test_a_draft_or_a_conclusion_counts(resolutions, conclusions, is_over, value):
    said = sitting(resolutions=resolutions, conclusions=conclusions, is_over=is_over)
    assert found("resolution_drafted", said).value == value


def test_tasks_on_time_wait_until_each_is_judged():
    assert found("tasks_on_time", tasks=Punctuality(3, 4)).value == 75
    assert found("tasks_on_time").reason == "Không có nhiệm vụ nào đến hạn"
    waiting = found("tasks_on_time", tasks=Punctuality(3, 4), pending_tasks=1)
    assert waiting.value is None
    assert "Còn 1 nhiệm vụ" in waiting.reason


@pytest.mark.parametrize(
    ("is_read_back", "is_over", "value"),
    [(True, False, 1), (False, True, 0), (False, False, None)],
)
def test_minutes_read_back(is_read_back, is_over, value):
    assert found("read_back", sitting(is_over=is_over), is_read_back=is_read_back).value == value


@pytest.mark.parametrize(
    ("sent_on", "on", "value"),
    [
        (date(2026, 11, 5), LATER, 1),
        (date(2026, 11, 6), LATER, 0),
        (None, date(2026, 11, 5), None),
        (None, date(2026, 11, 6), 0),
    ],
)
def test_minutes_are_in_time_until_the_last_day_and_not_judged_before(sent_on, on, value):
    measured = found("sent_in_time", sitting(sent_on=sent_on), on=on)
    assert measured.value == value
    assert "hạn 05/11/2026" in measured.reason


counts = st.integers(0, 40)


@given(
    must=counts,
    absent=counts,
    speakers=counts,
    minutes=st.none() | st.integers(1, 600),
    steps=st.lists(st.sampled_from(StepState), max_size=6).map(tuple),
    due=counts,
    late=counts,
    is_over=st.booleans(),
    sent=st.none() | st.dates(date(2026, 11, 3), date(2026, 12, 1)),
)
def test_whatever_is_recorded_every_figure_is_possible_and_explained(
    must, absent, speakers, minutes, steps, due, late, is_over, sent
):
    present = max(0, must - absent)
    facts = meeting_facts(
        sitting(
            must_attend=must,
            present=present,
            unexcused=must - present,
            excused=0,
            in_room=present,
            speakers=min(speakers, present),
            is_over=is_over,
            sent_on=sent,
        ),
        minutes=minutes,
        ended=time(15) if minutes else None,
        steps=steps,
        tasks=Punctuality(max(0, due - late), due),
    )
    measures = meeting_measures(facts, on=LATER)
    assert set(measures) == set(bindable(Subject.MEETING))
    for key, measured in measures.items():
        assert measured.reason
        if measured.value is not None:
            assert _is_possible(INDICATORS[key].measure, measured.value)


def _is_possible(measure, value):
    match measure:
        case Measure.SHARE:
            return 0 <= value <= 100
        case Measure.YES_NO:
            return value in (0, 1)
    return value >= 0
