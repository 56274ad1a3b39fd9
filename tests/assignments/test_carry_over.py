"""Months of a branch at random: no task is ever lost, doubled or left off the next table."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.assignments.models import Assignment, AssignmentReview
from app.assignments.rules import AssignmentStatus, ReviewOutcome
from app.extensions import db
from tests.assignments.branch_life import BranchLife

CLOSING = {ReviewOutcome.DONE, ReviewOutcome.CANCELLED}

which = st.integers(min_value=0, max_value=3)
days = st.integers(min_value=0, max_value=40)
gives = st.tuples(st.just("give"), days)
back = st.integers(min_value=0, max_value=1)  # of the two meetings that are open, how far back
judges = st.tuples(st.just("judge"), which, st.sampled_from(ReviewOutcome), days, back)
reports = st.tuples(
    st.just("report"),
    which,
    st.sampled_from((AssignmentStatus.DOING, AssignmentStatus.DONE)),
    st.integers(min_value=0, max_value=20),
)
# A month begins with its meeting; the roll of tasks may be laid out again at any time.
laying = st.tuples(st.just("lay again"), back)
month = st.lists(st.one_of(gives, judges, judges, reports, laying), max_size=8)


class Expected:
    """What ought to be so: each task's deadline by table, and which meeting closed it."""

    def __init__(self) -> None:
        self.tasks: list[Assignment] = []
        self.due: dict[Assignment, list] = {}
        self.closed: dict[Assignment, ReviewOutcome] = {}
        self.pending: set[Assignment] = set()
        self.tables: list[list[Assignment]] = []
        self.given_at: dict[Assignment, int] = {}

    def give(self, task: Assignment) -> None:
        self.tasks.append(task)
        self.due[task] = [task.due_on]
        self.given_at[task] = len(self.tables) - 1

    def lay(self, at: int) -> None:
        later = [task for table in self.tables[at:] for task in table]
        for task in self.tasks:
            if task in self.closed or task in self.pending or task in later:
                continue
            if self.given_at[task] < at:
                self.tables[at].append(task)
                self.pending.add(task)
                self.due[task].append(None)

    def judge(self, task: Assignment, outcome: ReviewOutcome, due_on) -> None:
        self.closed.pop(task, None)
        self.pending.discard(task)
        self.due[task][-1] = due_on if outcome is ReviewOutcome.CARRIED_OVER else None
        if outcome in CLOSING:
            self.closed[task] = outcome
        if outcome is ReviewOutcome.PENDING:
            self.pending.add(task)

    def due_on(self, task: Assignment):
        return [day for day in self.due[task] if day][-1]


class Walk:
    """Months of a branch in which last month's meeting is still open beside this month's."""

    def __init__(self, life: BranchLife) -> None:
        self.life = life
        self.expected = Expected()

    def meet(self) -> None:
        self.life.meet()
        self.expected.tables.append([])
        self.expected.lay(len(self.life.meetings) - 1)

    def do(self, verb, *how) -> None:
        meeting = self.life.meetings[-1]
        match verb:
            case "lay again":
                at = self.open_meeting(how[0])
                self.life.lay(self.life.meetings[at])
                self.expected.lay(at)
            case "give":
                self.expected.give(self.life.give(meeting, due_in=how[0]))
            case "judge":
                self.judge(*how)
            case "report" if task := pick(self.open_tasks(), how[0]):
                self.life.report(task, meeting.held_on + timedelta(days=how[2]), status=how[1])

    def open_meeting(self, back: int) -> int:
        return max(len(self.life.meetings) - 1 - back, 0)

    def judge(self, number: int, outcome: ReviewOutcome, due_in: int, back: int) -> None:
        at = self.open_meeting(back)
        meeting = self.life.meetings[at]
        if task := self.judgeable(at, number, outcome):
            self.life.judge(task, meeting, outcome, due_in=due_in)
            self.expected.judge(task, outcome, meeting.held_on + timedelta(days=due_in))

    def judgeable(self, at: int, number: int, outcome: ReviewOutcome) -> Assignment | None:
        """A task on no later table; one past its deadline cannot be said to be still in time."""
        later = [task for table in self.expected.tables[at + 1 :] for task in table]
        task = pick([task for task in self.expected.tables[at] if task not in later], number)
        if task is None or outcome is not ReviewOutcome.DOING:
            return task
        due = [day for day in self.expected.due[task][:-1] if day][-1]
        return task if due >= self.life.meetings[at].held_on else None

    def open_tasks(self) -> list[Assignment]:
        return [task for task in self.expected.tasks if task not in self.expected.closed]

    def check(self) -> None:
        expected = self.expected
        stored = db.session.scalars(
            select(Assignment.id).where(Assignment.organisation_id == self.life.branch.id)
        ).all()
        assert sorted(stored) == sorted(task.id for task in expected.tasks)
        for meeting, table in zip(self.life.meetings, expected.tables, strict=True):
            laid = db.session.scalars(
                select(AssignmentReview.assignment_id).where(
                    AssignmentReview.meeting_id == meeting.id
                )
            ).all()
            assert sorted(laid) == sorted(task.id for task in table)
        for task in expected.tasks:
            self.check_task(task)
            self.check_place(task)

    def check_place(self, task: Assignment) -> None:
        """Whatever waits for a meeting can be judged by it: no later table holds it back."""
        waiting = [r.held_on for r in task.reviews if r.outcome is ReviewOutcome.PENDING]
        assert len(waiting) == (task in self.expected.pending)
        assert all(review.held_on <= day for day in waiting for review in task.reviews)
        if task.is_settled:
            assert not waiting

    def check_task(self, task: Assignment) -> None:
        db.session.expire(task)
        closed = self.expected.closed.get(task)
        assert task.due_on == self.expected.due_on(task)
        assert task.is_settled == (closed is not None)
        assert (task.status is AssignmentStatus.CANCELLED) == (closed is ReviewOutcome.CANCELLED)
        assert (task.status is AssignmentStatus.DONE) == (task.done_on is not None)
        if closed is ReviewOutcome.DONE:
            assert task.status is AssignmentStatus.DONE


def pick(tasks: list[Assignment], number: int) -> Assignment | None:
    return tasks[number % len(tasks)] if tasks else None


@settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(month, min_size=2, max_size=5))
def test_a_task_waits_on_one_table_after_the_other_until_a_meeting_closes_it(make, months):
    walk = Walk(BranchLife(make))
    try:
        for moves in months:
            walk.meet()
            for move in moves:
                walk.do(*move)
            walk.check()
        walk.meet()
        for task in walk.open_tasks():
            assert task in walk.expected.pending
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
