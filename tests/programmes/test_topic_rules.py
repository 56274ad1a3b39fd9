"""A branch's year on a day, and what may be done to a planned topic."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.errors import RuleBroken
from app.meetings.rules.life import MeetingStatus, MeetingType
from app.programmes.rules import PlanStatus
from app.programmes.rules import topics as rules
from app.programmes.rules.quarters import (
    Figures,
    Minimum,
    Registered,
    Standing,
    figures_of,
    last_of_month,
    quarter_of,
    standing,
    total_of,
)
from app.programmes.rules.tracker import in_words, needs

ONE_A_QUARTER = Minimum((1, 1, 1, 1), 4)
TODAY = date(2026, 11, 22)


def on(topics, sittings, day=TODAY, minimum=ONE_A_QUARTER):
    return figures_of(2026, topics, sittings, minimum, on=day)


@pytest.mark.parametrize(
    ("month", "quarter"), [(1, 1), (3, 1), (4, 2), (6, 2), (7, 3), (9, 3), (10, 4), (12, 4)]
)
def test_a_month_belongs_to_its_quarter(month, quarter):
    assert quarter_of(month) == quarter


@pytest.mark.parametrize(
    ("year", "month", "day"), [(2026, 2, 28), (2028, 2, 29), (2026, 4, 30), (2026, 12, 31)]
)
def test_a_topic_is_due_on_the_last_day_of_its_month(year, month, day):
    assert last_of_month(year, month) == date(year, month, day)


@pytest.mark.parametrize(
    ("held_on", "day", "found"),
    [
        (date(2026, 8, 20), TODAY, Standing.HELD),
        (date(2026, 9, 30), TODAY, Standing.HELD),
        (date(2026, 10, 1), TODAY, Standing.HELD_LATE),
        (None, date(2026, 9, 30), Standing.TO_COME),
        (None, date(2026, 10, 1), Standing.OVERDUE),
    ],
)
def test_a_topic_of_september_is_held_in_time_or_late(held_on, day, found):
    assert standing(2026, 9, held_on, on=day) is found


@pytest.mark.parametrize(
    ("topics", "sittings", "quarter", "expected"),
    [
        # minimum, registered, held, late, missing, to come
        ([], [], 1, (1, 0, 0, 0, 1, 0)),
        ([Registered(2)], [], 1, (1, 1, 0, 1, 1, 0)),
        ([Registered(2, date(2026, 2, 3))], [2], 1, (1, 1, 1, 0, 0, 0)),
        ([Registered(2, date(2026, 3, 3))], [3], 1, (1, 1, 1, 1, 0, 0)),
        # held in the next quarter: late here, and this quarter stays without one
        ([Registered(3, date(2026, 4, 3))], [4], 1, (1, 1, 0, 1, 1, 0)),
        ([Registered(3, date(2026, 4, 3))], [4], 2, (1, 0, 1, 0, 0, 0)),
        # a sitting nobody registered counts as held all the same
        ([], [5, 6], 2, (1, 0, 2, 0, 0, 0)),
        # the quarter that runs: still to come, not missing
        ([Registered(12)], [], 4, (1, 1, 0, 0, 0, 1)),
        ([Registered(10)], [], 4, (1, 1, 0, 1, 0, 1)),
        ([Registered(11, date(2026, 11, 20))], [11], 4, (1, 1, 1, 0, 0, 0)),
    ],
)
def test_a_quarter_counts_what_was_registered_held_late_and_missing(
    topics, sittings, quarter, expected
):
    assert on(topics, sittings).quarters[quarter - 1] == Figures(*expected)


def test_a_year_with_four_held_still_misses_the_quarter_that_passed_without_one():
    year = on([], [1, 2, 7, 10]).year

    assert (year.held, year.missing, year.to_come) == (4, 1, 0)


def test_what_is_missing_is_not_counted_again_as_still_to_come():
    year = on([], [4, 7]).year

    assert (year.held, year.missing, year.to_come) == (2, 1, 1)


def test_a_year_that_is_over_misses_what_its_own_minimum_wants():
    year = on([], [1, 4, 7, 10], date(2027, 1, 1), Minimum((1, 1, 1, 1), 6)).year

    assert (year.missing, year.to_come) == (2, 0)


def test_a_year_not_begun_misses_nothing():
    year = figures_of(2027, [Registered(1)], [], ONE_A_QUARTER, on=TODAY).year

    assert (year.registered, year.unregistered, year.missing, year.to_come) == (1, 3, 0, 4)


@given(
    st.lists(st.integers(1, 12), max_size=12),
    st.lists(st.integers(1, 12), max_size=12),
    st.dates(date(2025, 6, 1), date(2027, 6, 1)),
)
def test_quarters_add_up_to_the_year_and_nothing_lacks_twice(months, sittings, day):
    found = on([Registered(month) for month in months], sittings, day)

    quarters = total_of(found.quarters)
    assert (quarters.registered, quarters.held, quarters.late) == (
        found.year.registered,
        found.year.held,
        found.year.late,
    )
    assert found.year.missing >= quarters.missing
    assert all(not (row.missing and row.to_come) for row in found.quarters)
    assert found.year.held + found.year.missing + found.year.to_come >= found.year.minimum


def test_what_lacks_is_said_in_words():
    figures = on([Registered(2), Registered(5), Registered(10)], [5])

    assert in_words(2026, figures, on=TODAY) == (
        "Năm 2026: đã đăng ký 3/4 chuyên đề, còn phải đăng ký 1.",
        "Quý III: đã đăng ký 0/1 chuyên đề.",
        "Quý I: thiếu 1 buổi, mới tổ chức 0/1.",
        "Quý III: thiếu 1 buổi, mới tổ chức 0/1.",
        "Quý IV: còn phải tổ chức 1 buổi, chậm nhất ngày 31/12/2026.",
    )


def test_a_full_year_lacks_nothing_in_words():
    topics = [Registered(month, date(2026, month, 3)) for month in (2, 5, 8, 11)]

    assert in_words(2026, on(topics, [2, 5, 8, 11]), on=TODAY) == ()


def test_a_year_minimum_above_its_quarters_is_said_as_well():
    topics, new_year = [Registered(month) for month in (1, 2, 4, 5, 7, 10)], date(2027, 1, 1)
    figures = on(topics, [1, 4, 7, 10], new_year, Minimum((1, 1, 1, 1), 6))

    assert in_words(2026, figures, on=new_year) == ("Cả năm: thiếu 2 buổi, mới tổ chức 4/6.",)


@pytest.mark.parametrize(
    ("looked_for", "waiting", "found"),
    [("", 0, True), ("waiting", 0, False), ("waiting", 2, True), ("late", 0, True),
     ("missing", 0, True), ("anything", 0, True)],
)  # fmt: skip
def test_a_branch_is_listed_for_what_is_looked_for(looked_for, waiting, found):
    assert needs(on([Registered(2)], [2]), waiting, looked_for) is found


@pytest.mark.parametrize(
    ("status", "changed", "after"),
    [
        (PlanStatus.APPROVED, {"topic"}, PlanStatus.REGISTERED),
        (PlanStatus.APPROVED, {"month", "aim"}, PlanStatus.REGISTERED),
        (PlanStatus.APPROVED, {"topic_group"}, PlanStatus.REGISTERED),
        (PlanStatus.APPROVED, {"presenters", "aim", "shortcoming"}, PlanStatus.APPROVED),
        (PlanStatus.REGISTERED, {"month"}, PlanStatus.REGISTERED),
        (PlanStatus.RETURNED, {"topic"}, PlanStatus.RETURNED),
        (PlanStatus.DRAFT, {"topic"}, PlanStatus.DRAFT),
    ],
)
def test_an_approval_holds_for_what_was_approved_alone(status, changed, after):
    assert rules.status_after_change(status, frozenset(changed)) is after


def test_once_its_sitting_has_begun_a_topic_keeps_name_and_month():
    with pytest.raises(RuleBroken) as refused:
        rules.check_changeable(MeetingStatus.ADOPTED, frozenset({"month", "aim"}))

    assert refused.value.field == "month"
    rules.check_changeable(MeetingStatus.ADOPTED, frozenset({"aim", "presenters"}))
    rules.check_changeable(MeetingStatus.NOTIFIED, frozenset({"month"}))
    rules.check_changeable(None, frozenset({"month"}))


@pytest.mark.parametrize("status", [PlanStatus.REGISTERED, PlanStatus.APPROVED])
def test_what_the_committee_has_is_not_struck_out(status):
    with pytest.raises(RuleBroken):
        rules.check_removable(status, is_called=False)


def test_a_topic_with_its_meeting_is_not_struck_out():
    rules.check_removable(PlanStatus.RETURNED, is_called=False)
    with pytest.raises(RuleBroken):
        rules.check_removable(PlanStatus.RETURNED, is_called=True)


@pytest.mark.parametrize("status", [PlanStatus.REGISTERED, PlanStatus.APPROVED])
def test_nothing_is_registered_twice(status):
    with pytest.raises(RuleBroken):
        rules.check_registrable(status)


@pytest.mark.parametrize("status", [PlanStatus.DRAFT, PlanStatus.RETURNED, PlanStatus.APPROVED])
def test_only_what_is_registered_is_approved(status):
    with pytest.raises(RuleBroken):
        rules.check_approvable(status)


@pytest.mark.parametrize(
    ("status", "sitting", "reason"),
    [
        (PlanStatus.DRAFT, None, "Trùng"),
        (PlanStatus.RETURNED, None, "Trùng"),
        (PlanStatus.REGISTERED, MeetingStatus.IN_PROGRESS, "Trùng"),
        (PlanStatus.APPROVED, MeetingStatus.ADOPTED, "Trùng"),
        (PlanStatus.REGISTERED, None, ""),
    ],
)
def test_a_topic_is_returned_with_a_reason_before_it_is_held(status, sitting, reason):
    with pytest.raises(RuleBroken):
        rules.check_returnable(status, sitting, reason)
    rules.check_returnable(PlanStatus.APPROVED, MeetingStatus.NOTIFIED, "Trùng")


@pytest.mark.parametrize(
    ("status", "is_called"),
    [(PlanStatus.DRAFT, False), (PlanStatus.RETURNED, False), (PlanStatus.APPROVED, True)],
)
def test_a_meeting_is_called_once_for_a_registered_topic(status, is_called):
    with pytest.raises(RuleBroken):
        rules.check_callable(status, is_called=is_called)


@pytest.mark.parametrize(
    ("kind", "status", "is_taken"),
    [
        (MeetingType.REGULAR, MeetingStatus.ADOPTED, False),
        (MeetingType.TOPICAL, MeetingStatus.CANCELLED, False),
        (MeetingType.TOPICAL, MeetingStatus.ADOPTED, True),
    ],
)
def test_a_topic_is_held_by_a_free_topical_sitting_alone(kind, status, is_taken):
    with pytest.raises(RuleBroken):
        rules.check_holds_topic(kind, status, is_taken=is_taken)
    rules.check_holds_topic(MeetingType.COMBINED, MeetingStatus.PLANNED, is_taken=False)


def test_a_topic_without_meeting_cannot_be_parted_from_one():
    with pytest.raises(RuleBroken):
        rules.check_detachable(None)
    rules.check_detachable(MeetingStatus.ADOPTED)


def test_a_year_is_planned_up_to_the_next_one():
    rules.check_year(2024, today=TODAY)
    rules.check_year(2027, today=TODAY)
    with pytest.raises(RuleBroken):
        rules.check_year(2028, today=TODAY)


@pytest.mark.parametrize(
    ("registered_on", "found"),
    [(None, False), (date(2026, 9, 30), False), (date(2026, 10, 1), True)],
)
def test_what_is_registered_after_its_month_says_so(registered_on, found):
    assert rules.is_registered_after(registered_on, 2026, 9) is found
