"""How a meeting's changes are written to the branch's trail, its texts kept, and found."""

from datetime import datetime
from uuid import uuid4

from app.access.permissions import Actor
from app.audit import service as audit
from app.audit.events import Event
from app.extensions import db
from app.meetings.models import Meeting
from app.meetings.queries.findable import findable_draft, findable_meeting
from app.meetings.rules.life import MeetingStatus
from app.revisions.queries import last_number
from app.revisions.rules import RevisionKind, Saving, Values
from app.revisions.service import record_revision
from app.search.rules.findables import SearchKind
from app.search.service import index

_PAPERS = (
    Event.MATERIAL_ADDED,
    Event.MATERIAL_REMOVED,
    Event.DOCUMENT_ATTACHED,
    Event.DOCUMENT_DETACHED,
)
# While a meeting is in session its texts change by the minute: they are taken up when a step is
# marked or a form of the meeting itself is saved, and all of them when it ends.
_FOUND_IN_SESSION = frozenset(
    {Event.MEETING_OPENED, Event.MEETING_CHANGED, Event.STEP_CHANGED, *_PAPERS}
)


def note(
    event: Event,
    meeting: Meeting,
    *,
    saving: Saving | None = None,
    by: Actor,
    now: datetime,
    **facts: object,
) -> None:
    """One line; none for a change that came with its own `saving`: its sender writes the trail."""
    if saving is None:
        audit.record(
            event,
            by=by,
            now=now,
            organisation_id=meeting.organisation_id,
            subject=meeting,
            **facts,
        )
    is_taken_up = saving is None and event in _FOUND_IN_SESSION
    if is_taken_up or meeting.status is not MeetingStatus.IN_PROGRESS:
        index_meeting(meeting)


def index_meeting(meeting: Meeting) -> None:
    """Let the meeting be found as it now stands, and its minutes while they are a draft."""
    index(SearchKind.MEETING, meeting.id, findable_meeting(meeting))
    index(SearchKind.DRAFT, meeting.id, findable_draft(meeting))


def keep(
    meeting: Meeting,
    unit: str,
    before: Values,
    after: Values,
    *,
    saving: Saving | None = None,
    by: Actor,
    now: datetime,
) -> None:
    """Keep what this change of a unit took out and put in; flushes the change first."""
    db.session.flush()
    record_revision(meeting.id, unit, before, after, saving=saving, by=by, now=now)


def keep_removal(
    meeting: Meeting,
    unit: str,
    before: Values,
    *,
    saving: Saving | None = None,
    by: Actor,
    now: datetime,
) -> None:
    """Keep what stood in a unit that is gone."""
    db.session.flush()
    if saving is None:
        base = last_number(meeting.id, unit)
        saving = Saving(uuid4(), base, RevisionKind.REMOVED)
    record_revision(meeting.id, unit, before, {}, saving=saving, by=by, now=now)
