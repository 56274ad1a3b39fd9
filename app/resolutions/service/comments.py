"""What members and invited people say on a draft, and what they are answered."""

from datetime import datetime

from app.access.permissions import Actor
from app.audit import service as audit
from app.audit.events import Event
from app.extensions import db
from app.kernel.errors import RuleBroken
from app.kernel.versions import check_fresh
from app.resolutions.models import Comment, CommentInvitation, CommentRound
from app.resolutions.queries.rounds import comment_by
from app.resolutions.rules import Treatment
from app.resolutions.rules.comments import (
    check_answer,
    check_answerable,
    check_changeable,
    check_commenter,
    check_open,
)
from app.resolutions.service.trail import note_comment, turn_at


def comment_on(
    round_: CommentRound, *, part: str | None, text: str, by: Actor, now: datetime
) -> Comment:
    """A member says something on the draft, or on one part of it; as often as they like.

    :raises RuleBroken: after the deadline, or for an account without a member behind it.
    """
    check_open(is_open=turn_at(round_, now=now))
    check_commenter(by.member_id)
    comment = Comment(round=round_, member_id=by.member_id, part=part, text=text, commented_at=now)
    db.session.add(comment)
    db.session.flush()
    note_comment(Event.COMMENT_MADE, comment, by=by, now=now)
    return comment


def change_comment(
    comment: Comment,
    *,
    part: str | None,
    text: str,
    version: int | None,
    by: Actor | None,
    now: datetime,
) -> None:
    """Its author words it differently, until the deadline or the answer."""
    is_open = turn_at(comment.round, now=now)
    check_fresh(comment, version)
    check_changeable(is_open=is_open, is_answered=comment.treatment is not None)
    if (comment.part, comment.text) == (part, text):
        return
    comment.part, comment.text, comment.commented_at = part, text, now
    note_comment(Event.COMMENT_CHANGED, comment, by=by, now=now)


def withdraw_comment(comment: Comment, *, by: Actor, now: datetime) -> None:
    """Its author takes it back, until the deadline or the answer."""
    is_open = turn_at(comment.round, now=now)
    check_changeable(is_open=is_open, is_answered=comment.treatment is not None)
    note_comment(Event.COMMENT_WITHDRAWN, comment, by=by, now=now)
    db.session.delete(comment)


def comment_by_link(
    invitation: CommentInvitation,
    *,
    part: str | None,
    text: str,
    now: datetime,
) -> Comment:
    """Whoever holds the link says one thing, and may word it differently until the deadline."""
    check_open(is_open=turn_at(invitation.round, now=now))
    db.session.refresh(invitation, ["revoked_at"])
    if invitation.revoked_at is not None:
        raise RuleBroken("Đường dẫn góp ý này không còn dùng được.")
    comment = comment_by(invitation)
    if comment is not None:
        change_comment(comment, part=part, text=text, version=comment.version, by=None, now=now)
        return comment
    comment = Comment(
        round=invitation.round, invitation=invitation, part=part, text=text, commented_at=now
    )
    db.session.add(comment)
    db.session.flush()
    note_comment(Event.COMMENT_MADE, comment, by=None, now=now)
    return comment


def answer_comment(
    comment: Comment,
    treatment: Treatment,
    answer: str,
    *,
    version: int | None,
    by: Actor,
    now: datetime,
) -> None:
    """Taken in, or explained why not; may be answered otherwise until the draft is finished."""
    turn_at(comment.round, now=now)
    check_fresh(comment, version)
    check_answerable(comment.round.resolution.status)
    check_answer(treatment, answer)
    comment.treatment, comment.answer = treatment, answer or None
    comment.answered_at, comment.answered_by = now, by.name
    audit.record(
        Event.COMMENT_ANSWERED,
        by=by,
        now=now,
        organisation_id=comment.round.resolution.meeting.organisation_id,
        subject=comment,
        name=comment.author,
        treatment=treatment,
        answer=comment.answer,
    )
