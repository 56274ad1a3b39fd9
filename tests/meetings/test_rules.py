from datetime import date, time
from fractions import Fraction

import pytest

from app.kernel.errors import RuleBroken
from app.meetings.rules.agenda import (
    StepState,
    agenda_of,
    check_no_content,
    hints,
    untreated,
)
from app.meetings.rules.life import (
    MeetingStatus,
    MeetingType,
    WeekendRule,
    check_editable,
    check_move,
    check_recordable,
    check_topic,
    may_move,
    meeting_title,
    minutes_between,
    minutes_subject,
    month_after,
    month_before,
    proposed_day,
)
from app.meetings.rules.roll import (
    Presence,
    RollLine,
    check_presence,
    choices_for,
    expected_presence,
    figures_of,
    may_vote,
    meets_target,
)
from app.meetings.rules.votes import Tally, VoteMethod, check_tally, voters_at, votes_needed
from app.people.rules import Status
from app.regulations.rules import Threshold
from app.workdays.rules import weekends

MORE_THAN_HALF = Threshold(Fraction(1, 2), more_than=True)
TWO_THIRDS = Threshold(Fraction(2, 3), more_than=False)
P, E, U, N = Presence.PRESENT, Presence.EXCUSED, Presence.UNEXCUSED, Presence.NOT_REQUIRED


def lines(status, presence, number):
    return [RollLine(status, presence)] * number


def worked_example(*, exempt_who_come=0, officials_present=16):
    """meetings.md §6: 20 official (2 exempt, 1 away, 1 suspended), 2 probationary, 3 guests."""
    absent = 16 - officials_present
    return figures_of(
        lines(Status.OFFICIAL, P, officials_present)
        + lines(Status.OFFICIAL, E, absent)
        + lines(Status.EXEMPT, P, exempt_who_come)
        + lines(Status.EXEMPT, N, 2 - exempt_who_come)
        + lines(Status.TEMPORARY_AWAY, N, 1)
        + lines(Status.SUSPENDED, N, 1)
        + lines(Status.PROBATIONARY, P, 2)
        + lines(Status.TEMPORARY_IN, P, 1)
        + lines(Status.TEMPORARY_IN, E, 1)
        + lines(Status.TEMPORARY_IN, U, 1)
    )


def test_the_worked_example_of_the_handbook_comes_out():
    figures = worked_example()

    assert figures.must_attend == 21
    assert (figures.present, figures.excused, figures.unexcused) == (19, 1, 1)
    assert figures.rate == Fraction(19, 21)
    assert figures.vote_base == 16
    assert votes_needed(figures.vote_base, MORE_THAN_HALF) == 9
    assert votes_needed(figures.vote_base, TWO_THIRDS) == 11
    assert figures.headcount == 22
    assert figures.base_formula == (
        "20 chính thức − 3 miễn hoặc đi tạm thời, vắng mặt − 1 đình chỉ sinh hoạt"
    )


def test_an_exempt_member_who_comes_joins_the_base_and_not_the_denominator():
    figures = worked_example(exempt_who_come=1)

    assert (figures.must_attend, figures.vote_base) == (21, 17)
    assert votes_needed(17, MORE_THAN_HALF) == 9
    assert votes_needed(17, TWO_THIRDS) == 12
    assert (figures.present, figures.everyone_present) == (19, 20)


@pytest.mark.parametrize(("officials_present", "can_decide"), [(8, False), (9, True)])
def test_nothing_can_pass_while_half_of_the_base_or_fewer_are_there(officials_present, can_decide):
    assert worked_example(officials_present=officials_present).can_decide is can_decide


def test_a_rate_of_nobody_is_not_defined():
    figures = figures_of(lines(Status.EXEMPT, N, 3))

    assert figures.rate is None
    assert meets_target(figures, Threshold(Fraction(9, 10), more_than=False)) is None


def test_nine_of_ten_meets_at_least_ninety_and_not_more_than_ninety():
    figures = figures_of(lines(Status.OFFICIAL, P, 9) + lines(Status.OFFICIAL, E, 1))

    assert meets_target(figures, Threshold(Fraction(9, 10), more_than=False)) is True
    assert meets_target(figures, Threshold(Fraction(9, 10), more_than=True)) is False


@pytest.mark.parametrize(
    ("status", "votes", "expected", "choices"),
    [
        (Status.OFFICIAL, True, P, (P, E, U)),
        (Status.PROBATIONARY, False, P, (P, E, U)),
        (Status.TEMPORARY_IN, False, P, (P, E, U)),
        (Status.EXEMPT, True, N, (P, N)),
        (Status.TEMPORARY_AWAY, True, N, (P, N)),
        (Status.SPECIAL_DUTY, True, N, (P, N)),
        (Status.SUSPENDED, False, N, (N,)),
    ],
)
def test_a_status_says_who_votes_and_what_the_roll_may_say(status, votes, expected, choices):
    assert may_vote(status) is votes
    assert expected_presence(status) is expected
    assert choices_for(status) == choices


