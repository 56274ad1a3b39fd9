from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, ForeignKey, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.access.permissions import Appointments, Role
from app.assignments.models import Assignment
from app.columns import LongText
from app.extensions import Model
from app.files.models import StoredFile
from app.meetings.models import Material, Meeting, OfMeeting
from app.people.models import Member
from app.topics.rules import PaperStatus

presenter = Table(
    "lead_paper_presenter",
    Model.metadata,
    Column("lead_paper_id", ForeignKey("lead_paper.id"), primary_key=True),
    Column("member_id", ForeignKey("member.id"), primary_key=True),
)


class LeadPaper(Model):
    """The paper (đề dẫn) with which a topical meeting opens; its text stands in its versions.

    Once adopted and sent it is one of the materials of the meeting.
    """

    __tablename__ = "lead_paper"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), unique=True)
    status: Mapped[PaperStatus] = mapped_column(default=PaperStatus.DRAFT)
    submitted_at: Mapped[datetime | None]
    returned_reason: Mapped[str | None] = mapped_column(LongText())
    adopted_at: Mapped[datetime | None]
    adopted_by: Mapped[str | None]
    material_id: Mapped[UUID | None] = mapped_column(ForeignKey("material.id", ondelete="SET NULL"))
    version: Mapped[int] = mapped_column()

    meeting: Mapped[Meeting] = relationship()
    material: Mapped[Material | None] = relationship()
    presenters: Mapped[list[Member]] = relationship(secondary=presenter, order_by=Member.sort_name)
    versions: Mapped[list["LeadPaperVersion"]] = relationship(
        back_populates="paper", order_by="LeadPaperVersion.number"
    )
    attachments: Mapped[list["LeadPaperFile"]] = relationship(
        back_populates="paper", order_by="LeadPaperFile.added_at"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def unit_path(self) -> str:
        return self.meeting.unit_path

    @property
    def appointments(self) -> Appointments:
        return (
            *self.meeting.appointments,
            *((Role.PRESENTER, member.id) for member in self.presenters),
        )


class LeadPaperVersion(Model):
    """One state of the text; only ever inserted."""

    __tablename__ = "lead_paper_version"
    __table_args__ = (UniqueConstraint("lead_paper_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    lead_paper_id: Mapped[UUID] = mapped_column(ForeignKey("lead_paper.id"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(LongText())
    written_at: Mapped[datetime]
    written_by: Mapped[str]

    paper: Mapped[LeadPaper] = relationship(back_populates="versions")


class LeadPaperFile(Model):
    __tablename__ = "lead_paper_file"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    lead_paper_id: Mapped[UUID] = mapped_column(ForeignKey("lead_paper.id"), index=True)
    title: Mapped[str]
    file_id: Mapped[UUID] = mapped_column(ForeignKey("stored_file.id"))
    added_at: Mapped[datetime]
    added_by: Mapped[str]

    paper: Mapped[LeadPaper] = relationship(back_populates="attachments")
    file: Mapped[StoredFile] = relationship()


class Question(OfMeeting, Model):
    """A question prepared to guide the discussion of a topic."""

    __tablename__ = "discussion_question"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    position: Mapped[int]
    text: Mapped[str] = mapped_column(LongText())
    version: Mapped[int] = mapped_column()

    meeting: Mapped[Meeting] = relationship()

    __mapper_args__ = {"version_id_col": version}


class Difficulty(OfMeeting, Model):
    """What a topical meeting concluded: a difficulty, its solution, and the assignment that says
    who does it by when with what result."""

    __tablename__ = "difficulty"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    position: Mapped[int]
    text: Mapped[str] = mapped_column(LongText())
    solution: Mapped[str] = mapped_column(LongText())
    assignment_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("assignment.id", ondelete="SET NULL")
    )
    version: Mapped[int] = mapped_column()

    meeting: Mapped[Meeting] = relationship()
    assignment: Mapped[Assignment | None] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def state(self) -> str:
        """What an edit was made on: this line, and its task as it stood then."""
        task = self.assignment
        return f"{self.version}.{task.version if task else 0}"
