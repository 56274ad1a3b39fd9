from collections import Counter

from app.meetings.models import Meeting
from app.meetings.queries.roll import Roll
from app.meetings.rules.points import PointFigures
from app.meetings.rules.roll import Presence


def points_of(meeting: Meeting, roll: Roll) -> tuple[PointFigures, ...]:
    """Every room of a meeting; those nobody was placed at a point are in the chair's, without a
    name."""
    if not meeting.has_points:
        return ()
    placed = Counter(row.point_name for row in roll.with_presence(Presence.PRESENT))
    rooms = tuple(
        PointFigures(point.name, placed.pop(point.name, 0), point.invited, point.present)
        for point in meeting.points
    )
    elsewhere = PointFigures("", placed.get("", 0))
    return (*rooms, elsewhere) if rooms and elsewhere.on_roll else rooms