def test_special_duty_leaves_the_attendance_rate_and_stays_in_the_base():
    figures = figures_of(lines(Status.OFFICIAL, P, 3) + lines(Status.SPECIAL_DUTY, N, 1))

    assert (figures.must_attend, figures.vote_base) == (3, 4)


@pytest.mark.parametrize(
    ("status", "presence", "reason", "message"),
    [
        (Status.OFFICIAL, E, "", "nêu lý do vắng mặt"),
        (Status.SUSPENDED, P, "", "không chọn được"),
        (Status.EXEMPT, U, "", "không chọn được"),
    ],
)
def test_a_mark_the_status_does_not_allow_is_refused(status, presence, reason, message):
    with pytest.raises(RuleBroken, match=message):
        check_presence(status, presence, reason, name="Hồ Đắc Dũng")


def test_an_absence_with_its_reason_is_put_down():
    check_presence(Status.OFFICIAL, E, "đi công tác", name="Hồ Đắc Dũng")


@pytest.mark.parametrize(
    ("base", "threshold", "needed"),
    [
        (16, MORE_THAN_HALF, 9),
        (17, MORE_THAN_HALF, 9),
        (16, TWO_THIRDS, 11),
        (17, TWO_THIRDS, 12),
        (18, TWO_THIRDS, 12),
        (3, TWO_THIRDS, 2),
        (0, MORE_THAN_HALF, 1),
    ],
)
def test_votes_needed_are_counted_on_the_whole_base(base, threshold, needed):
    assert votes_needed(base, threshold) == needed


HANDS, BALLOT = VoteMethod.SHOW_OF_HANDS, VoteMethod.SECRET_BALLOT


@pytest.mark.parametrize(
    ("tally", "method"),
    [
        (Tally(12, 2, 1), HANDS),
        (Tally(12, 1, 1, invalid=1), BALLOT),
        (Tally(10, 0, 0), BALLOT),
    ],
)
def test_a_tally_that_adds_up_stands(tally, method):
    check_tally(tally, method=method, voters_present=15)


@pytest.mark.parametrize(
    ("tally", "method", "message"),
    [
        (Tally(11, 2, 1), HANDS, "Tổng là 14"),
        (Tally(13, 2, 1), HANDS, "Tổng là 16"),
        (Tally(14, 0, 0, invalid=1), HANDS, "bỏ phiếu kín"),
        (Tally(14, 1, 1), BALLOT, "nhiều hơn 15"),
        (Tally(-1, 8, 8), HANDS, "âm"),
    ],
)
def test_a_tally_that_does_not_add_up_is_refused(tally, method, message):
    with pytest.raises(RuleBroken, match=message):
        check_tally(tally, method=method, voters_present=15)


def test_who_has_left_before_the_vote_is_not_counted_among_the_hands():
    assert voters_at(15, away=2) == 13


@pytest.mark.parametrize("away", [-1, 16])
def test_no_more_can_have_left_than_were_there(away):
    with pytest.raises(RuleBroken, match="từ 0 đến 15"):
        voters_at(15, away=away)


WEEKENDS = weekends(2026, 2027)
NEW_YEAR = WEEKENDS | {date(2027, 1, 1)}
MADE_UP = WEEKENDS - {date(2026, 10, 3)}


@pytest.mark.parametrize(
    ("period", "day", "rule", "days_off", "proposed"),
    [
        (date(2026, 12, 1), 3, WeekendRule.FORWARD, WEEKENDS, date(2026, 12, 3)),
        (date(2026, 10, 1), 3, WeekendRule.FORWARD, WEEKENDS, date(2026, 10, 5)),
        (date(2026, 10, 1), 3, WeekendRule.BACK, WEEKENDS, date(2026, 10, 2)),
        (date(2026, 10, 1), 3, WeekendRule.KEEP, WEEKENDS, date(2026, 10, 3)),
        (date(2026, 10, 1), 3, WeekendRule.FORWARD, MADE_UP, date(2026, 10, 3)),
        (date(2027, 1, 1), 1, WeekendRule.FORWARD, NEW_YEAR, date(2027, 1, 4)),
        (date(2027, 1, 1), 1, WeekendRule.BACK, NEW_YEAR, date(2027, 1, 4)),
    ],
)
def test_the_day_of_the_month_moves_off_weekends_and_holidays(
    period, day, rule, days_off, proposed
):
    assert proposed_day(period, day=day, rule=rule, days_off=days_off) == proposed


@pytest.mark.parametrize(
    ("month", "following"),
    [(date(2026, 12, 1), date(2027, 1, 1)), (date(2026, 1, 1), date(2026, 2, 1))],
)
def test_a_month_is_followed_by_the_next(month, following):
    assert month_after(month) == following


S = MeetingStatus
ALLOWED = {
    (S.PLANNED, S.NOTIFIED),
    (S.PLANNED, S.IN_PROGRESS),
    (S.PLANNED, S.CANCELLED),
    (S.NOTIFIED, S.IN_PROGRESS),
    (S.NOTIFIED, S.CANCELLED),
    (S.IN_PROGRESS, S.MINUTES_DRAFTED),
    (S.MINUTES_DRAFTED, S.IN_PROGRESS),
    (S.MINUTES_DRAFTED, S.ADOPTED),
}


