"""What hangs on a resolution while it goes round and after it is issued."""

import json
from datetime import timedelta

from app.documents.serialise import to_json
from app.extensions import db
from app.people.models import Member
from app.resolutions.models import (
    Comment,
    CommentInvitation,
    CommentRound,
    Resolution,
    ResolutionReview,
)
from app.resolutions.queries import document_of, texts_of
from app.resolutions.rules import ReviewKind
from tests.factory import NOW


def draft_objects(resolution: Resolution, *, commenter: Member) -> dict[str, object]:
    round_ = CommentRound(
        resolution=resolution,
        opened_at=NOW,
        opened_by="TK",
        closes_at=NOW + timedelta(days=3),
        texts=texts_of(resolution),
        document=json.loads(to_json(document_of(resolution))),
    )
    comment = Comment(round=round_, member_id=commenter.id, text="Nhất trí.", commented_at=NOW)
    invitation = CommentInvitation(
        round=round_,
        name="Phan Thanh Long",
        secret_sha256="0" * 64,
        invited_at=NOW,
        invited_by="TK",
    )
    review = ResolutionReview(
        resolution=resolution, kind=ReviewKind.INTERIM, due_on=resolution.meeting.held_on
    )
    db.session.add_all((round_, comment, invitation, review))
    db.session.flush()
    return {
        "round_id": round_.id,
        "comment_id": comment.id,
        "invitation_id": invitation.id,
        "resolution_review_id": review.id,
    }
