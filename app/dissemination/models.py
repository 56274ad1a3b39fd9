from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Model
from app.library.models import HigherDocument
from app.organisations.models import Organisation
from app.people.models import Member


class LaterTelling(Model):
    """A comrade who missed the meeting was told of the document afterwards."""

    __tablename__ = "later_telling"

    document_id: Mapped[UUID] = mapped_column(ForeignKey("higher_document.id"), primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), primary_key=True)
    told_on: Mapped[date]
    how: Mapped[str]
    noted_at: Mapped[datetime]
    noted_by: Mapped[str]

    document: Mapped[HigherDocument] = relationship()
    organisation: Mapped[Organisation] = relationship()
    member: Mapped[Member] = relationship()

    @property
    def unit_path(self) -> str:
        return self.organisation.path
