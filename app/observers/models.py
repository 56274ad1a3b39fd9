from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.access.permissions import Role
from app.columns import LongText
from app.extensions import Model
from app.meetings.models import Meeting
from app.people.models import Member


class VisitReport(Model):
    """What a superior committee member found at a branch's meeting (meetings.md §10).

    It is the observer's own, apart from the branch's self-score; the branch does not read it.
    """

    __tablename__ = "visit_report"
    __table_args__ = (UniqueConstraint("meeting_id", "member_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"))
    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), index=True)
    heard: Mapped[str | None] = mapped_column(LongText())
    said: Mapped[str | None] = mapped_column(LongText())
    informed: Mapped[str | None] = mapped_column(LongText())
    difficulties: Mapped[str | None] = mapped_column(LongText())
    proposals: Mapped[str | None] = mapped_column(LongText())
    score: Mapped[int | None]
    remarks: Mapped[str | None] = mapped_column(LongText())
    submitted_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    meeting: Mapped[Meeting] = relationship()
    member: Mapped[Member] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def unit_path(self) -> str:
        return self.meeting.unit_path

    @property
    def appointments(self) -> tuple[tuple[Role, UUID | None], ...]:
        return ((Role.AUTHOR, self.member_id),)
