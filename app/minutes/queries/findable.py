"""Which words of a meeting's minutes can be found, and by whom."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import select

from app.access.permissions import Permission
from app.documents.text import render_body
from app.extensions import db
from app.meetings.models import Meeting
from app.meetings.queries.findable import findable_draft, findable_in, subjects_after
from app.meetings.queries.meetings import reading_minutes
from app.meetings.rules.life import MeetingStatus
from app.minutes.models import MinutesRecord
from app.minutes.queries import frozen
from app.search.rules.findables import Findable, Subject


def findable_minutes(meeting: Meeting) -> list[Findable]:
    """The draft, or each record that stands: in full, and circulated where that says less."""
    if meeting.status is not MeetingStatus.ADOPTED:
        return findable_draft(meeting)
    return [found for record in _standing(meeting) for found in _copies(meeting, record)]


def _standing(meeting: Meeting) -> Sequence[MinutesRecord]:
    return db.session.scalars(
        select(MinutesRecord)
        .where(MinutesRecord.meeting_id == meeting.id, MinutesRecord.reopened_at.is_(None))
        .order_by(MinutesRecord.kind, MinutesRecord.edition)
    ).all()


def _copies(meeting: Meeting, record: MinutesRecord) -> Iterator[Findable]:
    document, needed = frozen(record.document), reading_minutes(meeting)
    title = ", số ".join(filter(None, (document.title, record.number_symbol)))
    full, restricted = [render_body(document)], Permission.RESTRICTED_READ
    if record.circulated is None:
        yield findable_in(meeting, title, full, needed)
        return
    shorter = [render_body(frozen(record.circulated))]
    yield findable_in(meeting, title, full, restricted)
    yield findable_in(meeting, title, shorter, needed, fuller_for=restricted)


def findable_minutes_after(meeting_id: UUID | None, limit: int) -> list[Subject]:
    return subjects_after(findable_minutes, meeting_id, limit)
