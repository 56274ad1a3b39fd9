from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.access.permissions import Appointments, Role
from app.columns import LongText
from app.extensions import Model
from app.files.models import StoredFile
from app.organisations.models import Organisation
from app.people.models import Member
from app.pledges.models.campaigns import PledgeCampaign, PledgeSection
from app.pledges.rules import (
    EditionState,
    EvidenceKind,
    ItemSource,
    Judge,
    Outcome,
    PledgeStatus,
    Stage,
    StepKind,
)
from app.pledges.rules.life import is_writable


class Pledge(Model):
    """One member's pledge of a year.

    It stays with the member: `organisation` is the branch that keeps it now, `written_at` the one
    where it was begun. Its text stands in its editions.
    """

    __tablename__ = "pledge"
    __table_args__ = (
        UniqueConstraint("year", "member_id"),
        Index("ix_pledge_kept", "organisation_id", "year", "status"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("pledge_campaign.id"), index=True)
    year: Mapped[int]
    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), index=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    written_at_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    status: Mapped[PledgeStatus] = mapped_column(default=PledgeStatus.DRAFT)
    # Its author led the branch when it was submitted: the committee above may confirm it too.
    is_leaders: Mapped[bool] = mapped_column(default=False)
    # The first of each kind; the steps tell all of them.
    submitted_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    checked_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    campaign: Mapped[PledgeCampaign] = relationship()
    member: Mapped[Member] = relationship()
    organisation: Mapped[Organisation] = relationship(foreign_keys=[organisation_id])
    written_at: Mapped[Organisation] = relationship(foreign_keys=[written_at_id])
    editions: Mapped[list["PledgeEdition"]] = relationship(
        back_populates="pledge", order_by="PledgeEdition.number"
    )
    steps: Mapped[list["PledgeStep"]] = relationship(
        back_populates="pledge", order_by="PledgeStep.number"
    )
    results: Mapped[list["PledgeResult"]] = relationship(back_populates="pledge")

    __mapper_args__ = {"version_id_col": version}

    @property
    def unit_path(self) -> str:
        return self.organisation.path

    @property
    def appointments(self) -> Appointments:
        return ((Role.AUTHOR, self.member_id),)

    @property
    def last(self) -> "PledgeEdition":
        """The edition that is worked on, or was last."""
        return self.editions[-1]

    @property
    def in_force(self) -> "PledgeEdition | None":
        """The text that was last confirmed, whatever has been begun since."""
        confirmed = [e for e in self.editions if e.state is EditionState.CONFIRMED]
        return confirmed[-1] if confirmed else None

    @property
    def is_public(self) -> bool:
        return self.published_at is not None

    @property
    def is_writable(self) -> bool:
        return is_writable(self.status, self.last.state)


class PledgeEdition(Model):
    """One text of a pledge: written while open, fixed from the moment it is submitted."""

    __tablename__ = "pledge_edition"
    __table_args__ = (UniqueConstraint("pledge_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    pledge_id: Mapped[UUID] = mapped_column(ForeignKey("pledge.id"))
    number: Mapped[int] = mapped_column(default=1)
    state: Mapped[EditionState] = mapped_column(default=EditionState.OPEN)
    # Why it was written: what the branch asked for, or why a confirmed pledge changes.
    reason: Mapped[str | None] = mapped_column(LongText())
    # Typed by a leader of the branch from the member's signed paper.
    is_from_paper: Mapped[bool] = mapped_column(default=False)
    typed_by: Mapped[str | None]
    signed_on: Mapped[date | None]
    scan_id: Mapped[UUID | None] = mapped_column(ForeignKey("stored_file.id"))
    submitted_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    confirmed_by: Mapped[str | None]
    # The confirmer's office, as it is printed in the block of confirmation.
    confirmed_as: Mapped[str | None]

    pledge: Mapped[Pledge] = relationship(back_populates="editions")
    scan: Mapped[StoredFile | None] = relationship()
    items: Mapped[list["PledgeItem"]] = relationship(
        back_populates="edition", order_by="PledgeItem.position"
    )

    @property
    def unit_path(self) -> str:
        return self.pledge.unit_path

    @property
    def appointments(self) -> Appointments:
        return self.pledge.appointments


class PledgeItem(Model):
    """One commitment. `line_id` stays the same through the editions; results hang on it."""

    __tablename__ = "pledge_item"
    __table_args__ = (UniqueConstraint("edition_id", "line_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("pledge_edition.id"), index=True)
    line_id: Mapped[UUID]
    section_id: Mapped[UUID] = mapped_column(ForeignKey("pledge_section.id"))
    position: Mapped[int]
    content: Mapped[str] = mapped_column(LongText(), default="")
    measure: Mapped[str | None] = mapped_column(LongText())
    # None: the whole year.
    due_on: Mapped[date | None]
    source: Mapped[ItemSource | None]
    source_id: Mapped[UUID | None]
    version: Mapped[int] = mapped_column()

    edition: Mapped[PledgeEdition] = relationship(back_populates="items")
    section: Mapped[PledgeSection] = relationship()

    __mapper_args__ = {"version_id_col": version}


class PledgeStep(Model):
    """What was done with a pledge, when and by whom; only ever inserted."""

    __tablename__ = "pledge_step"
    __table_args__ = (UniqueConstraint("pledge_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    pledge_id: Mapped[UUID] = mapped_column(ForeignKey("pledge.id"))
    number: Mapped[int]
    kind: Mapped[StepKind]
    edition: Mapped[int]
    at: Mapped[datetime]
    by: Mapped[str]
    comment: Mapped[str | None] = mapped_column(LongText())

    pledge: Mapped[Pledge] = relationship(back_populates="steps")


class PledgeResult(Model):
    """One judgement of one commitment: at mid-year or year's end, by the member or the branch."""

    __tablename__ = "pledge_result"
    __table_args__ = (UniqueConstraint("pledge_id", "line_id", "stage", "judge"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    pledge_id: Mapped[UUID] = mapped_column(ForeignKey("pledge.id"))
    line_id: Mapped[UUID]
    stage: Mapped[Stage]
    judge: Mapped[Judge]
    outcome: Mapped[Outcome | None]
    comment: Mapped[str | None] = mapped_column(LongText())
    at: Mapped[datetime]
    by: Mapped[str]
    version: Mapped[int] = mapped_column()

    pledge: Mapped[Pledge] = relationship(back_populates="results")
    evidence: Mapped[list["ResultEvidence"]] = relationship(
        back_populates="result", order_by="ResultEvidence.position"
    )

    __mapper_args__ = {"version_id_col": version}


class ResultEvidence(Model):
    """What a judgement rests on: a recorded fact in the words of its day, a file, a note."""

    __tablename__ = "pledge_evidence"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    result_id: Mapped[UUID] = mapped_column(ForeignKey("pledge_result.id"), index=True)
    position: Mapped[int]
    kind: Mapped[EvidenceKind]
    text: Mapped[str] = mapped_column(LongText())
    # The task it tells of.
    subject_id: Mapped[UUID | None]
    file_id: Mapped[UUID | None] = mapped_column(ForeignKey("stored_file.id"))

    result: Mapped[PledgeResult] = relationship(back_populates="evidence")
    file: Mapped[StoredFile | None] = relationship()
