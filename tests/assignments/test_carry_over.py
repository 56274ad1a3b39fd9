"""Months of a branch at random: no task is ever lost, doubled or left off the next table, its
deadline is the last one anybody legitimately set, and its log tells everything in order."""

from datetime import date, datetime, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.assignments.models import Assignment, AssignmentReview
from app.assignments.queries import story_of
from app.assignments.rules import UNFINISHED, AssignmentStatus, ProgressKind, ReviewOutcome
from app.assignments.service import (
    adopt_assignments,
    drop_assignment,
    extend_assignment,
    hand_over,
    lay_on_table,
    remove_assignment,
    report_progress,
)
from app.extensions import db
from app.kernel.clock import local, moment_of
from app.kernel.errors import RuleBroken
from tests.assignments.branch_life import BranchLife

MONTHS = 5
CLOSING = {ReviewOutcome.DONE, ReviewOutcome.CANCELLED}
# What happens between two meetings, and how often; a seed lays out the months, so that the long
# stories are as likely as the short ones.
MOVES = {
    "judge": 8,
    "extend": 5,
    "report": 2,
    "give": 1,
    "drop": 1,
    "give_over": 1,
    "take_back": 1,
    "wait": 2,
    "lay_again": 1,
    "adopt": 1,
}
OUTCOMES = (*ReviewOutcome, ReviewOutcome.DOING, ReviewOutcome.CARRIED_OVER)


def how(verb: str, chance: Random) -> tuple:
    """What a move needs besides its verb: which task, how many days, how far back."""
    number, days = chance.randrange(6), chance.randrange(60)
    back = chance.choice((0, 0, 0, 1))  # of the last two meetings
    return {
        "judge": (number, chance.choice(OUTCOMES), days, back),
        "extend": (number, days),
        "report": (number, chance.random() < 0.3, days),
        "give": (days,),
        "wait": (days % 9 + 1,),
        "lay_again": (back,),
        "adopt": (back, chance.random() < 0.8),
    }.get(verb, (number,))


class Expected:
    """What ought to be so of one task."""

    def __init__(self, given_at: int, due_on: date) -> None:
        self.given_at = given_at
        self.words: list[tuple[object, date | None]] = [("given", due_on)]
        self.tables: list[int] = []
        self.waits_at: int | None = None
        self.closed: ReviewOutcome | str | None = None
        self.is_adopted = False
        self.log: list[ProgressKind] = []
        self.owners = 0

    @property
    def due_on(self) -> date:
        """The last deadline that was set, in the order in which it was said."""
        return [day for _, day in self.words if day][-1]

    def due_before(self, at: int) -> date:
        said = [word for word, _ in self.words].index(at)
        return [day for _, day in self.words[:said] if day][-1]

    def lay(self, at: int) -> None:
        self.tables.append(at)
        self.words.append((at, None))
        self.waits_at = at

    def judge(self, at: int, outcome: ReviewOutcome, due_on: date) -> None:
        moved_to = due_on if outcome is ReviewOutcome.CARRIED_OVER else None
        self.words = [(word, moved_to if word == at else day) for word, day in self.words]
        self.waits_at = at if outcome is ReviewOutcome.PENDING else None
        self.closed = outcome if outcome in CLOSING else None


