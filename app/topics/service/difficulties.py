"""Difficulty, solution, who, by when: what a topical meeting comes to."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm.attributes import flag_modified

from app.access.permissions import Actor
from app.assignments.models import Assignment
from app.assignments.rules import Priority
from app.assignments.service import change_assignment, give_assignment, remove_assignment
from app.audit.events import Event
from app.extensions import db
from app.kernel.errors import StaleEdit
from app.meetings.models import Meeting
from app.meetings.rules.life import check_recordable
from app.meetings.service.trail import note
from app.meetings.service.turns import take_turn
from app.people.models import Member
from app.topics.models import Difficulty
from app.topics.queries import next_position
from app.topics.rules import check_task, check_topical


@dataclass(frozen=True)
class Task:
    """Who answers for a solution and until when; both, or neither."""

    accountable: Member | None = None
    due_on: date | None = None


def record_difficulty(
    meeting: Meeting, *, text: str, solution: str, task: Task, by: Actor, now: datetime
) -> Difficulty:
    """A line of the conclusion; with somebody accountable its solution becomes their task."""
    check_recordable(take_turn(meeting))
    check_topical(meeting.type)
    check_task(task.accountable, task.due_on)
    difficulty = Difficulty(
        meeting=meeting,
        position=next_position(Difficulty, meeting),
        text=text,
        solution=solution,
        assignment=_given(meeting, solution, task, by=by, now=now),
    )
    db.session.add(difficulty)
    note(Event.DIFFICULTY_RECORDED, meeting, by=by, now=now, text=text, solution=solution)
    return difficulty


def _given(
    meeting: Meeting, solution: str, task: Task, *, by: Actor, now: datetime
) -> Assignment | None:
    if task.accountable is None or task.due_on is None:
        return None
    return give_assignment(
        organisation=meeting.organisation,
        meeting_id=meeting.id,
        conclusion_id=None,
        text=solution,
        category=None,
        accountable=task.accountable,
        collaborators=(),
        outside_collaborators=None,
        given_on=meeting.held_on,
        due_on=task.due_on,
        priority=Priority.NORMAL,
        by=by,
        now=now,
    )


def change_difficulty(
    difficulty: Difficulty,
    *,
    text: str,
    solution: str,
    task: Task,
    version: str,
    by: Actor,
    now: datetime,
) -> None:
    """Its task follows: given now, changed, or taken back where nobody is named any more.

    A task that was worded by itself since keeps its own words.
    """
    meeting = difficulty.meeting
    check_recordable(take_turn(meeting))
    if difficulty.state != version:
        raise StaleEdit
    check_task(task.accountable, task.due_on)
    before = _values(difficulty)
    had_words_of_solution = bool(
        difficulty.assignment and difficulty.assignment.text == difficulty.solution
    )
    difficulty.text, difficulty.solution = text, solution
    _follow(difficulty, task, with_words=had_words_of_solution, by=by, now=now)
    after = _values(difficulty)
    if before == after:
        return
    flag_modified(difficulty, "text")
    note(Event.DIFFICULTY_CHANGED, meeting, by=by, now=now, before=before, after=after)


def _follow(
    difficulty: Difficulty, task: Task, *, with_words: bool, by: Actor, now: datetime
) -> None:
    assignment = difficulty.assignment
    if assignment is None:
        meeting, solution = difficulty.meeting, difficulty.solution
        difficulty.assignment = _given(meeting, solution, task, by=by, now=now)
    elif task.accountable is None:
        difficulty.assignment = None
        db.session.flush()
        remove_assignment(assignment, by=by, now=now)
    else:
        values: dict[str, object] = {"accountable": task.accountable, "due_on": task.due_on}
        if with_words:
            values["text"] = difficulty.solution
        change_assignment(assignment, values, version=assignment.version, by=by, now=now)


def _values(difficulty: Difficulty) -> dict[str, object]:
    task = difficulty.assignment
    return {
        "text": difficulty.text,
        "solution": difficulty.solution,
        "accountable": task.accountable.name if task else None,
        "due_on": task.due_on if task else None,
    }


def remove_difficulty(difficulty: Difficulty, *, by: Actor, now: datetime) -> None:
    """Take back a line written down by mistake, with the task it gave."""
    meeting, text, assignment = difficulty.meeting, difficulty.text, difficulty.assignment
    check_recordable(take_turn(meeting))
    db.session.delete(difficulty)
    db.session.flush()
    if assignment is not None:
        remove_assignment(assignment, by=by, now=now)
    note(Event.DIFFICULTY_REMOVED, meeting, by=by, now=now, text=text)
