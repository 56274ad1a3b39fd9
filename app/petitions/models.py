from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.access.permissions import Appointments, Role
from app.columns import LongText
from app.extensions import Model
from app.meetings.models import Meeting
from app.organisations.models import Organisation
from app.people.models import Member
from app.petitions.rules import PetitionKind, StageOutcome, deadline


class Petition(Model):
    """A member's proposal, question or criticism that must be answered.

    Who wrote it is read by role only; the text alone by more.
    """

    __tablename__ = "petition"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    author_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), index=True)
    meeting_id: Mapped[UUID | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    # In which order the meeting heard them.
    position: Mapped[int] = mapped_column(default=1)
    kind: Mapped[PetitionKind]
    text: Mapped[str] = mapped_column(LongText())
    raised_on: Mapped[date]
    version: Mapped[int] = mapped_column()

    organisation: Mapped[Organisation] = relationship()
    author: Mapped[Member] = relationship()
    meeting: Mapped[Meeting | None] = relationship()
    stages: Mapped[list["PetitionStage"]] = relationship(
        back_populates="petition", order_by="PetitionStage.number"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def unit_path(self) -> str:
        return self.organisation.path

    @property
    def appointments(self) -> Appointments:
        return ((Role.AUTHOR, self.author_id),)


class PetitionStage(Model):
    """One level's part in answering, with its own clock; escalation adds the next."""

    __tablename__ = "petition_stage"
    __table_args__ = (UniqueConstraint("petition_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    petition_id: Mapped[UUID] = mapped_column(ForeignKey("petition.id"))
    number: Mapped[int]
    addressee_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    received_on: Mapped[date]
    due_on: Mapped[date]
    # Why it was passed up to this level.
    reason: Mapped[str | None] = mapped_column(LongText())
    # Notice given that it takes longer, and why; `due_on` stays what it was.
    extended_until: Mapped[date | None]
    extension_reason: Mapped[str | None] = mapped_column(LongText())
    outcome: Mapped[StageOutcome | None]
    answer: Mapped[str | None] = mapped_column(LongText())
    ended_on: Mapped[date | None]
    # Who answered or passed it on; never its author, whose name is read by role only.
    ended_by: Mapped[str | None]
    # When the author has seen the answer.
    seen_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    petition: Mapped[Petition] = relationship(back_populates="stages")
    addressee: Mapped[Organisation] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def until(self) -> date:
        return deadline(self.due_on, self.extended_until)

    @property
    def unit_path(self) -> str:
        """Where it must be answered."""
        return self.addressee.path