class Months:
    """A branch whose last meeting may still be open beside this month's."""

    def __init__(self, make) -> None:
        self.life = BranchLife(make)
        self.helper = make.member("Lê Hoài Ân", branch=self.life.branch)
        self.tasks: dict[Assignment, Expected] = {}
        self.removed: list[Assignment] = []

    # The clock never stands still, so that every word has its place in time.

    def tick(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now

    @property
    def today(self) -> date:
        return local(self.now).date()

    @property
    def latest(self) -> int:
        return len(self.life.meetings) - 1

    def live(self, chance: Random) -> None:
        if self.life.meetings:
            self.adopt(0, chance.random() < 0.9)
        self.meet()
        self.give(20)
        for verb in chance.choices(list(MOVES), list(MOVES.values()), k=10):
            getattr(self, verb)(*how(verb, chance))
            self.check()

    def meet(self) -> None:
        meeting = self.life.meet()
        self.now = moment_of(meeting.held_on, 14)
        self.expect_laid(self.latest)

    def wait(self, days: int) -> None:
        until = self.life.meetings[-1].held_on + timedelta(days=27)
        self.now = min(self.now + timedelta(days=days), moment_of(until, 8))

    def lay_again(self, back: int) -> None:
        at = max(self.latest - back, 0)
        meeting = self.life.meetings[at]
        lay_on_table(
            giver=self.life.branch,
            meeting_id=meeting.id,
            held_on=meeting.held_on,
            now=self.tick(),
        )
        self.expect_laid(at)

    def expect_laid(self, at: int) -> None:
        for expected in self.tasks.values():
            is_later = any(table >= at for table in expected.tables)
            if expected.closed or expected.waits_at is not None or is_later:
                continue
            if expected.given_at < at:
                expected.lay(at)

    def give(self, due_in: int) -> None:
        task = self.life.give(self.life.meetings[-1], due_in=due_in)
        self.tasks[task] = Expected(self.latest, task.due_on)

    def chosen(self, number: int) -> tuple[Assignment, Expected] | None:
        return list(self.tasks.items())[number % len(self.tasks)] if self.tasks else None

    def try_(self, is_allowed: bool, verb, task: Assignment, **how) -> bool:
        """Whatever is not allowed is refused with a sentence, and changes nothing."""
        db.session.expire(task)
        how = {"by": self.life.by, "now": self.tick(), **how}
        if verb is not remove_assignment:
            how["version"] = task.version
        if is_allowed:
            verb(task, **how)
            db.session.flush()
        else:
            with pytest.raises(RuleBroken):
                verb(task, **how)
        return is_allowed

    def report(self, number: int, is_done: bool, percent: int) -> None:
        if found := self.chosen(number):
            task, expected = found
            status = AssignmentStatus.DONE if is_done else AssignmentStatus.DOING
            how = {"status": status, "percent": percent, "result": "Đã làm."}
            if self.try_(not expected.closed, report_progress, task, **how):
                expected.log.append(ProgressKind.REPORTED)

    def may_move(self, task: Assignment, expected: Expected) -> bool:
        is_open = task.status in UNFINISHED and not expected.closed
        return expected.is_adopted and is_open and expected.waits_at is None

    def extend(self, number: int, due_in: int) -> None:
        if found := self.chosen(number):
            task, expected = found
            due_on = self.today + timedelta(days=due_in)
            is_allowed = self.may_move(task, expected) and due_on > expected.due_on
            how = {"due_on": due_on, "reason": "Chờ kinh phí"}
            if self.try_(is_allowed, extend_assignment, task, **how):
                expected.words.append(("extended", due_on))
                expected.log.append(ProgressKind.EXTENDED)

    def drop(self, number: int) -> None:
        if found := self.chosen(number):
            task, expected = found
            is_allowed = self.may_move(task, expected)
            if self.try_(is_allowed, drop_assignment, task, reason="Giao đơn vị khác"):
                expected.closed = "dropped"
                expected.log.append(ProgressKind.DROPPED)

    def give_over(self, number: int) -> None:
        if found := self.chosen(number):
            task, expected = found
            to = self.life.owner if task.accountable is self.helper else self.helper
            is_allowed = expected.is_adopted and not expected.closed
            how = {"accountable": to, "reason": "Chuyển công tác"}
            if self.try_(is_allowed, hand_over, task, **how):
                expected.owners += 1

    def take_back(self, number: int) -> None:
        if found := self.chosen(number):
            task, expected = found
            is_fresh = not (expected.is_adopted or expected.tables or expected.log)
            if self.try_(is_fresh, remove_assignment, task):
                self.removed.append(task)
                del self.tasks[task]

    def adopt(self, back: int, is_adopted: bool) -> None:
        at = max(self.latest - back, 0)
        adopt_assignments(self.life.meetings[at].id, is_adopted=is_adopted)
        db.session.flush()
        for expected in self.tasks.values():
            if expected.given_at == at:
                expected.is_adopted = is_adopted

    def judge(self, number: int, outcome: ReviewOutcome, due_in: int, back: int) -> None:
        at = max(self.latest - back, 0)
        meeting = self.life.meetings[at]
        table = [task for task, expected in self.tasks.items() if at in expected.tables]
        if not table:
            return
        task = table[number % len(table)]
        expected = self.tasks[task]
        due_on = meeting.held_on + timedelta(days=due_in)
        is_too_late = expected.due_before(at) < meeting.held_on
        is_last = at == max(expected.tables)
        is_honest = not (outcome is ReviewOutcome.DOING and is_too_late)
        if is_last and is_honest and expected.closed != "dropped":
            self.life.judge(task, meeting, outcome, due_in=due_in)
            expected.judge(at, outcome, due_on)
        else:
            with pytest.raises(RuleBroken):
                self.life.judge(task, meeting, outcome, due_in=due_in)

    def check(self) -> None:
        self.nothing_is_lost_or_doubled()
        self.every_task_is_as_it_was_said()
        self.whatever_is_open_waits_on_one_table_or_comes_on_the_next()

    def nothing_is_lost_or_doubled(self) -> None:
        branch_id = self.life.branch.id
        stored = db.session.scalars(
            select(Assignment.id).where(Assignment.organisation_id == branch_id)
        ).all()
        assert sorted(stored) == sorted(task.id for task in self.tasks)
        laid = db.session.execute(
            select(AssignmentReview.assignment_id, AssignmentReview.meeting_id).order_by(
                AssignmentReview.held_on
            )
        ).all()
        ids = [meeting.id for meeting in self.life.meetings]
        wanted = [
            (task.id, ids[at]) for task, expected in self.tasks.items() for at in expected.tables
        ]
        assert sorted(map(tuple, laid)) == sorted(wanted)

    def every_task_is_as_it_was_said(self) -> None:
        for task, expected in self.tasks.items():
            db.session.expire(task)
            assert task.due_on == expected.due_on
            assert task.is_settled == (expected.closed is not None)
            assert task.is_dropped == (expected.closed == "dropped")
            is_off = expected.closed in ("dropped", ReviewOutcome.CANCELLED)
            assert (task.status is AssignmentStatus.CANCELLED) == is_off
            assert (task.status is AssignmentStatus.DONE) == (task.done_on is not None)
            if expected.closed is ReviewOutcome.DONE:
                assert task.status is AssignmentStatus.DONE
            self.check_log(task, expected)

    def check_log(self, task: Assignment, expected: Expected) -> None:
        assert [entry.kind for entry in task.progress] == expected.log
        told = story_of(task)
        assert [(chapter.day, chapter.at) for chapter in told] == sorted(
            (chapter.day, chapter.at) for chapter in told
        )
        assert len(told) == 1 + len(expected.log) + len(expected.tables) + expected.owners

    def whatever_is_open_waits_on_one_table_or_comes_on_the_next(self) -> None:
        for task, expected in self.tasks.items():
            waiting = [r for r in task.reviews if r.outcome is ReviewOutcome.PENDING]
            assert len(waiting) == (expected.waits_at is not None)
            for review in waiting:  # and can be judged there: no later table holds it back
                assert review.held_on == max(other.held_on for other in task.reviews)
            if task.is_settled:
                assert not waiting


@settings(
    max_examples=30,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.integers(min_value=0, max_value=2**32))
def test_a_task_waits_on_one_table_after_the_other_until_it_is_closed(make, seed):
    walk, chance = Months(make), Random(seed)
    try:
        for _ in range(MONTHS):
            walk.live(chance)
    finally:
        db.session.rollback()


def test_what_a_meeting_has_not_judged_comes_before_the_next_once_it_has(make):
    life = BranchLife(make)
    october = life.meet()
    task = life.give(october, due_in=100)
    november, december = life.meet(), life.meet()
    assert life.table(november) == [task]
    assert life.table(december) == []

    life.judge(task, november, ReviewOutcome.DOING)
    life.lay(december)

    assert life.table(december) == [task]
    life.judge(task, december, ReviewOutcome.DONE)
    assert task.is_settled
