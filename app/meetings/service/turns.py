"""Those who write at one meeting take turns."""

from sqlalchemy import select

from app.extensions import db
from app.meetings.models import Meeting
from app.meetings.rules.life import MeetingStatus
from app.revisions.rules import Saving


def take_turn(meeting: Meeting, saving: Saving | None = None) -> MeetingStatus:
    """Wait for whoever writes at the meeting just now; its status after them.

    The meeting is locked first, then what belongs to it, then the trail: nobody waits crosswise.
    A change with its own `saving` comes from somebody whose turn it is already.
    """
    if saving is not None:
        return meeting.status
    return db.session.scalars(
        select(Meeting.status).where(Meeting.id == meeting.id).with_for_update(key_share=True)
    ).one()
