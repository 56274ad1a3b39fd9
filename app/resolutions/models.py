from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.access.permissions import Appointments, Role
from app.columns import Line, LongText
from app.extensions import Model
from app.library.models import HigherDocument
from app.meetings.models import Meeting, Vote
from app.people.models import Member
from app.resolutions.rules import ResolutionKind, ResolutionStatus, ReviewKind, Treatment


class Resolution(Model):
    """A decision of the branch adopted by vote; its text is fixed once it is issued."""

    __tablename__ = "resolution"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    kind: Mapped[ResolutionKind] = mapped_column(default=ResolutionKind.REGULAR)
    status: Mapped[ResolutionStatus] = mapped_column(default=ResolutionStatus.DRAFT)
    abstract: Mapped[str]
    bases: Mapped[str | None] = mapped_column(LongText())
    assessment: Mapped[str | None] = mapped_column(LongText())
    tasks: Mapped[str | None] = mapped_column(LongText())
    arrangements: Mapped[str | None] = mapped_column(LongText())
    recipients: Mapped[str | None] = mapped_column(LongText())
    vote_id: Mapped[UUID | None] = mapped_column(ForeignKey("vote.id"))
    signer_id: Mapped[UUID | None] = mapped_column(ForeignKey("member.id"))
    number_symbol: Mapped[str | None] = mapped_column(Line(40))
    issued_on: Mapped[date | None]
    # The document as it was issued; later prints are drawn from it alone.
    document: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    version: Mapped[int] = mapped_column()

    meeting: Mapped[Meeting] = relationship()
    vote: Mapped[Vote | None] = relationship()
    signer: Mapped[Member | None] = relationship()
    grounds: Mapped[list["Ground"]] = relationship(
        back_populates="resolution", order_by="Ground.position"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def unit_path(self) -> str:
        return self.meeting.unit_path

    @property
    def appointments(self) -> Appointments:
        return self.meeting.appointments


class _OfResolution:
    """What a part of a resolution tells the guard: it lies where its resolution lies."""

    resolution: Mapped[Resolution]

    @property
    def unit_path(self) -> str:
        return self.resolution.unit_path

    @property
    def appointments(self) -> Appointments:
        return self.resolution.appointments


class Ground(Model):
    """A higher document a resolution cites as its ground."""

    __tablename__ = "resolution_ground"

    resolution_id: Mapped[UUID] = mapped_column(ForeignKey("resolution.id"), primary_key=True)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("higher_document.id"), primary_key=True)
    position: Mapped[int]

    resolution: Mapped[Resolution] = relationship(back_populates="grounds")
    document: Mapped[HigherDocument] = relationship()


class CommentRound(_OfResolution, Model):
    """A draft as it was sent out, until when it may be commented on."""

    __tablename__ = "comment_round"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    resolution_id: Mapped[UUID] = mapped_column(ForeignKey("resolution.id"), index=True)
    opened_at: Mapped[datetime]
    opened_by: Mapped[str]
    closes_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]  # before its time, or once it was noticed
    # The texts and the document as sent; comments are on these, whatever the draft becomes.
    texts: Mapped[dict[str, Any]] = mapped_column(JSON)
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    version: Mapped[int] = mapped_column()

    resolution: Mapped[Resolution] = relationship()

    __mapper_args__ = {"version_id_col": version}


class CommentInvitation(Model):
    """Somebody without an account may comment once through their own link, and nothing else.

    The link holds a secret; only its digest is kept.
    """

    __tablename__ = "comment_invitation"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    round_id: Mapped[UUID] = mapped_column(ForeignKey("comment_round.id"), index=True)
    name: Mapped[str]
    title: Mapped[str | None]  # office and unit, as it is printed
    secret_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    invited_at: Mapped[datetime]
    invited_by: Mapped[str]
    revoked_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    round: Mapped[CommentRound] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def unit_path(self) -> str:
        return self.round.unit_path

    @property
    def appointments(self) -> Appointments:
        return self.round.appointments


class Comment(Model):
    """One opinion on a draft, from a member or an invited person, and what was answered."""

    __tablename__ = "draft_comment"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    round_id: Mapped[UUID] = mapped_column(ForeignKey("comment_round.id"), index=True)
    member_id: Mapped[UUID | None] = mapped_column(ForeignKey("member.id"))
    invitation_id: Mapped[UUID | None] = mapped_column(ForeignKey("comment_invitation.id"))
    part: Mapped[str | None] = mapped_column(String(40))  # of the texts; None: of the whole
    text: Mapped[str] = mapped_column(LongText())
    commented_at: Mapped[datetime]
    treatment: Mapped[Treatment | None]
    answer: Mapped[str | None] = mapped_column(LongText())
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str | None]
    version: Mapped[int] = mapped_column()

    round: Mapped[CommentRound] = relationship()
    member: Mapped[Member | None] = relationship()
    invitation: Mapped[CommentInvitation | None] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def unit_path(self) -> str:
        return self.round.unit_path

    @property
    def appointments(self) -> Appointments:
        return (*self.round.appointments, (Role.AUTHOR, self.member_id))

    @property
    def author(self) -> str:
        """The one name behind it; a comment has a member or an invited person, never neither."""
        return self.member.name if self.member else self.invitation.name if self.invitation else ""


class ResolutionReview(_OfResolution, Model):
    """When the branch looks back at a resolution (sơ kết, tổng kết), and what it found."""

    __tablename__ = "resolution_review"
    __table_args__ = (UniqueConstraint("resolution_id", "kind", "due_on"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    resolution_id: Mapped[UUID] = mapped_column(ForeignKey("resolution.id"), index=True)
    kind: Mapped[ReviewKind]
    due_on: Mapped[date]
    held_on: Mapped[date | None]
    outcome: Mapped[str | None] = mapped_column(LongText())
    recorded_by: Mapped[str | None]
    version: Mapped[int] = mapped_column()

    resolution: Mapped[Resolution] = relationship()

    __mapper_args__ = {"version_id_col": version}
