"""Who is graded, by when, and how far a campaign has come."""

from datetime import date

import pytest

from app.kernel.errors import RuleBroken
from app.organisations.rules import Level
from app.people.rules import Status
from app.pledges.rules import CampaignState
from app.scoring.rules.campaigns import (
    FIELDS,
    RUNNING_FIELDS,
    Days,
    Figures,
    campaign_title,
    changeable_fields,
    check_aim,
    check_alone,
    check_closable,
    check_days,
    check_remindable,
    check_takes_cards,
    figures_of,
    late_step,
    proposed_days,
    total_of,
)
from app.scoring.rules.cards import CardState
from app.scoring.rules.due import due_of
from app.scoring.rules.indicators import Subject
from app.scoring.rules.rubric import Column

COUNTED_ON = date(2026, 12, 5)
DAYS = Days(date(2026, 11, 1), COUNTED_ON, date(2026, 12, 15), date(2026, 12, 30))
THREE, TWO = tuple(Column), (Column.SELF, Column.DECISION)


@pytest.mark.parametrize(
    ("status", "is_due", "said"),
    [
        (Status.OFFICIAL, True, ""),
        (Status.PROBATIONARY, True, ""),
        (Status.TEMPORARY_AWAY, True, "nơi sinh hoạt tạm thời"),
        (Status.SPECIAL_DUTY, True, "công việc thực tế"),
        (Status.TEMPORARY_IN, False, "nơi sinh hoạt chính thức"),
        (Status.EXEMPT, False, "miễn sinh hoạt"),
        (Status.SUSPENDED, False, "đình chỉ"),
    ],
)
def test_each_status_is_graded_or_left_out_with_its_reason(status, is_due, said):
    found = due_of(status, None, counted_on=COUNTED_ON)

    assert found.is_due is is_due
    assert said in found.reason


@pytest.mark.parametrize(
    ("admitted_on", "counted_on", "is_due"),
    [
        (date(2026, 6, 5), COUNTED_ON, True),
        (date(2026, 6, 6), COUNTED_ON, False),
        (date(2026, 12, 20), COUNTED_ON, False),
        (date(2025, 8, 31), date(2026, 2, 27), False),  # no 31 February: six months end with it
        (date(2025, 8, 31), date(2026, 2, 28), True),
        (None, COUNTED_ON, True),
    ],
)
def test_who_was_admitted_less_than_six_months_before_is_left_out(admitted_on, counted_on, is_due):
    found = due_of(Status.PROBATIONARY, admitted_on, counted_on=counted_on)

    assert found.is_due is is_due
    assert is_due or "chưa đủ 6 tháng" in found.reason


def test_the_year_is_proposed_to_end_before_the_last_of_december():
    days = proposed_days(2026, 0, today=date(2026, 9, 1))

    assert days.opens_on <= days.self_by <= days.review_by <= days.decide_by < date(2026, 12, 31)


@pytest.mark.parametrize(
    ("quarter", "self_by", "decide_by"),
    [(3, date(2026, 9, 30), date(2026, 10, 10)), (4, date(2026, 12, 31), date(2027, 1, 10))],
)
def test_a_quarter_is_proposed_around_its_end(quarter, self_by, decide_by):
    days = proposed_days(2026, quarter, today=date(2026, 7, 1))

    assert (days.self_by, days.decide_by) == (self_by, decide_by)


@pytest.mark.parametrize("today", [date(2026, 11, 20), date(2026, 12, 5), date(2027, 2, 1)])
@pytest.mark.parametrize("quarter", [0, 1, 4])
def test_nothing_is_proposed_for_days_that_are_over(quarter, today):
    days = proposed_days(2026, quarter, today=today)

    assert days.opens_on >= today
    assert days.self_by > today
    check_days(2026, quarter, days)


@pytest.mark.parametrize(
    ("field", "day"),
    [
        ("opens_on", date(2025, 12, 31)),
        ("self_by", date(2026, 10, 31)),
        ("review_by", date(2026, 12, 4)),
        ("decide_by", date(2026, 12, 14)),
        ("decide_by", date(2028, 1, 1)),
    ],
)
def test_days_that_do_not_follow_one_another_are_refused_at_their_field(field, day):
    days = {name: getattr(DAYS, name) for name in DAYS.__dataclass_fields__} | {field: day}

    with pytest.raises(RuleBroken) as refused:
        check_days(2026, 0, Days(**days))

    assert refused.value.field == field


def test_all_on_one_day_is_fine():
    check_days(2026, 0, Days(COUNTED_ON, COUNTED_ON, COUNTED_ON, COUNTED_ON))


