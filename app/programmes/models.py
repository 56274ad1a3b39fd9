from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.columns import LongText
from app.extensions import Model
from app.meetings.models import Meeting
from app.meetings.rules.life import MeetingStatus
from app.organisations.models import Organisation
from app.people.models import Member
from app.programmes.rules import PlanStatus, TopicGroup

presenter = Table(
    "planned_topic_presenter",
    Model.metadata,
    Column("planned_topic_id", ForeignKey("planned_topic.id"), primary_key=True),
    Column("member_id", ForeignKey("member.id"), primary_key=True),
)


class _Planned:
    """What a branch puts into its programme and the committee decides on."""

    organisation: Mapped[Organisation]

    @property
    def unit_path(self) -> str:
        return self.organisation.path


class PlannedTopic(_Planned, Model):
    """One topical meeting of a branch's year; `meeting` once it is called."""

    __tablename__ = "planned_topic"
    __table_args__ = (
        CheckConstraint("month BETWEEN 1 AND 12", name="month"),
        Index("ix_planned_topic_year", "organisation_id", "year"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    year: Mapped[int]
    month: Mapped[int]
    topic: Mapped[str]
    folded: Mapped[str] = mapped_column(String(400))  # topic, to be found by
    topic_group: Mapped[TopicGroup]
    shortcoming: Mapped[str | None] = mapped_column(LongText())
    aim: Mapped[str | None] = mapped_column(LongText())
    status: Mapped[PlanStatus] = mapped_column(default=PlanStatus.DRAFT)
    registered_at: Mapped[datetime | None]
    registered_by: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None]
    returned_reason: Mapped[str | None] = mapped_column(LongText())
    meeting_id: Mapped[UUID | None] = mapped_column(ForeignKey("meeting.id"), unique=True)
    # The topic of another branch it was taken from.
    taken_from_id: Mapped[UUID | None] = mapped_column(ForeignKey("planned_topic.id"))
    version: Mapped[int] = mapped_column()

    organisation: Mapped[Organisation] = relationship()
    meeting: Mapped[Meeting | None] = relationship()
    presenters: Mapped[list[Member]] = relationship(secondary=presenter, order_by=Member.sort_name)

    __mapper_args__ = {"version_id_col": version}

    @property
    def sitting(self) -> Meeting | None:
        """The meeting that holds it; one that was called off holds nothing."""
        is_off = self.meeting is None or self.meeting.status is MeetingStatus.CANCELLED
        return None if is_off else self.meeting


class WorkItem(_Planned, Model):
    """One piece of work of a branch's year, with who answers for it and by when."""

    __tablename__ = "work_item"
    __table_args__ = (
        CheckConstraint("month BETWEEN 1 AND 12", name="month"),
        Index("ix_work_item_year", "organisation_id", "year", "month"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    year: Mapped[int]
    month: Mapped[int]
    text: Mapped[str] = mapped_column(LongText())
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("member.id"))
    due_on: Mapped[date]
    done_on: Mapped[date | None]
    result: Mapped[str | None] = mapped_column(LongText())
    status: Mapped[PlanStatus] = mapped_column(default=PlanStatus.DRAFT)
    registered_at: Mapped[datetime | None]
    registered_by: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None]
    returned_reason: Mapped[str | None] = mapped_column(LongText())
    version: Mapped[int] = mapped_column()

    organisation: Mapped[Organisation] = relationship()
    owner: Mapped[Member | None] = relationship()

    __mapper_args__ = {"version_id_col": version}
