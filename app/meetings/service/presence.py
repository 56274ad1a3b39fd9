from collections.abc import Sequence
from datetime import datetime, timedelta

from app.access.permissions import Actor
from app.extensions import db
from app.meetings.models import ActiveWriter, Meeting
from app.meetings.queries.live import writers_of

# A place that stays the same is not written down again sooner.
_STILL_THERE = timedelta(seconds=15)


def note_presence(
    meeting: Meeting, place: str, *, by: Actor, now: datetime
) -> Sequence[ActiveWriter]:
    """Who is writing where, this writer included; written down when it changes, or is old."""
    writers = list(writers_of(meeting))
    own = next((writer for writer in writers if writer.account_id == by.account_id), None)
    if own is None:
        own = ActiveWriter(meeting_id=meeting.id, account_id=by.account_id, name=by.name)
        db.session.add(own)
        writers.append(own)
        own.place, own.seen_at = place, now
    elif own.place != place or now - own.seen_at >= _STILL_THERE:
        own.place, own.seen_at = place, now
    return writers
