from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.access.permissions import Actor
from app.audit.events import Event
from app.extensions import db
from app.kernel.errors import RuleBroken, StaleEdit
from app.meetings.models import ConnectionPoint, Meeting
from app.meetings.rules.life import check_recordable
from app.meetings.rules.points import check_counted
from app.meetings.service.trail import note
from app.meetings.service.turns import take_turn

Counts = Mapping[UUID, tuple[int | None, int | None]]


def count_points(
    meeting: Meeting, counts: Counts, *, seen: Counts, by: Actor, now: datetime
) -> None:
    """Put down how many were called to each point and how many came, beyond the roll.

    Only what differs from what was `seen` is written, so that two people may count two rooms.

    :raises RuleBroken: for more present than invited.
    :raises StaleEdit: if somebody else has counted one of these rooms meanwhile.
    """
    check_recordable(take_turn(meeting))
    for point in _points(meeting):
        wanted, before = counts.get(point.id), seen.get(point.id)
        if wanted is None or wanted == before:
            continue
        if before != (point.invited, point.present):
            raise StaleEdit
        _count(point, wanted, by=by, now=now)


def _points(meeting: Meeting) -> list[ConnectionPoint]:
    """As they stand now, whatever this request read before it waited for its turn."""
    return list(
        db.session.scalars(
            select(ConnectionPoint)
            .where(ConnectionPoint.meeting_id == meeting.id)
            .order_by(ConnectionPoint.name)
            .execution_options(populate_existing=True)
        )
    )


def _count(
    point: ConnectionPoint, wanted: tuple[int | None, int | None], *, by: Actor, now: datetime
) -> None:
    invited, present = wanted
    try:
        check_counted(point.name, invited, present)
    except RuleBroken as refusal:
        raise RuleBroken(refusal.message, field=f"present_{point.id.hex}") from refusal
    point.invited, point.present = invited, present
    note(
        Event.POINT_COUNTED,
        point.meeting,
        by=by,
        now=now,
        point=point.name,
        invited=invited,
        present=present,
    )
