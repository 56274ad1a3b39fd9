from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.columns import Line
from app.extensions import Model
from app.numbering.rules import DocumentType


class NumberEntry(Model):
    """One taken number of an organisation's register; never reused, never removed."""

    __tablename__ = "number_entry"
    __table_args__ = (UniqueConstraint("organisation_id", "document_type", "scope", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    document_type: Mapped[DocumentType]
    scope: Mapped[str] = mapped_column(String(60))  # "term:<id>" or "year:2026"
    number: Mapped[int]
    symbol: Mapped[str] = mapped_column(Line(40))
    taken_on: Mapped[date]
    document_id: Mapped[UUID] = mapped_column(index=True)


class NumberCounter(Model):
    """The last number of a register: its row is the lock under which the next is taken."""

    __tablename__ = "number_counter"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    document_type: Mapped[DocumentType] = mapped_column(primary_key=True)
    scope: Mapped[str] = mapped_column(String(60), primary_key=True)
    last_number: Mapped[int]
