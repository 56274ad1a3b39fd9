from datetime import datetime, timedelta

from sqlalchemy import select

from app.access.permissions import Actor
from app.audit.events import Event
from app.extensions import db
from app.kernel.locking import locked
from app.meetings.models import CheckIn, Meeting
from app.meetings.queries.roll import status_on_roll
from app.meetings.rules.check_in import (
    check_attempts,
    check_may_attend,
    check_may_check_in,
    is_right,
)
from app.meetings.service.trail import note
from app.people.models import SignInAttempt
from app.people.queries import failed_attempts


def check_in(
    meeting: Meeting,
    code: str,
    *,
    secret: str,
    attempts: int,
    window: timedelta,
    by: Actor,
    now: datetime,
) -> CheckIn | None:
    """A comrade in the room says so; once said, saying it again changes nothing.

    None where the code does not fit: that is counted, so commit either way.

    :raises RuleBroken: if the meeting is not running, the actor is not of its roll, or after too
        many wrong codes within `window`.
    """
    check_may_check_in(meeting.status)
    member_id = by.member_id
    check_may_attend(status_on_roll(meeting, member_id) if member_id else None)
    assert member_id
    found = db.session.get(CheckIn, (meeting.id, member_id))
    if found is not None:
        return found
    counted = _counted(by)
    failures = failed_attempts(username=counted, address="", since=now - window).by_name
    check_attempts(failures, attempts=attempts, minutes=int(window.total_seconds() // 60))
    if not is_right(code, meeting.id, secret=secret, now=now):
        db.session.add(SignInAttempt(username=counted, address="", at=now))
        return None
    mine = select(CheckIn).where(CheckIn.meeting_id == meeting.id, CheckIn.member_id == member_id)
    made = CheckIn(meeting_id=meeting.id, member_id=member_id, checked_in_at=now)
    kept = locked(mine, lambda: made)
    if kept is made:
        note(Event.CHECKED_IN, meeting, by=by, now=now, member=by.name)
    return kept


def _counted(by: Actor) -> str:
    """Wrong codes are counted beside failed sign-ins, under what can be nobody's name there."""
    return f"check-in:{by.account_id.hex}"