@pytest.mark.parametrize(
    ("level", "subject", "year", "quarter", "said"),
    [
        (Level.BRANCH, Subject.MEMBER_YEAR, 2026, 0, "do cấp ủy lập"),
        (Level.COMMITTEE, Subject.MEETING, 2026, 0, "Chọn đánh giá"),
        (Level.COMMITTEE, Subject.BRANCH_YEAR, 2026, 2, "Chỉ đảng viên"),
        (Level.COMMITTEE, Subject.MEMBER_YEAR, 2026, 5, "một quý từ 1 đến 4"),
        (Level.COMMITTEE, Subject.MEMBER_YEAR, 2026, -1, "một quý từ 1 đến 4"),
        (Level.COMMITTEE, Subject.MEMBER_YEAR, 2028, 0, "từ 2025 đến 2027"),
    ],
)
def test_what_cannot_be_graded_is_refused(level, subject, year, quarter, said):
    with pytest.raises(RuleBroken, match=said):
        check_aim(level, subject, year, quarter, today=date(2026, 11, 29))


def test_who_is_in_the_way_is_named():
    with pytest.raises(RuleBroken, match="quý 2 năm 2026 của Đảng ủy A; Đảng ủy B"):
        check_alone(Subject.MEMBER_YEAR, 2026, 2, ["Đảng ủy A", "Đảng ủy B"])


def test_a_title_says_who_and_when():
    assert campaign_title(Subject.BRANCH_YEAR, 2026, 0) == "Đánh giá, xếp loại chi bộ năm 2026"
    assert "đảng viên quý 3 năm 2026" in campaign_title(Subject.MEMBER_YEAR, 2026, 3)


def test_what_may_change_shrinks_as_it_goes_on():
    assert changeable_fields(CampaignState.DRAFT) == FIELDS
    assert changeable_fields(CampaignState.OPEN) == RUNNING_FIELDS
    assert "opens_on" not in RUNNING_FIELDS
    with pytest.raises(RuleBroken, match="mở lại trước khi sửa"):
        changeable_fields(CampaignState.CLOSED)


def test_it_closes_only_once_everything_handed_in_is_decided():
    check_closable(CampaignState.OPEN, undecided=0)
    with pytest.raises(RuleBroken, match="Còn 2 phiếu đã nộp"):
        check_closable(CampaignState.OPEN, undecided=2)
    with pytest.raises(RuleBroken, match="không ở trạng thái"):
        check_closable(CampaignState.DRAFT, undecided=0)


@pytest.mark.parametrize(
    ("state", "on", "takes"),
    [
        (CampaignState.OPEN, date(2026, 11, 1), True),
        (CampaignState.OPEN, date(2027, 1, 5), True),  # late, and shown so
        (CampaignState.OPEN, date(2026, 10, 31), False),
        (CampaignState.DRAFT, date(2026, 11, 1), False),
        (CampaignState.CLOSED, date(2026, 11, 1), False),
    ],
)
def test_own_scores_are_taken_from_the_first_day_until_it_is_closed(state, on, takes):
    try:
        check_takes_cards(state, opens_on=DAYS.opens_on, on=on)
    except RuleBroken:
        assert not takes
    else:
        assert takes


@pytest.mark.parametrize(
    ("state", "columns", "on", "late"),
    [
        (None, THREE, DAYS.self_by, None),
        (None, THREE, date(2026, 12, 6), Column.SELF),
        (CardState.DRAFT, THREE, date(2026, 12, 6), Column.SELF),
        (CardState.RETURNED, THREE, date(2026, 12, 6), Column.SELF),
        (CardState.SUBMITTED, THREE, DAYS.review_by, None),
        (CardState.SUBMITTED, THREE, date(2026, 12, 16), Column.REVIEW),
        (CardState.SUBMITTED, TWO, date(2026, 12, 16), None),
        (CardState.SUBMITTED, TWO, date(2026, 12, 31), Column.DECISION),
        (CardState.REVIEWED, THREE, DAYS.decide_by, None),
        (CardState.REVIEWED, THREE, date(2026, 12, 31), Column.DECISION),
        (CardState.DECIDED, THREE, date(2027, 6, 1), None),
    ],
)
def test_what_is_late_is_the_step_that_comes_next(state, columns, on, late):
    assert late_step(state, DAYS, columns, on=on) is late


def test_figures_count_each_step_and_add_up():
    found = figures_of(
        [
            (None, Column.SELF),
            (CardState.DRAFT, None),
            (CardState.RETURNED, None),
            (CardState.SUBMITTED, Column.REVIEW),
            (CardState.REVIEWED, None),
            (CardState.DECIDED, None),
        ]
    )

    assert found == Figures(due=6, handed_in=3, reviewed=2, decided=1, late=2)
    assert found.missing == 3
    assert total_of([found, found]) == Figures(12, 6, 4, 2, 4)


@pytest.mark.parametrize(
    ("state", "missing", "to_send", "said"),
    [
        (CampaignState.CLOSED, 1, 1, "không nhắc"),
        (CampaignState.OPEN, 0, 0, "tất cả đã nộp"),
        (CampaignState.OPEN, 2, 0, "Hôm nay đã nhắc"),
    ],
)
def test_nobody_is_written_to_in_vain(state, missing, to_send, said):
    with pytest.raises(RuleBroken, match=said):
        check_remindable(state, missing=missing, to_send=to_send)
