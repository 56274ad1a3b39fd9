"""Drafts of resolutions that wait for comments or answers; what is due to be looked back at."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, or_, select

from app.extensions import db
from app.kernel.clock import local
from app.meetings.models import Meeting
from app.organisations.models import Organisation
from app.regulations.rules import Book
from app.resolutions.models import Comment, CommentRound, Resolution, ResolutionReview
from app.resolutions.rules import REVIEW_LABELS, ResolutionStatus
from app.resolutions.rules.comments import said_at
from app.today.rules import Todo, Waiting


def to_comment(member_id: UUID, paths: Collection[str], *, now: datetime) -> list[Todo]:
    """Drafts out for comment at and below these places on which the member has said nothing."""
    if not paths:
        return []
    has_said = select(Comment.id).where(
        Comment.round_id == CommentRound.id, Comment.member_id == member_id
    )
    rows = db.session.execute(
        select(CommentRound.id, CommentRound.closes_at, Resolution.abstract, Organisation.name)
        .join(Resolution, Resolution.id == CommentRound.resolution_id)
        .join(Meeting, Meeting.id == Resolution.meeting_id)
        .join(Organisation, Organisation.id == Meeting.organisation_id)
        .where(
            or_(*(Organisation.path.startswith(path, autoescape=True) for path in sorted(paths))),
            CommentRound.closed_at.is_(None),
            CommentRound.closes_at > now,
            ~has_said.exists(),
        )
    )
    return [
        Todo(
            Waiting.COMMENT_ON_DRAFT,
            f"Góp ý dự thảo nghị quyết {abstract}",
            f"{branch} · đến {said_at(closes_at)}",
            local(closes_at).date(),
            id_,
        )
        for id_, closes_at, abstract, branch in rows
    ]


def drafts_waiting(branch: Organisation, book: Book, *, now: datetime) -> list[Todo]:
    """What the branch's leading hands owe its drafts and its resolutions."""
    return [*_to_answer(branch, now), *_to_review(branch, book, now)]


def _to_answer(branch: Organisation, now: datetime) -> list[Todo]:
    unanswered = func.count(Comment.id).filter(Comment.treatment.is_(None))
    ended_at = func.max(func.coalesce(CommentRound.closed_at, CommentRound.closes_at))
    rows = db.session.execute(
        select(Resolution.id, Resolution.abstract, func.max(CommentRound.closes_at), unanswered)
        .join(Meeting, Meeting.id == Resolution.meeting_id)
        .join(CommentRound, CommentRound.resolution_id == Resolution.id)
        .outerjoin(Comment, Comment.round_id == CommentRound.id)
        .where(
            Meeting.organisation_id == branch.id,
            Resolution.status == ResolutionStatus.COMMENTING,
        )
        .group_by(Resolution.id, Resolution.abstract)
        .having(or_(unanswered > 0, ended_at <= now))
    )
    return [
        Todo(
            Waiting.ANSWER_COMMENTS,
            f"Tiếp thu, giải trình góp ý: nghị quyết {abstract}",
            f"{number} ý kiến chưa trả lời" if number else "Đã trả lời hết; hoàn thiện dự thảo",
            local(closes_at).date(),
            id_,
        )
        for id_, abstract, closes_at, number in rows
    ]


def _to_review(branch: Organisation, book: Book, now: datetime) -> list[Todo]:
    until = local(now).date() + timedelta(days=book.number("resolution.review_notice_days"))
    rows = db.session.execute(
        select(
            Resolution.id,
            Resolution.number_symbol,
            Resolution.abstract,
            ResolutionReview.kind,
            ResolutionReview.due_on,
        )
        .join(Resolution, Resolution.id == ResolutionReview.resolution_id)
        .join(Meeting, Meeting.id == Resolution.meeting_id)
        .where(
            Meeting.organisation_id == branch.id,
            Resolution.status == ResolutionStatus.ISSUED,
            ResolutionReview.held_on.is_(None),
            ResolutionReview.due_on <= until,
        )
    )
    return [
        Todo(
            Waiting.REVIEW_RESOLUTION,
            f"{REVIEW_LABELS[kind]} nghị quyết số {number}",
            abstract,
            due_on,
            id_,
        )
        for id_, number, abstract, kind, due_on in rows
    ]
