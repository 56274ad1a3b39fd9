"""A meeting while it is held: roll, agenda, tasks of before, statements, votes, new tasks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from app.access.permissions import Actor
from app.devtools.demo import rollcall, room, tasks, written
from app.devtools.demo.items import section_of, write_items
from app.devtools.demo.world import World
from app.devtools.demo.written import Row, text
from app.extensions import db
from app.meetings.models import Conclusion, Meeting, Vote
from app.meetings.queries.roll import guests_of
from app.meetings.rules.agenda import StepState
from app.meetings.rules.votes import Majority, Tally, VoteMethod
from app.meetings.service import agenda, life
from app.meetings.service import record as recording
from app.meetings.service.screen import move_screen
from app.resolutions.queries import proposal_for
from app.resolutions.service import adopt_resolution, draft_resolution
from app.scoring.queries.rubrics import rubric_for
from app.scoring.rules.indicators import Subject

# How long a meeting that has not ended has been going on, for the moments of its record.
_SO_FAR = timedelta(minutes=60)
_RECORDED = ("items", "reviews", "statements", "conclusions", "assignments", "votes")


@dataclass(frozen=True)
class Sitting:
    """One written meeting, recorded by its minute-taker from opening to close."""

    world: World
    branch: str
    row: Row

    def hold(self, now: datetime) -> None:
        meeting = db.session.get_one(Meeting, self.world.meetings[self.row["key"]])
        by = self.world.actors[self.row["minute_taker"]]
        moments = self._moments(now)
        life.open_meeting(meeting, began_time=self.row["began_time"], by=by, now=next(moments))
        room.check_ins(self.world, meeting, self.row, moments)
        rollcall.take(self.world, meeting, self.row, by=by, now=next(moments))
        self._dues(meeting, by, next(moments))
        with db.session.no_autoflush:  # nothing in here asks for what it has just written
            write_items(self.world, self.branch, meeting, self.row, by, moments)
            tasks.judge(self.world, meeting, self.row, by, moments)
        self._statements(meeting, by, moments)
        conclusions = self._conclusions(meeting, by, moments)
        with db.session.no_autoflush:
            tasks.give(self.world, meeting, self.row, conclusions, by, moments)
        votes = self._votes(meeting, by, moments)
        self._resolution(meeting, votes, by, moments)
        if "end_time" in self.row:
            self._close(meeting, by, moments)
        else:
            move_screen(meeting, 1, by=by, now=next(moments))

    def _moments(self, began: datetime) -> Iterator[datetime]:
        """Spread over the meeting, so that its trail reads as it was written."""
        ended = began + _SO_FAR
        if "end_time" in self.row:
            ended = written.at(self.row["held_on"], self.row["end_time"])
        steps = 20 + sum(len(self.row.get(name, ())) for name in _RECORDED)
        return (min(began + (ended - began) * n / steps, ended) for n in count())

    def _dues(self, meeting: Meeting, by: Actor, now: datetime) -> None:
        dues = self.row.get("dues")
        if dues:
            values = {f"dues_{name}": dues.get(name) for name in ("paid", "due", "note")}
            life.change_frame(meeting, values, version=meeting.version, by=by, now=now)

    def _statements(self, meeting: Meeting, by: Actor, moments: Iterator[datetime]) -> None:
        guests = {guest.name: guest.id for guest in guests_of(meeting)}
        for row in self.row.get("statements", ()):
            speaker = row.get("speaker")
            recording.record_statement(
                meeting,
                member_id=self.world.members[speaker].id if speaker else None,
                guest_id=guests[row["guest"]] if "guest" in row else None,
                section=section_of(meeting, row["slot"]),
                text=text(row, "text"),
                is_dissent=row.get("is_dissent", False),
                by=by,
                now=next(moments),
            )

    def _conclusions(
        self, meeting: Meeting, by: Actor, moments: Iterator[datetime]
    ) -> dict[str, Conclusion]:
        recorded = {
            row["key"]: recording.record_conclusion(
                meeting,
                section=section_of(meeting, row["slot"]),
                text=text(row, "text"),
                by=by,
                now=next(moments),
            )
            for row in self.row.get("conclusions", ())
        }
        db.session.flush()
        return recorded

    def _votes(self, meeting: Meeting, by: Actor, moments: Iterator[datetime]) -> dict[str, Vote]:
        recorded = {}
        for row in self.row.get("votes", ()):
            recorded[row["key"]] = recording.record_vote(
                meeting,
                subject=row["subject"],
                section=None,
                majority=Majority(row["majority"]),
                method=VoteMethod(row["method"]),
                tally=Tally(row["in_favour"], row["against"], row["other"], row.get("invalid", 0)),
                away=rollcall.voters_gone(self.world, meeting, self.row, row.get("at")),
                by=by,
                now=next(moments),
            )
        db.session.flush()
        return recorded

    def _resolution(
        self,
        meeting: Meeting,
        votes: dict[str, Vote],
        by: Actor,
        moments: Iterator[datetime],
    ) -> None:
        row = self.row.get("resolution")
        if row is None:
            return
        texts = proposal_for(meeting)
        texts["abstract"] = row["abstract"]
        for name in ("assessment", "tasks", "arrangements"):
            texts[name] = numbered(row[name])
        resolution = draft_resolution(meeting, texts, by=by, now=next(moments))
        adopt_resolution(resolution, votes[row["vote"]], by=by, now=next(moments))
        self.world.resolutions[self.row["key"]] = resolution.id

    def _has_sheet(self, meeting: Meeting) -> bool:
        """Then the branch scores itself line by line once the meeting has ended."""
        return bool(rubric_for(meeting.unit_path, Subject.MEETING, on=meeting.held_on))

    def _close(self, meeting: Meeting, by: Actor, moments: Iterator[datetime]) -> None:
        ended = self.row["end_time"]
        if rollcall.somebody_left(self.row):
            rollcall.take(self.world, meeting, self.row, ended=ended, by=by, now=next(moments))
        score = self.row.get("self_score")
        if score:
            values = {
                **({} if self._has_sheet(meeting) else _typed(score)),
                "weakness": text(score, "weakness"),
                "remedy": text(score, "remedy"),
            }
            life.change_frame(meeting, values, version=meeting.version, by=by, now=next(moments))
        with db.session.no_autoflush:
            for step in meeting.steps:
                if step.state is StepState.OPEN:
                    agenda.set_step(step, StepState.DONE, by=by, now=next(moments))
        life.close_meeting(
            meeting,
            ended_time=ended,
            version=meeting.version,
            by=by,
            now=next(moments),
        )


def _typed(score: Row) -> Row:
    return {"self_score": score["points"], "self_grade": score["grade"]}


def numbered(points: list[str]) -> str:
    """One line a point, numbered where there are several."""
    if len(points) == 1:
        return points[0]
    return "\n".join(f"{number}. {point}" for number, point in enumerate(points, start=1))
