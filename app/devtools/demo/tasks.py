"""Tasks between and in meetings: reported, judged, given."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from functools import partial

from app.access.permissions import Actor
from app.assignments.models import Assignment
from app.assignments.queries import reviews_of, units_of
from app.assignments.rules import AssignmentStatus, Priority, ReviewOutcome
from app.assignments.service import give_assignment, report_progress, review_assignment
from app.devtools.demo import written
from app.devtools.demo.world import Happening, World
from app.devtools.demo.written import Row, text
from app.extensions import db
from app.meetings.models import Conclusion, Meeting

_CLOSE = timedelta(minutes=30)


def reports(world: World, row: Row) -> Iterator[Happening]:
    """What the accountable comrades said before the meeting that judged it."""
    began = written.at(row["held_on"], row["began_time"])
    for review in row.get("reviews", ()):
        told = partial(_report, world, review)
        if "done_on" in review:
            done_at = written.at(review["done_on"], time(16, 30))
            yield Happening(min(done_at, began - _CLOSE), review["assignment"], told)
        elif review["outcome"] in ("pending", "carried_over"):
            day_before = written.at(row["held_on"] - written.DAY, time(15, 0))
            yield Happening(day_before, review["assignment"], told)


def _report(world: World, review: Row, now: datetime) -> None:
    key = review["assignment"]
    assignment = db.session.get_one(Assignment, world.assignments[key])
    is_done = "done_on" in review
    report_progress(
        assignment,
        status=AssignmentStatus.DONE if is_done else AssignmentStatus.DOING,
        percent=review.get("percent", 0),
        result=text(review, "result"),
        version=assignment.version,
        by=world.actors[world.owners[key]],
        now=now,
    )


def judge(world: World, meeting: Meeting, row: Row, by: Actor, moments: Iterator[datetime]) -> None:
    """The meeting goes through the tasks on its table."""
    on_table = {review.assignment_id: review for review in reviews_of(meeting.id)}
    for judged in row.get("reviews", ()):
        review = on_table[world.assignments[judged["assignment"]]]
        # The written sample says "pending" of what goes on within its time.
        goes_on = judged["outcome"] == "pending"
        review_assignment(
            review,
            outcome=ReviewOutcome.DOING if goes_on else ReviewOutcome(judged["outcome"]),
            result=text(judged, "result"),
            reason=judged.get("reason", ""),
            due_on=judged.get("new_due_on"),
            held_on=meeting.held_on,
            version=review.version,
            by=by,
            now=next(moments),
        )


def give(
    world: World,
    meeting: Meeting,
    row: Row,
    conclusions: dict[str, Conclusion],
    by: Actor,
    moments: Iterator[datetime],
) -> None:
    kept = {unit.name: unit for unit, _ in units_of(meeting.organisation_id)}
    for task in row.get("assignments", ()):
        outside = task.get("outside_collaborators", ())
        assignment = give_assignment(
            organisation=meeting.organisation,
            meeting_id=meeting.id,
            conclusion_id=conclusions[task["conclusion"]].id,
            text=task["text"],
            category=task["category"],
            accountable=world.members[task["accountable"]],
            collaborators=[world.members[key] for key in task.get("collaborators", ())],
            units=[kept[name] for name in outside if name in kept],
            outside_collaborators=", ".join(name for name in outside if name not in kept),
            given_on=meeting.held_on,
            due_on=task["due_on"],
            priority=Priority.FOCUS if task.get("priority") else Priority.NORMAL,
            by=by,
            now=next(moments),
        )
        world.assignments[task["key"]] = assignment.id
        world.owners[task["key"]] = task["accountable"]
    db.session.flush()
