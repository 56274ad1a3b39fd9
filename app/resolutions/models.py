from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.access.permissions import Role
from app.columns import Line, LongText
from app.extensions import Model
from app.meetings.models import Meeting, Vote
from app.people.models import Member
from app.resolutions.rules import ResolutionStatus


class Resolution(Model):
    """A decision of the branch adopted by vote; its text is fixed once it is issued."""

    __tablename__ = "resolution"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
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

    __mapper_args__ = {"version_id_col": version}

    @property
    def unit_path(self) -> str:
        return self.meeting.unit_path

    @property
    def appointments(self) -> tuple[tuple[Role, UUID | None], ...]:
        return self.meeting.appointments
