from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Model
from app.meetings.models.meetings import Meeting, OfMeeting
from app.meetings.rules.absences import AbsenceDecision
from app.meetings.rules.roll import Presence
from app.people.models import Member
from app.people.rules import Status


class Attendance(Model):
    """One person on the roll. `status` is the standing under which they were counted."""

    __tablename__ = "attendance"

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), primary_key=True, index=True)
    status: Mapped[Status]
    presence: Mapped[Presence]
    reason: Mapped[str | None]
    late_minutes: Mapped[int | None]
    left_early_minutes: Mapped[int | None]
    point_id: Mapped[UUID | None] = mapped_column(ForeignKey("connection_point.id"))

    member: Mapped[Member] = relationship()


class AbsenceNotice(OfMeeting, Model):
    """A comrade says beforehand that they cannot come; the branch accepts the reason or not."""

    __tablename__ = "absence_notice"

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), primary_key=True, index=True)
    reason: Mapped[str]
    announced_at: Mapped[datetime]
    decision: Mapped[AbsenceDecision] = mapped_column(default=AbsenceDecision.PENDING)
    answer: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None]
    version: Mapped[int] = mapped_column()

    meeting: Mapped[Meeting] = relationship()
    member: Mapped[Member] = relationship()

    __mapper_args__ = {"version_id_col": version}


class CheckIn(Model):
    """A comrade in the room said so from their own phone: a help to the roll, never the roll."""

    __tablename__ = "check_in"

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), primary_key=True)
    checked_in_at: Mapped[datetime]


class ActiveWriter(Model):
    """Who has which part of a meeting open just now; a line older than a minute says nothing."""

    __tablename__ = "active_writer"

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    name: Mapped[str]
    place: Mapped[str] = mapped_column(String(40))
    seen_at: Mapped[datetime]
