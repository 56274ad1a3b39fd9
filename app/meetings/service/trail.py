"""How a meeting's changes are written to the branch's trail, and its texts kept."""

from datetime import datetime
from uuid import uuid4

from app.access.permissions import Actor
from app.audit import service as audit
from app.audit.events import Event
from app.extensions import db
from app.meetings.models import Meeting
from app.revisions.queries import last_number
from app.revisions.rules import RevisionKind, Saving, Values
from app.revisions.service import record_revision


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
    if saving is not None:
        return
    audit.record(
        event,
        by=by,
        now=now,
        organisation_id=meeting.organisation_id,
        subject=meeting,
        **facts,
    )


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
