"""Those who work on one card take turns."""

from sqlalchemy import select

from app.extensions import db
from app.kernel.versions import check_fresh
from app.meetings.models import Meeting
from app.scoring.models import Scorecard


def take_turn(card: Scorecard, version: int | None) -> None:
    """Wait for whoever scores it just now, and go on only from what they left.

    :raises StaleEdit: if it is not what the actor had before them.

    The meeting is locked first, then its card, then the trail: nobody waits crosswise.
    """
    db.session.flush()
    if card.meeting_id is not None:
        db.session.execute(
            select(Meeting.id).where(Meeting.id == card.meeting_id).with_for_update(key_share=True)
        )
        db.session.refresh(card.meeting)
    db.session.execute(
        select(Scorecard.id).where(Scorecard.id == card.id).with_for_update(key_share=True)
    )
    db.session.refresh(card, ["state", "version"])
    check_fresh(card, version)
