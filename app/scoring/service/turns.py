"""Those who work on one card take turns."""

from sqlalchemy import select

from app.extensions import db
from app.kernel.versions import check_fresh
from app.meetings.models import Meeting
from app.scoring.models import GradingCampaign, Scorecard


def take_turn(card: Scorecard, version: int | None) -> None:
    """Wait for whoever scores it just now, and go on only from what they left.

    :raises StaleEdit: if it is not what the actor had before them.

    The meeting or campaign is locked first, then the card, then a decision on it, then the trail:
    nobody waits crosswise.
    """
    db.session.flush()
    if card.campaign is not None:
        # Shared by all who score: whoever closes the campaign waits for them, or they for it.
        db.session.execute(
            select(GradingCampaign.id)
            .where(GradingCampaign.id == card.campaign_id)
            .with_for_update(read=True)
        )
        db.session.refresh(card.campaign, ["state"])
    if card.meeting_id is not None:
        db.session.execute(
            select(Meeting.id).where(Meeting.id == card.meeting_id).with_for_update(key_share=True)
        )
        db.session.refresh(card.meeting)
    db.session.execute(
        select(Scorecard.id).where(Scorecard.id == card.id).with_for_update(key_share=True)
    )
    db.session.refresh(card, ["state", "version"])
    # What an appeal and its answer leave behind does not change the version.
    db.session.expire(card, ["appeal", "steps"])
    check_fresh(card, version)
