"""Drafts sent out for comment, who was invited, what was said."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.interfaces import ORMOption

from app.access.permissions import Permission
from app.extensions import db
from app.meetings.models import Meeting
from app.organisations.models import Organisation
from app.resolutions.models import Comment, CommentInvitation, CommentRound, Resolution
from app.resolutions.queries.resolutions import reading
from app.resolutions.rules.comments import Treatment, is_open


def _placed(load: Any) -> ORMOption:
    """From a resolution up to the branch and the committee over it: what guard and papers ask."""
    placed: ORMOption = (
        load.joinedload(Resolution.meeting)
        .joinedload(Meeting.organisation)
        .joinedload(Organisation.parent)
    )
    return placed


def get_round(round_id: UUID) -> CommentRound | None:
    return db.session.scalar(
        select(CommentRound)
        .where(CommentRound.id == round_id)
        .options(_placed(joinedload(CommentRound.resolution)))
    )


def rounds_of(resolution: Resolution) -> Sequence[CommentRound]:
    """Every time the draft was sent out, first to last."""
    return db.session.scalars(
        select(CommentRound)
        .where(CommentRound.resolution_id == resolution.id)
        .order_by(CommentRound.opened_at, CommentRound.id)
    ).all()


def latest_round(resolution: Resolution) -> CommentRound | None:
    rounds = rounds_of(resolution)
    return rounds[-1] if rounds else None


def takes_comments(round_: CommentRound, *, now: datetime) -> bool:
    return is_open(round_.closes_at, round_.closed_at, now=now)


def is_commented_on(resolution: Resolution, *, now: datetime) -> bool:
    """Whether the draft is out just now."""
    latest = latest_round(resolution)
    return latest is not None and takes_comments(latest, now=now)


def comparing(round_: CommentRound) -> Permission:
    """What was sent out beside what it became: for whoever may read the latter."""
    return reading(round_.resolution)


def comments_of(resolution: Resolution) -> Sequence[Comment]:
    """In the order in which they came."""
    return db.session.scalars(
        _with_authors(
            select(Comment)
            .join(CommentRound, CommentRound.id == Comment.round_id)
            .where(CommentRound.resolution_id == resolution.id)
            .order_by(CommentRound.opened_at, Comment.commented_at, Comment.id)
        )
    ).all()


def comments_in(round_: CommentRound, *, member_id: UUID | None) -> Sequence[Comment]:
    """What one member said in a round."""
    return db.session.scalars(
        _with_authors(
            select(Comment)
            .where(Comment.round_id == round_.id, Comment.member_id == member_id)
            .order_by(Comment.commented_at, Comment.id)
        )
    ).all()


def _with_authors(query: Select[Comment]) -> Select[Comment]:
    return query.options(joinedload(Comment.member), joinedload(Comment.invitation))


def get_comment(round_id: UUID, comment_id: UUID) -> Comment | None:
    return db.session.scalar(
        select(Comment)
        .where(Comment.id == comment_id, Comment.round_id == round_id)
        .options(
            joinedload(Comment.member),
            joinedload(Comment.invitation),
            _placed(joinedload(Comment.round).joinedload(CommentRound.resolution)),
        )
    )


def tally_of(resolution: Resolution) -> dict[Treatment | None, int]:
    """How many comments were taken in, explained, and (None) not answered yet."""
    rows = db.session.execute(
        select(Comment.treatment, func.count())
        .join(CommentRound, CommentRound.id == Comment.round_id)
        .where(CommentRound.resolution_id == resolution.id)
        .group_by(Comment.treatment)
    )
    return {treatment: number for treatment, number in rows}


def taken_in_since(round_: CommentRound) -> int:
    """How many comments of one round were taken in."""
    counted = select(func.count()).where(
        Comment.round_id == round_.id, Comment.treatment == Treatment.TAKEN_IN
    )
    return db.session.scalar(counted) or 0


def comments_made(round_: CommentRound) -> int:
    return db.session.scalar(select(func.count()).where(Comment.round_id == round_.id)) or 0


def invitations_of(round_: CommentRound) -> list[tuple[CommentInvitation, bool]]:
    """Who was invited without an account, and whether they have said something."""
    has_said = select(Comment.id).where(Comment.invitation_id == CommentInvitation.id).exists()
    rows = db.session.execute(
        select(CommentInvitation, has_said)
        .where(CommentInvitation.round_id == round_.id)
        .order_by(CommentInvitation.invited_at, CommentInvitation.id)
    )
    return [(invitation, said) for invitation, said in rows]


def get_invitation(round_id: UUID, invitation_id: UUID) -> CommentInvitation | None:
    return db.session.scalar(
        select(CommentInvitation)
        .where(CommentInvitation.id == invitation_id, CommentInvitation.round_id == round_id)
        .options(_placed(joinedload(CommentInvitation.round).joinedload(CommentRound.resolution)))
    )


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def invitation_for(secret: str, *, now: datetime) -> CommentInvitation | None:
    """Whom a link belongs to while it may be used; nobody learns why it may not."""
    found = db.session.scalar(
        select(CommentInvitation)
        .where(
            CommentInvitation.secret_sha256 == digest_of(secret),
            CommentInvitation.revoked_at.is_(None),
        )
        .options(_placed(joinedload(CommentInvitation.round).joinedload(CommentRound.resolution)))
    )
    return found if found is not None and takes_comments(found.round, now=now) else None


def comment_by(invitation: CommentInvitation) -> Comment | None:
    return db.session.scalar(select(Comment).where(Comment.invitation_id == invitation.id))
