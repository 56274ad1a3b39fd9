from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.access.permissions import Appointments, Role
from app.assignments.rules import (
    OUTCOME_LABELS,
    PRIORITY_LABELS,
    SETTLING,
    UNFINISHED,
    AssignmentStatus,
    Priority,
    ProgressKind,
    ReviewOutcome,
    UnitKind,
    shown_state,
)
from app.columns import LongText
from app.extensions import Model
from app.files.models import StoredFile
from app.organisations.models import Organisation
from app.people.models import Member

collaborator = Table(
    "assignment_collaborator",
    Model.metadata,
    Column("assignment_id", ForeignKey("assignment.id"), primary_key=True),
    Column("member_id", ForeignKey("member.id"), primary_key=True),
)


assigned_unit = Table(
    "assignment_unit",
    Model.metadata,
    Column("assignment_id", ForeignKey("assignment.id"), primary_key=True),
    Column("unit_id", ForeignKey("outside_unit.id"), primary_key=True),
)


class OutsideUnit(Model):
    """A body a branch works with that is no member: a mass organisation, a sub-committee."""

    __tablename__ = "outside_unit"
    __table_args__ = (UniqueConstraint("organisation_id", "name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str]
    kind: Mapped[UnitKind]
    ended_on: Mapped[date | None]
    version: Mapped[int] = mapped_column()

    organisation: Mapped[Organisation] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def unit_path(self) -> str:
        return self.organisation.path


class Assignment(Model):
    """One piece of work from a meeting, with exactly one accountable person.

    `organisation` does it; `giver` gave it and judges it: the branch itself, or its committee.
    """

    __tablename__ = "assignment"
    __table_args__ = (
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent"),
        Index("ix_assignment_open", "organisation_id", "status", "due_on"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    giver_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    conclusion_id: Mapped[UUID | None] = mapped_column(ForeignKey("conclusion.id"))
    text: Mapped[str] = mapped_column(LongText())
    category: Mapped[str | None]
    accountable_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), index=True)
    outside_collaborators: Mapped[str | None]
    given_on: Mapped[date]
    due_on: Mapped[date]
    priority: Mapped[Priority] = mapped_column(default=Priority.NORMAL)
    status: Mapped[AssignmentStatus] = mapped_column(default=AssignmentStatus.OPEN)
    percent: Mapped[int] = mapped_column(default=0)
    result: Mapped[str | None] = mapped_column(LongText())
    done_on: Mapped[date | None]
    # Its meeting's minutes are adopted: the branch may read it, and its words stand.
    is_adopted: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column()

    organisation: Mapped[Organisation] = relationship(foreign_keys=[organisation_id])
    giver: Mapped[Organisation] = relationship(foreign_keys=[giver_id])
    accountable: Mapped[Member] = relationship()
    collaborators: Mapped[list[Member]] = relationship(
        secondary=collaborator, order_by=Member.sort_name
    )
    units: Mapped[list[OutsideUnit]] = relationship(
        secondary=assigned_unit, order_by=OutsideUnit.name
    )
    progress: Mapped[list["Progress"]] = relationship(
        back_populates="assignment", order_by="Progress.at"
    )
    reviews: Mapped[list["AssignmentReview"]] = relationship(
        back_populates="assignment", order_by="AssignmentReview.held_on"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def unit_path(self) -> str:
        return self.organisation.path

    @property
    def appointments(self) -> Appointments:
        return ((Role.ACCOUNTABLE, self.accountable_id),)

    @property
    def is_own(self) -> bool:
        """Whether the branch gave it to itself, and so judges it."""
        return self.giver_id == self.organisation_id

    def names(self, member_id: UUID | None) -> bool:
        """Whether it is this comrade's own task, alone or with others."""
        return member_id in self.named

    @property
    def named(self) -> frozenset[UUID]:
        return frozenset(who.id for who in (self.accountable, *self.collaborators))

    @property
    def is_settled(self) -> bool:
        """Whether a meeting or a decision has closed it: nothing about it changes any more."""
        return self.is_dropped or any(review.outcome in SETTLING for review in self.reviews)

    @property
    def is_dropped(self) -> bool:
        """Whether it was closed by a decision between two meetings."""
        return self.status is AssignmentStatus.CANCELLED and not any(
            review.outcome is ReviewOutcome.CANCELLED for review in self.reviews
        )

    @property
    def waits_for(self) -> date | None:
        """Day of the meeting that has it on its table and has not judged it."""
        waiting = (r.held_on for r in self.reviews if r.outcome is ReviewOutcome.PENDING)
        return next(waiting, None)

    @property
    def may_move(self) -> bool:
        """Whether it may be extended or dropped: adopted, unfinished, and on no open table."""
        return self.is_adopted and self.status in UNFINISHED and self.waits_for is None

    @property
    def is_extended(self) -> bool:
        return any(entry.kind is ProgressKind.EXTENDED for entry in self.progress)

    def extended_to(self, *, since: datetime) -> date | None:
        """The deadline of the last extension after a moment."""
        later = [
            entry.due_after
            for entry in self.progress
            if entry.kind is ProgressKind.EXTENDED and entry.at > since
        ]
        return later[-1] if later else None

    @property
    def priority_label(self) -> str:
        return PRIORITY_LABELS[self.priority]

    def state(self, on: date) -> tuple[str, str]:
        return shown_state(self.status, self.due_on, on=on, is_extended=self.is_extended)


class AssignmentReview(Model):
    """A task on the table of one meeting. One row a meeting: it can be moved on only once.

    `due_before` and `done_before` are what the meeting found, so that its word can be taken back.
    """

    __tablename__ = "assignment_review"
    __table_args__ = (UniqueConstraint("assignment_id", "meeting_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    assignment_id: Mapped[UUID] = mapped_column(ForeignKey("assignment.id"))
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    held_on: Mapped[date]
    outcome: Mapped[ReviewOutcome] = mapped_column(default=ReviewOutcome.PENDING)
    result: Mapped[str | None] = mapped_column(LongText())
    reason: Mapped[str | None] = mapped_column(LongText())
    due_before: Mapped[date]
    done_before: Mapped[date | None]
    due_after: Mapped[date | None]
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    assignment: Mapped[Assignment] = relationship(back_populates="reviews")

    __mapper_args__ = {"version_id_col": version}

    @property
    def outcome_label(self) -> str:
        return OUTCOME_LABELS[self.outcome]


class Progress(Model):
    """What became of a task between meetings, one line a word said; only ever inserted."""

    __tablename__ = "assignment_progress"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    assignment_id: Mapped[UUID] = mapped_column(ForeignKey("assignment.id"), index=True)
    kind: Mapped[ProgressKind]
    at: Mapped[datetime]
    by: Mapped[str]
    status: Mapped[AssignmentStatus]
    percent: Mapped[int]
    note: Mapped[str | None] = mapped_column(LongText())
    # Of an extension.
    due_before: Mapped[date | None]
    due_after: Mapped[date | None]

    assignment: Mapped[Assignment] = relationship(back_populates="progress")
    evidence: Mapped[list["Evidence"]] = relationship(
        back_populates="progress", order_by="Evidence.title"
    )


class Evidence(Model):
    """A file that shows what was done, handed in with a report."""

    __tablename__ = "evidence"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    progress_id: Mapped[UUID] = mapped_column(ForeignKey("assignment_progress.id"), index=True)
    title: Mapped[str]
    file_id: Mapped[UUID] = mapped_column(ForeignKey("stored_file.id"))

    progress: Mapped[Progress] = relationship(back_populates="evidence")
    file: Mapped[StoredFile] = relationship()

    @property
    def unit_path(self) -> str:
        return self.progress.assignment.unit_path

    @property
    def appointments(self) -> Appointments:
        return self.progress.assignment.appointments
