from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.assignments.queries import (
    assignment_of_meeting,
    assignments_from,
    open_assignments_of_member,
    pending_reviews,
    punctuality_of,
)
from app.assignments.rules import AssignmentStatus, Punctuality, ReviewOutcome
from app.assignments.service import (
    adopt_assignments,
    change_assignment,
    hand_over,
    remove_assignment,
    review_assignment,
)
from app.audit.events import Event
from app.audit.models import AuditEntry
from app.kernel.errors import RuleBroken, StaleEdit
from tests.factory import NOW

DONE, CARRIED_OVER, CANCELLED = (
    ReviewOutcome.DONE,
    ReviewOutcome.CARRIED_OVER,
    ReviewOutcome.CANCELLED,
)
PENDING = ReviewOutcome.PENDING


def state(assignment):
    return assignment.status, assignment.due_on, assignment.done_on


def events(db):
    return db.session.scalars(select(AuditEntry.event).order_by(AuditEntry.sequence)).all()


def test_a_task_is_given_with_one_owner_and_remembered(life, db):
    meeting = life.meet()

    assignment = life.give(meeting, collaborators=[life.owner, life.secretary, life.secretary])

    assert assignment.collaborators == [life.secretary]
    assert assignments_from(meeting.id) == [assignment]
    assert [row.id for row in open_assignments_of_member(life.owner.id)] == [assignment.id]
    assert events(db) == [Event.ASSIGNMENT_GIVEN]


def test_a_task_due_before_it_is_given_leaves_no_trace(life, db):
    meeting = life.meet()

    with pytest.raises(RuleBroken, match="Thời hạn"):
        life.give(meeting, due_in=-1)

    assert assignments_from(meeting.id) == []
    assert events(db) == []


def test_last_months_tasks_come_on_the_table_once(life):
    assignment = life.give(life.meet())
    following = life.meet()

    life.lay(following)

    assert life.table(following) == [assignment]
    assert pending_reviews(following.id) == 1


def test_a_meeting_does_not_judge_what_it_gives_itself(life):
    meeting = life.meet()
    life.give(meeting)

    life.lay(meeting)

    assert life.table(meeting) == []


def test_tasks_of_another_branch_stay_there(life, make):
    make.assignment(meeting=make.meeting(held_on=date(2026, 1, 4)))

    assert life.table(life.meet()) == []


def test_what_was_reported_done_is_still_judged_by_the_next_meeting(life):
    first = life.meet()
    assignment = life.give(first)
    life.report(assignment, first.held_on + timedelta(days=9))
    second = life.meet()

    life.judge(assignment, second, DONE)

    assert assignment.done_on == first.held_on + timedelta(days=9)
    assert life.table(life.meet()) == []


def test_a_task_nobody_reported_is_done_on_the_meetings_day(life):
    assignment = life.give(life.meet())
    second = life.meet()

    life.judge(assignment, second, DONE)

    assert state(assignment)[::2] == (AssignmentStatus.DONE, second.held_on)


def test_a_task_moves_on_with_its_new_deadline_and_is_not_copied(life):
    assignment = life.give(life.meet())
    second = life.meet()

    life.judge(assignment, second, CARRIED_OVER, due_in=10)

    assert assignment.due_on == second.held_on + timedelta(days=10)
    assert life.table(life.meet()) == [assignment]


@pytest.mark.parametrize("first", [DONE, CARRIED_OVER, CANCELLED])
@pytest.mark.parametrize("second", [DONE, CARRIED_OVER, CANCELLED, PENDING])
@pytest.mark.parametrize("is_reported", [True, False])
def test_thinking_again_ends_where_deciding_at_once_would_have(life, first, second, is_reported):
    opening = life.meet()
    hesitant, straight = life.give(opening), life.give(opening)
    if is_reported:
        for assignment in (hesitant, straight):
            life.report(assignment, opening.held_on + timedelta(days=9))
    meeting = life.meet()

    life.judge(hesitant, meeting, first)
    life.judge(hesitant, meeting, second)
    life.judge(straight, meeting, second)

    assert state(hesitant) == state(straight)


