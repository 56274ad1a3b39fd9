"""What every verb of a resolution leaves behind: a line in the trail, and what can be found."""

from datetime import datetime

from app.access.permissions import Actor
from app.audit import service as audit
from app.audit.events import Event
from app.extensions import db
from app.meetings.service.turns import take_turn
from app.resolutions.models import Comment, CommentRound, Resolution
from app.resolutions.queries import findable_resolution
from app.resolutions.queries.rounds import takes_comments
from app.search.rules.findables import SearchKind
from app.search.service import index


def note(
    event: Event, resolution: Resolution, *, by: Actor, now: datetime, **facts: object
) -> None:
    audit.record(
        event,
        by=by,
        now=now,
        organisation_id=resolution.meeting.organisation_id,
        subject=resolution,
        **facts,
    )
    index(SearchKind.RESOLUTION, resolution.id, findable_resolution(resolution))


def note_comment(event: Event, comment: Comment, *, by: Actor | None, now: datetime) -> None:
    """Under the comment's own identity: a resolution's history is read by more people than
    may know who said what."""
    audit.record(
        event,
        by=by,
        now=now,
        organisation_id=comment.round.resolution.meeting.organisation_id,
        subject=comment,
        name=comment.author,
    )


def turn_at(round_: CommentRound, *, now: datetime) -> bool:
    """Wait for whoever writes at the round's meeting; whether comments are taken after them."""
    take_turn(round_.resolution.meeting)
    db.session.refresh(round_, ["closes_at", "closed_at"])
    return takes_comments(round_, now=now)
