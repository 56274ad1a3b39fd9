"""The roll: taken at the opening, completed at the end with who left before it."""

from datetime import datetime, time
from uuid import UUID

from app.access.permissions import Actor
from app.devtools.demo.world import World
from app.devtools.demo.written import Row
from app.meetings.models import Meeting
from app.meetings.queries.roll import roll_of
from app.meetings.rules.life import minutes_between
from app.meetings.rules.roll import Mark, Presence, may_vote
from app.meetings.service.roll import take_roll


def take(
    world: World,
    meeting: Meeting,
    row: Row,
    *,
    ended: time | None = None,
    by: Actor,
    now: datetime,
) -> None:
    """Put down the written exceptions; early leavers once it is known when the meeting `ended`."""
    points = {point.name: point.id for point in meeting.points}
    chairs_point = points.get((row.get("connection_points") or [""])[0])
    marks = {
        line.member_id: Mark(Presence.PRESENT, point_id=chairs_point)
        for line in roll_of(meeting).rows
        if line.presence is Presence.PRESENT
    }
    for exception in row.get("roll", ()):
        point = points.get(exception.get("connection_point", ""), chairs_point)
        marks[world.members[exception["member"]].id] = _mark(exception, point, ended)
    take_roll(meeting, marks, version=meeting.version, by=by, now=now)


def _mark(row: Row, point: UUID | None, ended: time | None) -> Mark:
    presence = Presence(row.get("presence", Presence.PRESENT))
    if presence is not Presence.PRESENT:
        return Mark(presence, row.get("reason", ""))
    left = row.get("left_early")
    return Mark(
        presence,
        late_minutes=row.get("late_minutes"),
        left_early_minutes=minutes_between(left, ended) if left and ended else None,
        point_id=point,
    )


def somebody_left(row: Row) -> bool:
    return any("left_early" in exception for exception in row.get("roll", ()))


def voters_gone(world: World, meeting: Meeting, row: Row, at: time | None) -> int:
    """How many who may vote had left by the time of a vote."""
    gone = {
        world.members[exception["member"]].id
        for exception in row.get("roll", ())
        if at is not None and exception.get("left_early", at) < at
    }
    if not gone:
        return 0
    return sum(line.member_id in gone and may_vote(line.status) for line in roll_of(meeting).rows)
