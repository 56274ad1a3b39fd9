"""Who has said from their own phone that they are in the room."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from app.extensions import db
from app.meetings.models import CheckIn, Meeting
from app.meetings.queries.roll import RollRow
from app.meetings.rules.roll import MUST_ATTEND


def check_in_of(meeting: Meeting, member_id: UUID) -> CheckIn | None:
    return db.session.get(CheckIn, (meeting.id, member_id))


@dataclass(frozen=True)
class Arrivals:
    """Who of a roll has said so, and when, out of how many who are expected."""

    at: dict[UUID, datetime]
    expected: int


def arrivals_of(meeting: Meeting, rows: Iterable[RollRow]) -> Arrivals:
    """Whoever need not come is expected once they are there."""
    found = db.session.execute(
        select(CheckIn.member_id, CheckIn.checked_in_at).where(CheckIn.meeting_id == meeting.id)
    )
    said = {member_id: at for member_id, at in found}
    expected = [row for row in rows if row.status in MUST_ATTEND or row.member_id in said]
    here = {row.member_id: said[row.member_id] for row in expected if row.member_id in said}
    return Arrivals(here, len(expected))


def count_check_ins(meeting: Meeting) -> int:
    found = select(func.count()).select_from(CheckIn).where(CheckIn.meeting_id == meeting.id)
    return db.session.scalar(found) or 0
