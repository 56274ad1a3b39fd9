"""The topics of the year: registered, decided on, and held by the meetings of the sample."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from app.access.permissions import Actor
from app.devtools.demo import written
from app.devtools.demo.world import Happening, World
from app.devtools.demo.written import Row
from app.extensions import db
from app.kernel.clock import local
from app.meetings.models import Meeting
from app.programmes.models import PlannedTopic
from app.programmes.rules import TopicGroup
from app.programmes.service import sittings, topics

_DECIDER = "tran-duy-khiem"  # the committee's deputy secretary
# A little after the meeting is planned, which is some days before its notice.
_CALLED = 2 * written.DAY - timedelta(minutes=45)


def happenings(world: World) -> Iterator[Happening]:
    notices = {
        row["key"]: row["notified_at"] for _, row in written.meetings() if "notified_at" in row
    }
    known: dict[str, UUID] = {}
    for row in written.planned_topics():
        yield from Life(world, row, known, notices).happenings()


@dataclass(frozen=True)
class Life:
    """What becomes of one written topic; `known` are the topics there are so far, by key."""

    world: World
    row: Row
    known: dict[str, UUID]
    notices: dict[str, datetime]

    def happenings(self) -> Iterator[Happening]:
        steps = {
            "planned_at": self.plan,
            "registered_at": self.register,
            "returned_at": self.give_back,
            "mended_at": self.mend,
            "approved_at": self.approve,
            "moved_at": self.move,
        }
        for name, step in steps.items():
            if name in self.row:
                yield self._at(written.moment(self.row[name]), step)
        for key in self.row.get("meetings", ()):
            moment = written.moment(self.notices[key]) - _CALLED
            yield self._at(moment, partial(self.attach, key))

    def _at(self, moment: datetime, do: Any) -> Happening:
        return Happening(moment, self.row["key"], do)

    @property
    def _topic(self) -> PlannedTopic:
        return db.session.get_one(PlannedTopic, self.known[self.row["key"]])

    def _secretary(self, now: datetime) -> Actor:
        return self.world.secretary(self.row["branch"], local(now).date())

    @property
    def _committee(self) -> Actor:
        return self.world.actors[_DECIDER]

    def _values(self, **changed: object) -> dict[str, object]:
        return {
            "topic": self.row["topic"],
            "topic_group": TopicGroup(self.row["group"]),
            "month": self.row["month"],
            "presenters": [self.world.members[key] for key in self.row["presenters"]],
            "shortcoming": self.row.get("shortcoming"),
            "aim": self.row.get("aim"),
            **changed,
        }

    def plan(self, now: datetime) -> None:
        source = self.known.get(self.row.get("taken_from", ""))
        topic = topics.plan_topic(
            self.world.organisations[self.row["branch"]],
            self.row["year"],
            self._values(topic=self.row.get("topic_at_first", self.row["topic"])),
            taken_from=db.session.get_one(PlannedTopic, source) if source else None,
            by=self._secretary(now),
            now=now,
        )
        self.known[self.row["key"]] = topic.id

    def register(self, now: datetime) -> None:
        topic = self._topic
        topics.register_topic(topic, version=topic.version, by=self._secretary(now), now=now)

    def give_back(self, now: datetime) -> None:
        topic = self._topic
        topics.return_topic(
            topic,
            reason=self.row["returned_reason"],
            version=topic.version,
            by=self._committee,
            now=now,
        )

    def mend(self, now: datetime) -> None:
        self._change(self._values(), now)
        self.register(now)

    def approve(self, now: datetime) -> None:
        topic = self._topic
        topics.approve_topic(topic, version=topic.version, by=self._committee, now=now)

    def move(self, now: datetime) -> None:
        """To another month: the committee is asked again."""
        self._change(self._values(month=self.row["moved_to"]), now)

    def _change(self, values: dict[str, object], now: datetime) -> None:
        topic = self._topic
        topics.change_topic(topic, values, version=topic.version, by=self._secretary(now), now=now)
        db.session.flush()

    def attach(self, key: str, now: datetime) -> None:
        topic = self._topic
        meeting = db.session.get_one(Meeting, self.world.meetings[key])
        sittings.attach_meeting(
            topic, meeting, version=topic.version, by=self._secretary(now), now=now
        )
