"""Around the room: absences announced and answered, comrades who check in from their phones."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from app.devtools.demo import written
from app.devtools.demo.world import Happening, World
from app.devtools.demo.written import Row
from app.extensions import db
from app.meetings.models import Meeting
from app.meetings.queries.absences import get_absence
from app.meetings.rules.absences import AbsenceDecision
from app.meetings.rules.check_in import code_of, minute_of
from app.meetings.service.absences import announce_absence, decide_absence
from app.meetings.service.check_in import check_in

MINUTE = timedelta(minutes=1)
# The code is shown and typed within the sample; no installation's secret is needed for that.
_SECRET = "sample"  # noqa: S105


def absences(world: World, branch: str, meeting: Row) -> Iterator[Happening]:
    for row in meeting.get("absences", ()):
        announced_at = written.moment(row["at"])
        announce = partial(_announce, world, meeting, row)
        yield Happening(announced_at, meeting["key"], announce)
        if "decision" in row:
            answer = partial(_answer, world, branch, meeting, row)
            yield Happening(announced_at + 20 * MINUTE, meeting["key"], answer)


def _announce(world: World, meeting: Row, row: Row, now: datetime) -> None:
    member = world.members[row["member"]]
    by = world.actors[row["member"]]
    held = db.session.get_one(Meeting, world.meetings[meeting["key"]])
    announce_absence(held, member, reason=row["reason"], by=by, now=now)
    db.session.flush()


def _answer(world: World, branch: str, meeting: Row, row: Row, now: datetime) -> None:
    notice = get_absence(world.meetings[meeting["key"]], world.members[row["member"]].id)
    assert notice is not None
    decide_absence(
        notice,
        AbsenceDecision(row["decision"]),
        answer=row.get("answer", ""),
        version=notice.version,
        by=world.secretary(branch, meeting["held_on"]),
        now=now,
    )


def check_ins(world: World, held: Meeting, row: Row, moments: Iterator[datetime]) -> None:
    for key in row.get("check_ins", ()):
        now = next(moments)
        check_in(
            held,
            code_of(held.id, minute_of(now), secret=_SECRET),
            secret=_SECRET,
            attempts=1,
            window=MINUTE,
            by=world.actors[key],
            now=now,
        )