@pytest.mark.parametrize("now", MeetingStatus)
@pytest.mark.parametrize("to", MeetingStatus)
def test_a_meeting_moves_only_along_its_life(now, to):
    assert may_move(now, to) is ((now, to) in ALLOWED)
    if (now, to) not in ALLOWED:
        with pytest.raises(RuleBroken, match="không chuyển sang"):
            check_move(now, to)


@pytest.mark.parametrize(
    ("status", "recordable", "editable"),
    [
        (S.PLANNED, False, True),
        (S.NOTIFIED, False, True),
        (S.IN_PROGRESS, True, True),
        (S.MINUTES_DRAFTED, True, True),
        (S.ADOPTED, False, False),
        (S.CANCELLED, False, False),
    ],
)
def test_what_may_be_written_depends_on_how_far_the_meeting_is(status, recordable, editable):
    for check, allowed in ((check_recordable, recordable), (check_editable, editable)):
        if allowed:
            check(status)
        else:
            with pytest.raises(RuleBroken):
                check(status)


@pytest.mark.parametrize("kind", [MeetingType.TOPICAL, MeetingType.COMBINED])
def test_a_meeting_on_a_topic_names_it(kind):
    check_topic(kind, "Chuyển đổi số")
    with pytest.raises(RuleBroken, match="chuyên đề"):
        check_topic(kind, "")


def test_a_regular_meeting_needs_no_topic():
    check_topic(MeetingType.REGULAR, "")


def test_a_sitting_is_measured_in_minutes():
    assert minutes_between(time(14, 0), time(15, 40)) == 100


@pytest.mark.parametrize("ended", [time(14, 0), time(13, 59)])
def test_a_sitting_ends_after_it_begins(ended):
    with pytest.raises(RuleBroken, match="sau giờ bắt đầu"):
        minutes_between(time(14, 0), ended)


def test_titles_and_subjects_name_kind_and_month():
    december = date(2026, 12, 1)
    assert meeting_title(MeetingType.REGULAR, december) == ("Sinh hoạt thường kỳ tháng 12 năm 2026")
    assert {minutes_subject(kind, december) for kind in MeetingType} == {
        "sinh hoạt chi bộ thường kỳ tháng 12 năm 2026",
        "sinh hoạt chuyên đề tháng 12 năm 2026",
        "sinh hoạt chi bộ thường kỳ kết hợp chuyên đề tháng 12 năm 2026",
        "họp chi bộ bất thường tháng 12 năm 2026",
        "họp chi ủy tháng 12 năm 2026",
        "hội nghị giao ban tháng 12 năm 2026",
        "hội nghị học tập, quán triệt nghị quyết tháng 12 năm 2026",
    }


STEPS = ["step_1", "step_2", "step_3", "step_4"]


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        (MeetingType.REGULAR, STEPS),
        (MeetingType.COMBINED, [*STEPS, "topical"]),
        (MeetingType.TOPICAL, ["topical"]),
        (MeetingType.EXTRAORDINARY, ["content"]),
        (MeetingType.BRANCH_COMMITTEE, ["preparation"]),
    ],
)
def test_each_kind_of_meeting_has_its_fixed_sections_in_order(kind, codes):
    assert [section.code for section in agenda_of(kind)] == codes


def test_the_four_steps_carry_the_slots_of_the_guidance():
    slots = [[slot.key for slot in section.slots] for section in agenda_of(MeetingType.REGULAR)]
    assert [len(keys) for keys in slots] == [5, 4, 2, 3]
    assert slots[1] == ["branch_results", "member_results", "next_tasks", "planned_assignments"]


def test_hints_follow_the_kind_of_branch():
    assert hints("office", "step_4") == ("Đào tạo, bồi dưỡng, phát triển đảng viên",)
    assert hints("armed_forces", "step_2") == ()


def test_a_step_without_content_needs_its_reason_and_must_be_empty():
    check_no_content("Trong tháng không phát sinh", has_content=False)
    with pytest.raises(RuleBroken, match="Nêu lý do"):
        check_no_content("", has_content=False)
    with pytest.raises(RuleBroken, match="đã có nội dung"):
        check_no_content("Không phát sinh", has_content=True)


def test_a_step_is_treated_when_it_is_done_or_said_to_be_empty():
    assert untreated({"step_1": StepState.DONE, "step_2": StepState.NO_CONTENT}) == ()
    assert untreated({"step_1": StepState.DONE, "step_3": StepState.OPEN}) == ("step_3",)


@pytest.mark.parametrize(
    ("period", "before"),
    [(date(2026, 11, 1), date(2026, 10, 1)), (date(2026, 1, 1), date(2025, 12, 1))],
)
def test_the_month_before_january_is_december(period, before):
    assert month_before(period) == before
