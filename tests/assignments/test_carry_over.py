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

which = st.integers(min_value=0, max_value=7)
moves = st.one_of(
    st.tuples(st.just("meet")),
    st.tuples(st.just("lay again")),
    st.tuples(st.just("give"), st.integers(min_value=0, max_value=60)),
    st.tuples(st.just("judge"), which, st.sampled_from(ReviewOutcome), st.integers(0, 60)),
    st.tuples(
        st.just("report"),
        which,
        st.sampled_from((AssignmentStatus.DOING, AssignmentStatus.DONE)),
        st.integers(min_value=0, max_value=20),
    ),
)


class Expected:
    """What ought to be so: each task's deadline by table, and which meeting closed it."""

    def __init__(self) -> None:
        self.tasks: list[Assignment] = []
        self.due: dict[Assignment, list] = {}
        self.closed: dict[Assignment, ReviewOutcome] = {}
        self.table: list[Assignment] = []

    def give(self, task: Assignment) -> None:
        self.tasks.append(task)
        self.due[task] = [task.due_on]

    def meet(self) -> None:
        self.table = [task for task in self.tasks if task not in self.closed]
        for task in self.table:
            self.due[task].append(None)

    def judge(self, task: Assignment, outcome: ReviewOutcome, due_on) -> None:
        self.closed.pop(task, None)
        self.due[task][-1] = due_on if outcome is ReviewOutcome.CARRIED_OVER else None
        if outcome in CLOSING:
            self.closed[task] = outcome

    def due_on(self, task: Assignment):
        return [day for day in self.due[task] if day][-1]


class Walk:
    def __init__(self, life: BranchLife) -> None:
        self.life = life
        self.expected = Expected()
        self.tables: list[list[Assignment]] = []
        self.meet()

    def meet(self) -> None:
        self.life.meet()
        self.expected.meet()
        self.tables.append(list(self.expected.table))

    def do(self, verb, *how) -> None:
        meeting = self.life.meetings[-1]
        match verb:
            case "meet":
                self.meet()
            case "lay again":
                self.life.lay(meeting)
            case "give":
                self.expected.give(self.life.give(meeting, due_in=how[0]))
            case "judge" if task := self.judgeable(how[0], how[1]):
                self.life.judge(task, meeting, how[1], due_in=how[2])
                self.expected.judge(task, how[1], meeting.held_on + timedelta(days=how[2]))
            case "report" if task := pick(self.open_tasks(), how[0]):
                self.life.report(task, meeting.held_on + timedelta(days=how[2]), status=how[1])

    def judgeable(self, number: int, outcome: ReviewOutcome) -> Assignment | None:
        """A task on the table; one past its deadline cannot be said to be still in time."""
        task = pick(self.expected.table, number)
        if task is None or outcome is not ReviewOutcome.DOING:
            return task
        due = [day for day in self.expected.due[task][:-1] if day][-1]
        return task if due >= self.life.meetings[-1].held_on else None

    def open_tasks(self) -> list[Assignment]:
        return [task for task in self.expected.tasks if task not in self.expected.closed]

    def check(self) -> None:
        expected = self.expected
        stored = db.session.scalars(
            select(Assignment.id).where(Assignment.organisation_id == self.life.branch.id)
        ).all()
        assert sorted(stored) == sorted(task.id for task in expected.tasks)
        for meeting, table in zip(self.life.meetings, self.tables, strict=True):
            laid = db.session.scalars(
                select(AssignmentReview.assignment_id).where(
                    AssignmentReview.meeting_id == meeting.id
                )
            ).all()
            assert sorted(laid) == sorted(task.id for task in table)
        for task in expected.tasks:
            self.check_task(task)

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
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(moves, max_size=25))
def test_a_task_is_on_the_next_table_until_a_meeting_closes_it(make, story):
    walk = Walk(BranchLife(make))
    try:
        for move in story:
            walk.do(*move)
            walk.check()
    finally:
        db.session.rollback()