def test_a_report_after_the_move_survives_a_correction_of_the_move(life):
    assignment = life.give(life.meet())
    second = life.meet()
    life.judge(assignment, second, CARRIED_OVER, due_in=10)
    life.report(assignment, second.held_on + timedelta(days=2))

    life.judge(assignment, second, CARRIED_OVER, due_in=20)

    assert assignment.status is AssignmentStatus.DONE
    assert assignment.done_on == second.held_on + timedelta(days=2)


def test_a_meeting_that_doubts_a_report_moves_the_task_on(life):
    first = life.meet()
    assignment = life.give(first)
    life.report(assignment, first.held_on + timedelta(days=9))
    second = life.meet()

    life.judge(assignment, second, CARRIED_OVER)

    assert assignment.status is AssignmentStatus.DOING
    assert assignment.done_on is None


def test_a_task_lies_on_one_table_at_a_time(life):
    assignment = life.give(life.meet())
    second, third = life.meet(), life.meet()
    assert life.table(third) == []

    life.judge(assignment, second, CARRIED_OVER)
    life.lay(third)

    assert life.table(third) == [assignment]


def test_an_earlier_meeting_no_longer_judges_what_a_later_one_has(life):
    assignment = life.give(life.meet())
    second = life.meet()
    life.judge(assignment, second, CARRIED_OVER)
    third = life.meet()

    with pytest.raises(RuleBroken, match=f"{third.held_on:%d/%m/%Y}"):
        life.judge(assignment, second, DONE)


def test_a_meeting_written_down_late_does_not_take_tasks_from_a_later_table(life, make):
    assignment = life.give(life.meet())
    second = life.meet()
    late = make.meeting(branch=life.branch, held_on=second.held_on - timedelta(days=7))

    life.lay(late)

    assert life.table(late) == []
    assert life.table(second) == [assignment]


def test_two_secretaries_do_not_judge_over_each_other(life):
    assignment = life.give(life.meet())
    meeting = life.meet()
    review = life.review_of(assignment, meeting)
    seen = review.version
    life.judge(assignment, meeting, DONE)

    with pytest.raises(StaleEdit):
        review_assignment(
            review,
            outcome=CANCELLED,
            reason="Không còn phù hợp",
            held_on=meeting.held_on,
            version=seen,
            by=life.by,
            now=NOW,
        )


def test_a_closed_task_takes_no_report_and_no_change(life):
    assignment = life.give(life.meet())
    second = life.meet()
    life.judge(assignment, second, CANCELLED)

    with pytest.raises(RuleBroken, match="kết luận"):
        life.report(assignment, second.held_on)
    with pytest.raises(RuleBroken, match="kết luận"):
        change_assignment(
            assignment, {"text": "Việc khác"}, version=assignment.version, by=life.by, now=NOW
        )


def test_mending_the_words_of_a_report_keeps_its_day(life):
    first = life.meet()
    assignment = life.give(first)
    day = first.held_on + timedelta(days=3)
    life.report(assignment, day)

    life.report(assignment, day + timedelta(days=2), result="Đã hoàn thành, bổ sung phụ lục.")

    assert assignment.done_on == day
    assert assignment.percent == 100


def test_taking_a_report_back_makes_the_task_unfinished_again(life):
    first = life.meet()
    assignment = life.give(first)
    life.report(assignment, first.held_on)

    life.report(assignment, first.held_on, status=AssignmentStatus.DOING, percent=60)

    assert state(assignment)[::2] == (AssignmentStatus.DOING, None)


