"""A meeting from plan to adopted minutes, with its papers and its resolution."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from app.access.permissions import Actor
from app.devtools.demo import room, tasks, written
from app.devtools.demo.papers import paper
from app.devtools.demo.records import Journey
from app.devtools.demo.sitting import Sitting, write_items
from app.devtools.demo.world import Happening, World
from app.devtools.demo.written import Row, text
from app.extensions import db
from app.meetings.models import Meeting
from app.meetings.queries.roll import guests_of, roll_of
from app.meetings.rules.life import MONTHLY, MeetingMode, MeetingType
from app.meetings.service import life
from app.meetings.service.materials import add_material
from app.meetings.service.roll import add_guest
from app.minutes.service import adopt_minutes
from app.people.queries import observers_of
from app.people.rules import Position
from app.resolutions.models import Resolution
from app.resolutions.queries import signers_of
from app.resolutions.service import issue_resolution

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
HELD = ("in_progress", "minutes_drafted", "adopted")


def happenings(world: World) -> Iterator[Happening]:
    written_meetings = list(written.meetings())
    prepared = {
        (branch, row["period"]): row["held_on"]
        for branch, row in written_meetings
        if row["type"] == MeetingType.BRANCH_COMMITTEE
    }
    for branch, row in written_meetings:
        yield from Life(world, branch, row, prepared.get((branch, row["period"]))).happenings()


@dataclass(frozen=True)
class Life:
    """What becomes of one written meeting. `committee_met_on`: the chi ủy's own meeting on it."""

    world: World
    branch: str
    row: Row
    committee_met_on: date | None

    def happenings(self) -> Iterator[Happening]:
        yield self._at(self._planned_at, self.plan)
        if "materials" in self.row:
            yield self._at(self._planned_at + 20 * MINUTE, self.add_materials)
        if "notified_at" in self.row:
            yield self._at(written.moment(self.row["notified_at"]), self.notify)
        if "handbook_posted_at" in self.row:
            yield self._at(written.moment(self.row["handbook_posted_at"]), self.mark_posted)
        yield from room.absences(self.world, self.branch, self.row)
        if self.row["status"] == "cancelled":
            yield self._at(written.at(self.row["held_on"], time(6, 30)), self.cancel)
        if self.row["status"] in HELD:
            yield from self._held()

    def _held(self) -> Iterator[Happening]:
        sitting = Sitting(self.world, self.branch, self.row)
        yield from tasks.reports(self.world, self.row)
        yield self._at(written.at(self.row["held_on"], self.row["began_time"]), sitting.hold)
        if self.row["status"] == "adopted":
            adopted_at = written.at(self.row["held_on"], self.row["end_time"]) + 40 * MINUTE
            yield self._at(adopted_at, self.adopt)
            yield from Journey(self.world, self.row, adopted_at).happenings()
            issued_on = self.row.get("resolution", {}).get("issued_on")
            if issued_on:
                morning = written.at(issued_on, time(9, 0))
                yield self._at(max(morning, adopted_at + HOUR), self.issue)

    def _at(self, moment: datetime, do: Any) -> Happening:
        return Happening(moment, self.row["key"], do)

    @property
    def _planned_at(self) -> datetime:
        """Some days before the notice; on the same morning where the matter could not wait."""
        if "notified_at" not in self.row:
            return written.at(written.cast()["sample"]["today"] - 2 * written.DAY, time(9, 0))
        notice: datetime = written.moment(self.row["notified_at"])
        urgent = self.row["type"] == MeetingType.EXTRAORDINARY
        return notice - (HOUR if urgent else 2 * written.DAY)

    @property
    def _secretary(self) -> Actor:
        return self.world.secretary(self.branch, self.row["held_on"])

    @property
    def _meeting(self) -> Meeting:
        return db.session.get_one(Meeting, self.world.meetings[self.row["key"]])

    def plan(self, now: datetime) -> None:
        branch = self.world.organisations[self.branch]
        meeting = life.plan_meeting(
            branch,
            MeetingType(self.row["type"]),
            self._plan(),
            points=tuple(self.row.get("connection_points", ())),
            presenter=self._presenter(),
            by=self._secretary,
            now=now,
        )
        self.world.meetings[self.row["key"]] = meeting.id
        if self.row["status"] not in HELD:
            moments = (now for _ in iter(int, 1))
            write_items(self.world, self.branch, meeting, self.row, self._secretary, moments)

    def _plan(self) -> dict[str, Any]:
        row = self.row
        return {
            "period": row["period"],
            "held_on": row["held_on"],
            "start_time": row["start_time"],
            "place": row["place"],
            "mode": MeetingMode(row["mode"]),
            "topic": row.get("topic"),
            "purpose": None,
            "chair_id": self._id_of("chair"),
            "minute_taker_id": self._id_of("minute_taker"),
            "preparer_id": self._id_of("preparer"),
            "committee_met_on": self._committee_day(),
        }

    def _id_of(self, name: str) -> Any:
        return self.world.members[self.row[name]].id if name in self.row else None

    def _committee_day(self) -> date | None:
        """A branch committee meets before its notice goes out, most months without minutes."""
        if self.row["type"] not in MONTHLY:
            return None
        if self.committee_met_on or not written.has_committee(self.branch):
            return self.committee_met_on
        notified_at = self.row.get("notified_at")
        return notified_at.date() if notified_at else None

    def _presenter(self) -> str:
        key = written.holder(self.branch, "secretary", self.row["held_on"])
        return life.titled(self.world.members[key], "Bí thư") if key else ""

    def add_materials(self, now: datetime) -> None:
        meeting = self._meeting
        for row in self.row.get("materials", ()):
            name, content = paper(meeting, row["title"], text(row, "text"))
            add_material(
                meeting,
                title=row["title"],
                name=name,
                content=content,
                folder=self.world.files,
                by=self._secretary,
                now=now,
            )

    def notify(self, now: datetime) -> None:
        meeting = self._meeting
        sent = observers_of(meeting.organisation_id, on=meeting.held_on)
        observers = {period.member.name: period.member_id for period in sent}
        for row in self.row.get("guests", ()):
            add_guest(
                meeting,
                name=row["name"],
                party_title=row.get("party_title", ""),
                state_title=row.get("state_title", ""),
                is_observer=row["is_observer"],
                member_id=observers.get(row["name"]) if row["is_observer"] else None,
                by=self._secretary,
                now=now,
            )
        db.session.flush()
        life.notify_meeting(
            meeting,
            members=len(roll_of(meeting).rows),
            guests=len(guests_of(meeting)),
            by=self._secretary,
            now=now,
        )

    def mark_posted(self, now: datetime) -> None:
        life.mark_posted(self._meeting, posted_at=now, by=self._secretary, now=now)

    def cancel(self, now: datetime) -> None:
        reason = self.row["cancel_reason"]
        life.cancel_meeting(self._meeting, reason=reason, by=self._secretary, now=now)

    def adopt(self, now: datetime) -> None:
        chair = self.world.actors[self.row["chair"]]
        adopt_minutes(self._meeting, read_back=True, by=chair, now=now)

    def issue(self, now: datetime) -> None:
        issued_on = self.row["resolution"]["issued_on"]
        resolution = db.session.get_one(Resolution, self.world.resolutions[self.row["key"]])
        signers = signers_of(resolution, on=issued_on)
        signer = next((pair for pair in signers if pair[1] is Position.SECRETARY), None)
        by = self.world.secretary(self.branch, issued_on)
        issue_resolution(resolution, issued_on=issued_on, signer=signer, by=by, now=now)
