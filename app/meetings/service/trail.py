"""How a meeting's changes are written to the branch's trail."""

from datetime import datetime

from app.access.permissions import Actor
from app.audit import service as audit
from app.audit.events import Event
from app.meetings.models import Meeting


def note(event: Event, meeting: Meeting, *, by: Actor, now: datetime, **facts: object) -> None:
    audit.record(
        event,
        by=by,
        now=now,
        organisation_id=meeting.organisation_id,
        subject=meeting,
        **facts,
    )
