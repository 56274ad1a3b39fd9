"""How what becomes of a record is written to the branch's trail, and found afterwards."""

from datetime import datetime

from app.access.permissions import Actor
from app.audit import service as audit
from app.audit.events import Event
from app.minutes.models import MinutesRecord
from app.minutes.service.finding import index_minutes


def note(event: Event, record: MinutesRecord, *, by: Actor, now: datetime, **facts: object) -> None:
    """The line stands under the meeting, beside everything else that happened to it."""
    audit.record(
        event,
        by=by,
        now=now,
        organisation_id=record.meeting.organisation_id,
        subject=record.meeting,
        **facts,
    )
    index_minutes(record.meeting)
