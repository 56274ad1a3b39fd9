from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.access.permissions import Appointments, Role
from app.columns import Line, LongText
from app.extensions import Model
from app.meetings.models import Meeting
from app.minutes.rules.records import Copy, RecordKind


class MinutesRecord(Model):
    """Minutes as adopted: a frozen document; numbered and proved unchanged once sealed."""

    __tablename__ = "minutes_record"
    __table_args__ = (UniqueConstraint("meeting_id", "kind", "edition"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"))
    kind: Mapped[RecordKind] = mapped_column(default=RecordKind.MAIN)
    # Of the minutes: which version. Of supplements: the first, second, … one of this meeting.
    edition: Mapped[int] = mapped_column(default=1)
    number_symbol: Mapped[str | None] = mapped_column(Line(40))  # None until it is sealed
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    # What readers without the right to restricted items get; None where nothing is left out.
    circulated: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    # The other papers of the meeting as they were, by kind: names and places change later.
    papers: Mapped[dict[str, Any]] = mapped_column(JSON)
    sha256: Mapped[str] = mapped_column(String(64))
    adopted_at: Mapped[datetime]
    adopted_by: Mapped[str]
    # The later meeting whose decision adopted, corrected or supplemented these minutes.
    decided_in_id: Mapped[UUID | None] = mapped_column(ForeignKey("meeting.id"))
    decision: Mapped[str | None] = mapped_column(LongText())
    # Opened again to be corrected: this edition stays as it was, the next one takes its place.
    reopened_at: Mapped[datetime | None]
    reopened_by: Mapped[str | None]
    reopened_reason: Mapped[str | None]

    meeting: Mapped[Meeting] = relationship(foreign_keys=[meeting_id])
    decided_in: Mapped[Meeting | None] = relationship(foreign_keys=[decided_in_id])
    confirmations: Mapped[list["Confirmation"]] = relationship(
        back_populates="record", order_by="Confirmation.confirmed_at"
    )
    seal: Mapped["MinutesSeal | None"] = relationship(back_populates="record")
    dispatch: Mapped["Dispatch | None"] = relationship(back_populates="record")

    @property
    def unit_path(self) -> str:
        return self.meeting.unit_path

    @property
    def appointments(self) -> Appointments:
        return self.meeting.appointments


class Confirmation(Model):
    """Chair or minute-taker stands by the text whose digest is kept here."""

    __tablename__ = "minutes_confirmation"
    __table_args__ = (CheckConstraint("role IN ('chair', 'minute_taker')", name="role"),)

    record_id: Mapped[UUID] = mapped_column(ForeignKey("minutes_record.id"), primary_key=True)
    role: Mapped[Role] = mapped_column(primary_key=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"))
    name: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    # Signed on the printed copy: entered by `recorded_by` for somebody who does not sign in.
    is_on_paper: Mapped[bool] = mapped_column(default=False)
    recorded_by: Mapped[str]
    confirmed_at: Mapped[datetime]

    record: Mapped[MinutesRecord] = relationship(back_populates="confirmations")


class MinutesSeal(Model):
    """The proof of a record: its complete snapshot, chained to the branch's sealed record before.

    `hash` is SHA-256 over `previous_hash`, a line end and the bytes of `snapshot`.
    """

    __tablename__ = "minutes_seal"
    __table_args__ = (UniqueConstraint("organisation_id", "sequence"),)

    record_id: Mapped[UUID] = mapped_column(ForeignKey("minutes_record.id"), primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    sequence: Mapped[int]
    schema: Mapped[int]
    snapshot: Mapped[str] = mapped_column(Text())  # canonical JSON, kept to the byte
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    sealed_at: Mapped[datetime]
    sealed_by: Mapped[str]

    record: Mapped[MinutesRecord] = relationship(back_populates="seal")
    files: Mapped[list["SealedFile"]] = relationship(order_by="SealedFile.copy")


class SealHead(Model):
    """The end of a branch's chain of seals: its row is the lock that keeps the chain a line."""

    __tablename__ = "seal_head"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    sequence: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))


class SealedFile(Model):
    """A file drawn once, when the record was sealed, and handed out as it is ever after."""

    __tablename__ = "sealed_file"
    __table_args__ = (
        ForeignKeyConstraint(
            ["record_id"], ["minutes_seal.record_id"], name="fk_sealed_file_record_id_minutes_seal"
        ),
    )

    record_id: Mapped[UUID] = mapped_column(primary_key=True)
    copy: Mapped[Copy] = mapped_column(primary_key=True)
    extension: Mapped[str] = mapped_column(String(8), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]


class Dispatch(Model):
    """A sealed record on its way to the committee above, and its acknowledgement."""

    __tablename__ = "dispatch"

    record_id: Mapped[UUID] = mapped_column(ForeignKey("minutes_record.id"), primary_key=True)
    sent_at: Mapped[datetime]
    sent_by: Mapped[str]
    received_at: Mapped[datetime | None]
    received_by: Mapped[str | None]
    note: Mapped[str | None]

    record: Mapped[MinutesRecord] = relationship(back_populates="dispatch")
