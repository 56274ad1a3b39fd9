from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.columns import Line
from app.extensions import Model
from app.meetings.models import Meeting


class MinutesRecord(Model):
    """The minutes as adopted: a frozen document, its number and the hash of its content."""

    __tablename__ = "minutes_record"
    __table_args__ = (UniqueConstraint("meeting_id", "edition"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"))
    edition: Mapped[int] = mapped_column(default=1)
    number_symbol: Mapped[str] = mapped_column(Line(40))
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    # What readers without the right to restricted items get; None where nothing is left out.
    circulated: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    # The other papers of the meeting as they were, by kind: names and places change later.
    papers: Mapped[dict[str, Any]] = mapped_column(JSON)
    sha256: Mapped[str] = mapped_column(String(64))
    adopted_at: Mapped[datetime]
    adopted_by: Mapped[str]

    meeting: Mapped[Meeting] = relationship()

    @property
    def unit_path(self) -> str:
        return self.meeting.unit_path