def test_a_change_keeps_both_texts_in_the_trail(life, db):
    assignment = life.give(life.meet())

    change_assignment(
        assignment,
        {"text": "Rà soát sổ tay", "accountable": life.secretary, "due_on": assignment.due_on},
        version=assignment.version,
        by=life.by,
        now=NOW,
    )

    db.session.flush()
    [facts] = db.session.scalars(
        select(AuditEntry.facts).where(AuditEntry.event == Event.ASSIGNMENT_CHANGED)
    )
    assert facts["before"]["accountable"] == "Lê Minh Khôi"
    assert facts["after"]["text"] == "Rà soát sổ tay"


def test_saving_without_a_change_leaves_no_line(life, db):
    assignment = life.give(life.meet())

    change_assignment(
        assignment, {"text": assignment.text}, version=assignment.version, by=life.by, now=NOW
    )

    assert events(db) == [Event.ASSIGNMENT_GIVEN]


def test_a_task_written_down_by_mistake_is_taken_back(life, db):
    meeting = life.meet()
    assignment = life.give(meeting, collaborators=[life.secretary])

    remove_assignment(assignment, by=life.by, now=NOW)
    db.session.flush()

    assert assignments_from(meeting.id) == []
    assert events(db) == [Event.ASSIGNMENT_GIVEN, Event.ASSIGNMENT_REMOVED]


def test_a_task_that_has_come_before_a_meeting_is_never_removed(life, db):
    assignment = life.give(life.meet())
    life.meet()
    db.session.refresh(assignment, ["reviews"])

    with pytest.raises(RuleBroken, match="không xóa"):
        remove_assignment(assignment, by=life.by, now=NOW)


def test_an_adopted_task_is_neither_changed_nor_removed(life):
    meeting = life.meet()
    assignment = life.give(meeting)

    adopt_assignments(meeting.id)

    with pytest.raises(RuleBroken, match="Biên bản đã được thông qua"):
        change_assignment(
            assignment, {"text": "Khác"}, version=assignment.version, by=life.by, now=NOW
        )
    with pytest.raises(RuleBroken, match="Biên bản đã được thông qua"):
        remove_assignment(assignment, by=life.by, now=NOW)


def test_a_task_is_handed_over_once_adopted_to_somebody_else_with_a_reason(life, db):
    meeting = life.meet()
    assignment = life.give(meeting, collaborators=[life.secretary])

    def hand(to, reason):
        version = assignment.version
        hand_over(assignment, to, reason=reason, version=version, by=life.by, now=NOW)

    with pytest.raises(RuleBroken, match="chưa thông qua"):
        hand(life.secretary, "Chuyển công tác")
    adopt_assignments(meeting.id)
    with pytest.raises(RuleBroken, match="đồng chí khác"):
        hand(life.owner, "Chuyển công tác")
    with pytest.raises(RuleBroken, match="lý do"):
        hand(life.secretary, "")
    hand(life.secretary, "Chuyển công tác")

    db.session.flush()
    assert assignment.accountable is life.secretary
    assert assignment.collaborators == []
    assert events(db) == [Event.ASSIGNMENT_GIVEN, Event.ASSIGNMENT_HANDED_OVER]


def test_a_task_is_found_only_through_its_own_meeting(life):
    first = life.meet()
    assignment = life.give(first)

    assert assignment_of_meeting(first.id, assignment.id) is assignment
    assert assignment_of_meeting(life.meet().id, assignment.id) is None


def test_punctuality_counts_what_fell_due_on_the_tables(life):
    first = life.meet()
    on_time, late, moved, dropped, not_due = (
        life.give(first, due_in=days) for days in (20, 20, 20, 20, 60)
    )
    life.report(late, first.held_on + timedelta(days=21))
    second = life.meet()
    for assignment, outcome in (
        (on_time, DONE),
        (late, DONE),
        (moved, CARRIED_OVER),
        (dropped, CANCELLED),
    ):
        life.judge(assignment, second, outcome)

    found = punctuality_of(life.branch.id, first=date(2026, 1, 1), last=date(2026, 12, 31))

    assert found == Punctuality(done=1, due=3)
    assert not_due.status is AssignmentStatus.OPEN
