"""The committee's own meetings: briefings that give work to the branches, a study conference."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from app.access.permissions import Actor
from app.assignments.models import Assignment
from app.assignments.queries import reviews_of
from app.assignments.rules import AssignmentStatus, Priority, ReviewOutcome
from app.assignments.service import report_progress, review_assignment
from app.assignments.service.branches import give_to_branches
from app.devtools.demo import written
from app.devtools.demo.records import Journey
from app.devtools.demo.world import Happening, World
from app.devtools.demo.written import Row
from app.extensions import db
from app.meetings.models import Meeting
from app.meetings.queries.roll import roll_of
from app.meetings.rules.agenda import StepState
from app.meetings.rules.life import MeetingMode, MeetingType, first_of_month
from app.meetings.rules.roll import Mark, Presence
from app.meetings.service import agenda, life, roll
from app.meetings.service.points import count_points
from app.minutes.service import adopt_minutes
from app.organisations.models import Organisation

CODE = "du"
MINUTE = timedelta(minutes=1)
_ADOPTED = time(14)


def happenings(world: World) -> Iterator[Happening]:
    for row in written.conferences():
        yield from Conference(world, row).happenings()


@dataclass(frozen=True)
class Conference:
    """What becomes of one written conference, its work and the answers to it."""

    world: World
    row: Row

    def happenings(self) -> Iterator[Happening]:
        held_on = self.row["held_on"]
        yield self._at(held_on - 7 * written.DAY, time(9, 0), self.plan)
        yield self._at(held_on - 4 * written.DAY, time(9, 0), self.notify)
        yield self._at(held_on, self.row["start_time"], self.hold)
        yield self._at(held_on, _ADOPTED, self.adopt)
        yield from Journey(self.world, self.row, written.at(held_on, _ADOPTED)).happenings()
        for task in self.row.get("task", ()):
            for answer in task.get("answers", ()):
                told = _Told(self, task, answer)
                yield self._at(answer["on"], time(16, 0), told.report)

    def _at(self, day: date, clock: time, do: Any) -> Happening:
        return Happening(written.at(day, clock), self.row["key"], do)

    @property
    def _committee(self) -> Organisation:
        return self.world.organisations[CODE]

    @property
    def _by(self) -> Actor:
        return self.world.actors[self.row["minute_taker"]]

    @property
    def meeting(self) -> Meeting:
        return db.session.get_one(Meeting, self.world.meetings[self.row["key"]])

    def branch(self, code: str) -> Organisation:
        return self.world.organisations[code]

    def plan(self, now: datetime) -> None:
        row = self.row
        plan = {
            **dict.fromkeys(life.PLAN_FIELDS),
            "period": first_of_month(row["held_on"]),
            "held_on": row["held_on"],
            "start_time": row["start_time"],
            "place": row["place"],
            "mode": MeetingMode(row["mode"]),
            "topic": row.get("topic"),
            "chair_id": self.world.members[row["chair"]].id,
            "minute_taker_id": self.world.members[row["minute_taker"]].id,
        }
        meeting = life.plan_meeting(
            self._committee,
            MeetingType(row["type"]),
            plan,
            points=tuple(row["points"]),
            by=self._by,
            now=now,
        )
        self.world.meetings[row["key"]] = meeting.id

    def notify(self, now: datetime) -> None:
        members = len(roll_of(self.meeting).rows)
        life.notify_meeting(self.meeting, members=members, guests=0, by=self._by, now=now)

    def hold(self, now: datetime) -> None:
        meeting, by = self.meeting, self._by
        life.open_meeting(meeting, began_time=self.row["start_time"], by=by, now=now)
        db.session.flush()
        self._call(now + 5 * MINUTE)
        self._count(now + 15 * MINUTE)
        self._write(now + 60 * MINUTE)
        self._judge(now + 70 * MINUTE)
        self._give(now + 90 * MINUTE)
        life.close_meeting(
            meeting,
            ended_time=self.row["end_time"],
            version=meeting.version,
            by=by,
            now=written.at(self.row["held_on"], self.row["end_time"]),
        )

    def _call(self, now: datetime) -> None:
        room = next(
            point.id for point in self.meeting.points if point.name == self.row["points"][0]
        )
        here = Mark(Presence.PRESENT, point_id=room)
        absent = {
            self.world.members[gone["member"]].id: Mark(Presence.EXCUSED, gone["reason"])
            for gone in self.row.get("absent", ())
        }
        ids = [row.member_id for row in roll_of(self.meeting).rows]
        marks = {id_: absent.get(id_, here) for id_ in ids}
        roll.take_roll(self.meeting, marks, version=self.meeting.version, by=self._by, now=now)

    def _count(self, now: datetime) -> None:
        ids = {point.name: point.id for point in self.meeting.points}
        counts = {ids[c["point"]]: (c["invited"], c["present"]) for c in self.row["counts"]}
        seen = dict.fromkeys(counts, (None, None))
        count_points(self.meeting, counts, seen=seen, by=self._by, now=now)

    def _write(self, now: datetime) -> None:
        for step in self.meeting.steps:
            for item in step.items:
                values = dict.fromkeys(agenda.ITEM_FIELDS, "")
                values["content"] = self.row[item.slot] if item.slot else ""
                agenda.change_item(item, values, version=item.version, by=self._by, now=now)
            agenda.set_step(step, StepState.DONE, by=self._by, now=now)

    def _judge(self, now: datetime) -> None:
        """What was reported done is accepted; what was not is moved on as written."""
        moved = {
            (task["text"], self.branch(late["branch"]).id): late
            for row in written.conferences()
            for task in row.get("task", ())
            for late in task.get("judged", ())
        }
        for review in reviews_of(self.meeting.id):
            task = review.assignment
            late = moved.get((task.text, task.organisation_id))
            is_done = task.status is AssignmentStatus.DONE
            review_assignment(
                review,
                outcome=ReviewOutcome.DONE if is_done else ReviewOutcome.CARRIED_OVER,
                result=task.result or "",
                reason="" if is_done or late is None else late["reason"],
                due_on=None if is_done or late is None else late["due_on"],
                held_on=self.meeting.held_on,
                version=review.version,
                by=self._by,
                now=now,
            )

    def _give(self, now: datetime) -> None:
        branches = sorted(
            (place for code, place in self.world.organisations.items() if code.startswith("cb")),
            key=lambda branch: branch.code,
        )
        for task in self.row.get("task", ()):
            give_to_branches(
                [branch for branch in branches if branch.parent_id == self._committee.id],
                giver=self._committee,
                meeting_id=self.meeting.id,
                conclusion_id=None,
                text=task["text"],
                category=task["category"],
                given_on=self.meeting.held_on,
                due_on=task["due_on"],
                priority=Priority.NORMAL,
                by=self._by,
                now=now,
            )

    def adopt(self, now: datetime) -> None:
        adopt_minutes(self.meeting, read_back=True, by=self._by, now=now)


@dataclass(frozen=True)
class _Told:
    """One branch answers."""

    conference: Conference
    task: Row
    answer: Row

    def report(self, now: datetime) -> None:
        code = self.answer["branch"]
        branch = self.conference.branch(code)
        assignment = db.session.scalars(
            select(Assignment).where(
                Assignment.meeting_id == self.conference.meeting.id,
                Assignment.organisation_id == branch.id,
                Assignment.text == self.task["text"],
            )
        ).one()
        is_done = "percent" not in self.answer
        report_progress(
            assignment,
            status=AssignmentStatus.DONE if is_done else AssignmentStatus.DOING,
            percent=self.answer.get("percent", 0),
            result=self.answer["result"],
            version=assignment.version,
            by=self.conference.world.secretary(code, self.answer["on"]),
            now=now,
        )
