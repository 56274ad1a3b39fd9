from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Model


class AuditEntry(Model):
    """One line of an organisation's trail; only ever inserted, chained by hash."""

    __tablename__ = "audit_entry"
    __table_args__ = (UniqueConstraint("organisation_id", "sequence"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    sequence: Mapped[int]
    at: Mapped[datetime] = mapped_column(index=True)
    account_id: Mapped[UUID | None]
    actor_name: Mapped[str]
    event: Mapped[str] = mapped_column(String(60))
    subject_id: Mapped[UUID | None] = mapped_column(index=True)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class AuditHead(Model):
    """The end of each chain: its row is the lock that keeps the chain a line."""

    __tablename__ = "audit_head"

    chain: Mapped[str] = mapped_column(String(36), primary_key=True)
    sequence: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
