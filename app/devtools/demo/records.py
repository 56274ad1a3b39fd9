"""What becomes of adopted minutes: confirmed, sealed, sent, received; some are on the way."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from app.access.permissions import Actor, Role
from app.devtools.demo import written
from app.devtools.demo.world import Happening, World
from app.devtools.demo.written import Row
from app.extensions import db
from app.meetings.models import Meeting
from app.meetings.rules.life import MeetingType
from app.minutes.models import MinutesRecord
from app.minutes.queries import record_adopted
from app.minutes.service import confirm_minutes, receive_minutes, send_minutes

MINUTE = timedelta(minutes=1)
# Where the latest ones have come to, so that every screen has something to show.
_ON_THE_WAY = {
    "cb4-2026-11-chuyen-de": "confirmed by the chair",
    "cb6-2026-11": "sealed",
    "cb1-2026-11": "sent",
    "cb3-2026-11": "sent",
}
# The chi ủy's own and those of the committee go up to nobody.
_KEPT_WHERE_MADE = (MeetingType.BRANCH_COMMITTEE, MeetingType.BRIEFING, MeetingType.STUDY)


@dataclass(frozen=True)
class Journey:
    """The way of one record, from its adoption on."""

    world: World
    row: Row
    adopted_at: datetime

    def happenings(self) -> Iterator[Happening]:
        reached = _ON_THE_WAY.get(self.row["key"], "received")
        yield self._at(self.adopted_at + 5 * MINUTE, self.confirm_as_chair)
        if reached == "confirmed by the chair":
            return
        yield self._at(self.adopted_at + 12 * MINUTE, self.confirm_as_minute_taker)
        if reached == "sealed" or self.row["type"] in _KEPT_WHERE_MADE:
            return
        yield self._at(self._later(days=1, hour=9), self.send)
        if reached == "received":
            yield self._at(self._later(days=2, hour=10), self.receive)

    def _at(self, moment: datetime, do: object) -> Happening:
        return Happening(moment, self.row["key"], do)  # type: ignore[arg-type]

    def _later(self, *, days: int, hour: int) -> datetime:
        return written.at(self.row["held_on"] + days * written.DAY, time(hour))

    @property
    def _record(self) -> MinutesRecord:
        meeting = db.session.get_one(Meeting, self.world.meetings[self.row["key"]])
        record = record_adopted(meeting)
        assert record is not None
        return record

    def confirm_as_chair(self, now: datetime) -> None:
        self._confirm(Role.CHAIR, self.world.actors[self.row["chair"]], now)

    def confirm_as_minute_taker(self, now: datetime) -> None:
        self._confirm(Role.MINUTE_TAKER, self.world.actors[self.row["minute_taker"]], now)

    def _confirm(self, role: Role, by: Actor, now: datetime) -> None:
        record = self._record
        confirm_minutes(record, role, seen=record.sha256, folder=self.world.files, by=by, now=now)

    def send(self, now: datetime) -> None:
        send_minutes(self._record, by=self.world.actors[self.row["minute_taker"]], now=now)

    def receive(self, now: datetime) -> None:
        receive_minutes(self._record, by=self.world.office, now=now)
