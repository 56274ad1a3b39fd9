"""People without an account are asked for a comment through a link of their own."""

import secrets
from datetime import datetime

from app.access.permissions import Actor
from app.audit.events import Event
from app.extensions import db
from app.resolutions.models import CommentInvitation, CommentRound
from app.resolutions.queries.rounds import digest_of, invitations_of
from app.resolutions.rules.comments import SECRET_BYTES, check_not_invited, check_open
from app.resolutions.service.trail import note, turn_at


def invite_commenter(
    round_: CommentRound, *, name: str, title: str, by: Actor, now: datetime
) -> str:
    """The secret of the new link; it is kept nowhere and shown this once."""
    check_open(is_open=turn_at(round_, now=now))
    check_not_invited(name, {one.name: one.revoked_at is None for one, _ in invitations_of(round_)})
    secret = secrets.token_urlsafe(SECRET_BYTES)
    db.session.add(
        CommentInvitation(
            round=round_,
            name=name,
            title=title or None,
            secret_sha256=digest_of(secret),
            invited_at=now,
            invited_by=by.name,
        )
    )
    _note_invited(round_, name, title, by, now)
    return secret


def renew_invitation(invitation: CommentInvitation, *, by: Actor, now: datetime) -> str:
    """A new link for the same person; the old one is worth nothing from now on."""
    check_open(is_open=turn_at(invitation.round, now=now))
    secret = secrets.token_urlsafe(SECRET_BYTES)
    invitation.secret_sha256 = digest_of(secret)
    invitation.revoked_at = None
    _note_invited(invitation.round, invitation.name, invitation.title or "", by, now)
    return secret


def revoke_invitation(invitation: CommentInvitation, *, by: Actor, now: datetime) -> None:
    """The link is worth nothing from now on; what was said through it stays."""
    turn_at(invitation.round, now=now)
    if invitation.revoked_at is not None:
        return
    invitation.revoked_at = now
    note(
        Event.INVITATION_REVOKED,
        invitation.round.resolution,
        by=by,
        now=now,
        name=invitation.name,
    )


def _note_invited(round_: CommentRound, name: str, title: str, by: Actor, now: datetime) -> None:
    note(
        Event.COMMENTER_INVITED,
        round_.resolution,
        by=by,
        now=now,
        name=name,
        title=title or None,
    )
