"""Between the meetings: reported, extended, dropped; and how that lives with what meetings say."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.assignments.queries import story_of
from app.assignments.rules import AssignmentStatus, ProgressKind, ReviewOutcome
from app.assignments.service import (
    adopt_assignments,
    change_assignment,
    extend_assignment,
    remove_assignment,
)
from app.audit.events import Event
from app.audit.models import AuditEntry
from app.kernel.clock import moment_of
from app.kernel.errors import RuleBroken, StaleEdit

DAY = timedelta(days=1)


@pytest.fixture
def first(life):
    return life.meet()


@pytest.fixture
def task(life, first):
    """Given, adopted, due on day 20."""
    assignment = life.give(first)
    adopt_assignments(first.id)
    return assignment


def words(task):
    return [chapter.what for chapter in story_of(task)]


def test_every_report_is_kept_and_the_last_one_is_the_present_state(life, first, task):
    for day, percent in ((3, 20), (5, 60)):
        life.report(
            task,
            first.held_on + day * DAY,
            status=AssignmentStatus.DOING,
            percent=percent,
            result=f"Đã làm {percent} phần trăm.",
        )

    assert [(entry.percent, entry.note) for entry in task.progress] == [
        (20, "Đã làm 20 phần trăm."),
        (60, "Đã làm 60 phần trăm."),
    ]
    assert (task.percent, task.result) == (60, "Đã làm 60 phần trăm.")


def test_an_extension_moves_the_deadline_with_its_reason_on_the_log(life, db, first, task):
    before = task.due_on

    life.extend(task, first.held_on + 10 * DAY)

    [entry] = task.progress
    after = first.held_on + 40 * DAY
    assert (entry.kind, entry.due_before, entry.due_after) == (
        ProgressKind.EXTENDED,
        before,
        after,
    )
    assert task.due_on == after
    assert task.state(first.held_on + 11 * DAY) == ("Đã gia hạn", "none")
    last = db.session.scalars(select(AuditEntry).order_by(AuditEntry.sequence.desc())).first()
    assert last.event == Event.ASSIGNMENT_EXTENDED
    assert last.facts["reason"] == "Chi ủy thống nhất, chờ kinh phí"


@pytest.mark.parametrize(
    ("due_in", "reason", "sentence"),
    [
        (30, "", "Nêu lý do gia hạn"),
        (-15, "Chờ kinh phí", "từ ngày giao"),
        (10, "Chờ kinh phí", "sau thời hạn hiện nay"),
    ],
)
def test_an_extension_needs_a_reason_and_a_later_day(life, first, task, due_in, reason, sentence):
    today = first.held_on + 10 * DAY

    with pytest.raises(RuleBroken, match=sentence):
        extend_assignment(
            task,
            due_on=today + due_in * DAY,
            reason=reason,
            version=task.version,
            by=life.by,
            now=moment_of(today, 9),
        )

    assert task.progress == []


def test_what_is_overdue_is_not_extended_into_the_past(life, first, task):
    with pytest.raises(RuleBroken, match="từ hôm nay"):
        life.extend(task, first.held_on + 60 * DAY, due_in=-5)


@pytest.mark.parametrize("verb", ["extend", "drop"])
def test_nothing_is_moved_while_a_meeting_has_it_on_its_table(life, task, verb):
    second = life.meet()

    with pytest.raises(RuleBroken, match=f"buổi sinh hoạt ngày {second.held_on:%d/%m/%Y}"):
        getattr(life, verb)(task, second.held_on + DAY)


@pytest.mark.parametrize("verb", ["extend", "drop"])
def test_a_draft_is_changed_directly_instead(life, first, verb):
    draft = life.give(first)

    with pytest.raises(RuleBroken, match="chưa thông qua"):
        getattr(life, verb)(draft, first.held_on + DAY)


@pytest.mark.parametrize("verb", ["extend", "drop"])
def test_what_was_reported_done_waits_for_the_meeting(life, first, task, verb):
    life.report(task, first.held_on + 5 * DAY)

    with pytest.raises(RuleBroken, match="báo cáo hoàn thành"):
        getattr(life, verb)(task, first.held_on + 6 * DAY)


def test_two_extensions_at_once_do_not_write_over_each_other(life, first, task):
    stale = task.version
    life.extend(task, first.held_on + DAY)

    with pytest.raises(StaleEdit):
        extend_assignment(
            task,
            due_on=first.held_on + 90 * DAY,
            reason="Chờ kinh phí",
            version=stale,
            by=life.by,
            now=moment_of(first.held_on + 2 * DAY),
        )


def test_a_dropped_task_comes_before_no_further_meeting(life, db, first, task):
    life.drop(task, first.held_on + 10 * DAY)

    assert life.table(life.meet()) == []
    assert task.is_settled
    assert task.state(date(2027, 1, 1)) == ("Đã dừng", "none")
    assert words(task)[-1] == "Dừng thực hiện"
    last = db.session.scalars(select(AuditEntry).order_by(AuditEntry.sequence.desc())).first()
    assert (last.event, last.facts["text"]) == (Event.ASSIGNMENT_DROPPED, task.text)


def test_a_dropped_task_takes_no_report_and_is_judged_by_nobody(life, task):
    second = life.meet()
    life.judge(task, second, ReviewOutcome.CARRIED_OVER)
    life.drop(task, second.held_on + 3 * DAY)

    with pytest.raises(RuleBroken):
        life.report(task, second.held_on + 4 * DAY)
    with pytest.raises(RuleBroken, match="đã dừng thực hiện"):
        life.judge(task, second, ReviewOutcome.DONE)

    assert task.status is AssignmentStatus.CANCELLED


@pytest.mark.parametrize("again", list(ReviewOutcome))
def test_a_meeting_that_thinks_again_leaves_the_extension_since_as_it_is(life, task, again):
    second = life.meet()
    life.judge(task, second, ReviewOutcome.CARRIED_OVER, due_in=10)
    life.extend(task, second.held_on + 5 * DAY, due_in=40)
    if again is ReviewOutcome.DOING:  # it was overdue when it came before the meeting
        with pytest.raises(RuleBroken, match="quá hạn"):
            life.judge(task, second, again)
        return

    life.judge(task, second, again, due_in=15)

    assert task.due_on == second.held_on + 45 * DAY


def test_what_a_meeting_says_after_an_extension_holds(life, first, task):
    life.extend(task, first.held_on + 10 * DAY, due_in=60)
    second = life.meet()

    life.judge(task, second, ReviewOutcome.CARRIED_OVER, due_in=12)

    assert task.due_on == second.held_on + 12 * DAY
    assert life.review_of(task, second).due_before == first.held_on + 70 * DAY


def test_an_extended_task_that_is_open_for_correction_again_keeps_its_deadline(life, first, task):
    life.extend(task, first.held_on + DAY)
    adopt_assignments(first.id, is_adopted=False)

    with pytest.raises(RuleBroken, match="gia hạn"):
        change_assignment(
            task,
            {"due_on": first.held_on + 5 * DAY},
            version=task.version,
            by=life.by,
            now=moment_of(first.held_on + 2 * DAY),
        )


def test_what_has_been_reported_is_not_taken_back(life, first):
    draft = life.give(first)
    life.report(draft, first.held_on + DAY)

    with pytest.raises(RuleBroken, match="Đã có báo cáo"):
        remove_assignment(draft, by=life.by, now=moment_of(first.held_on + 2 * DAY))


def test_the_story_tells_everything_in_order(life, make, first, task):
    successor = make.member("Lê Hoài Ân", branch=life.branch)
    life.report(task, first.held_on + 3 * DAY, status=AssignmentStatus.DOING, percent=40)
    life.extend(task, first.held_on + 10 * DAY)
    second = life.meet()
    life.judge(task, second, ReviewOutcome.DOING)
    life.give_over(task, successor, second.held_on + DAY)
    life.report(task, second.held_on + 4 * DAY)
    life.judge(task, life.meet(), ReviewOutcome.DONE)

    assert words(task) == [
        "Chi bộ giao nhiệm vụ",
        "Báo cáo: đang thực hiện, 40 %",
        "Gia hạn từ 25/01/2026 đến 14/02/2026",
        "Buổi sinh hoạt đánh giá: Đang thực hiện, chưa đến hạn",
        "Đồng chí Lê Minh Khôi chuyển cho đồng chí Lê Hoài Ân",
        "Báo cáo: hoàn thành",
        "Buổi sinh hoạt đánh giá: Hoàn thành",
    ]
    assert story_of(task)[0].note == "Thời hạn ban đầu 25/01/2026"
