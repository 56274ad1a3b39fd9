"""How a meeting's changes are written to the branch's trail, and found afterwards."""

from datetime import datetime

from app.access.permissions import Actor
from app.audit import service as audit
from app.audit.events import Event
from app.meetings.models import Meeting
from app.meetings.queries.findable import findable_draft, findable_meeting
from app.meetings.rules.life import MeetingStatus
from app.search.rules.findables import SearchKind
from app.search.service import index

_PAPERS = (Event.MATERIAL_ADDED, Event.MATERIAL_REMOVED)
# While a meeting is in session its texts change by the minute: they are taken up when a step is
# marked or a form of the meeting itself is saved, and all of them when it ends.
_FOUND_IN_SESSION = frozenset(
    {Event.MEETING_OPENED, Event.MEETING_CHANGED, Event.STEP_CHANGED, *_PAPERS}
)


def note(event: Event, meeting: Meeting, *, by: Actor, now: datetime, **facts: object) -> None:
    audit.record(
        event,
        by=by,
        now=now,
        organisation_id=meeting.organisation_id,
        subject=meeting,
        **facts,
    )
    if meeting.status is not MeetingStatus.IN_PROGRESS or event in _FOUND_IN_SESSION:
        index_meeting(meeting)


def index_meeting(meeting: Meeting) -> None:
    """Let the meeting be found as it now stands, and its minutes until they are adopted."""
    index(SearchKind.MEETING, meeting.id, findable_meeting(meeting))
    if meeting.status is not MeetingStatus.ADOPTED:
        index(SearchKind.MINUTES, meeting.id, findable_draft(meeting))
