"""Lists with names leave a line of the trail; what is thick is made by the worker."""

import hashlib
from datetime import datetime

from app.access.permissions import Actor
from app.audit import service as audit
from app.audit.events import Event
from app.scoring.models import GradingCampaign


def note_list(
    campaign: GradingCampaign,
    *,
    paper: str,
    extension: str,
    content: bytes,
    by: Actor,
    now: datetime,
) -> None:
    """Who took which list, and what it was to the byte."""
    audit.record(
        Event.SCORES_EXPORTED,
        by=by,
        now=now,
        organisation_id=campaign.organisation_id,
        subject=campaign,
        paper=paper,
        format=extension,
        sha256=hashlib.sha256(content).hexdigest(),
    )
