from datetime import date, timedelta

import pytest

from app.assignments.rules import (
    AssignmentStatus,
    ReviewOutcome,
    Urgency,
    check_due,
    check_due_unmoved,
    check_latest,
    check_open,
    check_report,
    check_review,
    is_overdue,
    met_deadline,
    shown_state,
    status_of,
    urgency,
)
from app.kernel.errors import RuleBroken

DAY = date(2026, 11, 3)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)
OPEN, DOING, DONE, CANCELLED = AssignmentStatus


def refused(field=None):
    class Refused:
        def __enter__(self):
            self.raised = pytest.raises(RuleBroken)
            self.found = self.raised.__enter__()

        def __exit__(self, *problem):
            caught = self.raised.__exit__(*problem)
            assert self.found.value.field == field
            return caught

    return Refused()


def test_a_task_may_be_due_on_the_day_it_is_given():
    check_due(DAY, given_on=DAY)


@pytest.mark.parametrize("due_on", [BEFORE, date(9999, 12, 31)])
def test_a_task_is_not_due_before_it_is_given_or_when_nobody_lives(due_on):
    with refused("due_on"):
        check_due(due_on, given_on=DAY)


@pytest.mark.parametrize(
    ("outcome", "reason", "due_on", "field"),
    [
        (ReviewOutcome.CARRIED_OVER, "", AFTER, "reason"),
        (ReviewOutcome.CARRIED_OVER, "Chờ kinh phí", None, "due_on"),
        (ReviewOutcome.CARRIED_OVER, "Chờ kinh phí", BEFORE, "due_on"),
        (ReviewOutcome.CARRIED_OVER, "Chờ kinh phí", date(2926, 12, 3), "due_on"),
        (ReviewOutcome.CANCELLED, "", None, "reason"),
    ],
)
def test_moving_a_task_on_or_dropping_it_says_why_and_until_when(outcome, reason, due_on, field):
    with refused(field):
        check_review(outcome, reason=reason, due_on=due_on, held_on=DAY, due_before=DAY)


@pytest.mark.parametrize(
    ("outcome", "reason", "due_on"),
    [
        (ReviewOutcome.PENDING, "", None),
        (ReviewOutcome.DONE, "", None),
        (ReviewOutcome.DOING, "", None),
        (ReviewOutcome.CARRIED_OVER, "Chờ kinh phí", DAY),
        (ReviewOutcome.CANCELLED, "Không còn phù hợp", None),
    ],
)
def test_a_review_with_its_reason_stands(outcome, reason, due_on):
    check_review(outcome, reason=reason, due_on=due_on, held_on=DAY, due_before=DAY)


def test_a_task_past_its_deadline_is_not_simply_still_being_done():
    with refused("outcome"):
        check_review(ReviewOutcome.DOING, reason="", due_on=None, held_on=DAY, due_before=BEFORE)


@pytest.mark.parametrize("status", [OPEN, DOING])
def test_an_unfinished_task_is_overdue_from_the_day_after(status):
    assert is_overdue(status, DAY, on=AFTER)
    assert not is_overdue(status, DAY, on=DAY)


@pytest.mark.parametrize("status", [DONE, CANCELLED])
def test_a_closed_task_is_never_overdue(status):
    assert not is_overdue(status, BEFORE, on=DAY)


@pytest.mark.parametrize(
    ("outcome", "reported_on", "is_met"),
    [
        (ReviewOutcome.DONE, None, True),
        (ReviewOutcome.DONE, DAY, True),
        (ReviewOutcome.DONE, AFTER, False),
        (ReviewOutcome.CARRIED_OVER, None, False),
        (ReviewOutcome.PENDING, BEFORE, False),
    ],
)
def test_a_deadline_is_missed_by_a_later_report_or_without_a_result(outcome, reported_on, is_met):
    assert met_deadline(outcome, reported_on=reported_on, due_on=DAY) is is_met


def test_only_the_latest_meeting_judges():
    check_latest(DAY, [BEFORE, DAY])
    with refused():
        check_latest(DAY, [BEFORE, DAY, AFTER])


def test_what_a_meeting_has_closed_is_not_changed():
    check_open(is_settled=False)
    with refused():
        check_open(is_settled=True)


def test_a_deadline_is_moved_by_a_meeting_once_the_task_has_come_before_one():
    check_due_unmoved(AFTER, DAY, is_on_table=False)
    check_due_unmoved(DAY, DAY, is_on_table=True)
    with refused("due_on"):
        check_due_unmoved(AFTER, DAY, is_on_table=True)


@pytest.mark.parametrize(
    ("status", "percent", "result", "field"),
    [
        (OPEN, 0, "", "status"),
        (CANCELLED, 0, "Không làm", "status"),
        (DONE, 100, "", "result"),
        (DOING, 100, "Đã xong", "percent"),
    ],
)
def test_a_report_says_something_that_fits(status, percent, result, field):
    with refused(field):
        check_report(status, percent=percent, result=result)


@pytest.mark.parametrize(("status", "percent", "result"), [(DOING, 0, ""), (DONE, 0, "Đã nộp")])
def test_a_report_that_fits_stands(status, percent, result):
    check_report(status, percent=percent, result=result)


@pytest.mark.parametrize(
    ("done_on", "percent", "result", "status"),
    [
        (DAY, 100, "Đã nộp", DONE),
        (None, 40, None, DOING),
        (None, 0, "Đang chờ", DOING),
        (None, 0, None, OPEN),
    ],
)
def test_the_state_follows_from_what_was_reported(done_on, percent, result, status):
    assert status_of(done_on, percent=percent, result=result) is status


@pytest.mark.parametrize(
    ("status", "days", "kind", "state"),
    [
        (OPEN, -1, Urgency.OVERDUE, ("Quá hạn", "late")),
        (DOING, 0, Urgency.SOON, ("Đang thực hiện", "soon")),
        (OPEN, 7, Urgency.SOON, ("Chưa báo cáo", "soon")),
        (OPEN, 8, Urgency.LATER, ("Chưa báo cáo", "none")),
        (DONE, -30, Urgency.DONE, ("Hoàn thành", "ok")),
        (CANCELLED, -30, Urgency.STOPPED, ("Đã dừng", "none")),
    ],
)
def test_lateness_is_said_before_anything_else(status, days, kind, state):
    due_on = DAY + timedelta(days=days)

    assert urgency(status, due_on, on=DAY) is kind
    assert shown_state(status, due_on, on=DAY) == state
