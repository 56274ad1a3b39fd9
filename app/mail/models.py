from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.columns import Line, LongText
from app.extensions import Model
from app.mail.rules import MailState
from app.organisations.models import Organisation


class MailMessage(Model):
    """One message to one address, kept beside what it is about until it has gone out.

    It says that something is to be done and where; what a record holds is never in it.
    """

    __tablename__ = "mail_message"
    __table_args__ = (Index("ix_mail_message_waiting", "state", "created_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    address: Mapped[str] = mapped_column(Line(254))
    subject: Mapped[str]
    body: Mapped[str] = mapped_column(LongText())
    state: Mapped[MailState] = mapped_column(default=MailState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str | None] = mapped_column(LongText())
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship()

    @property
    def unit_path(self) -> str:
        return self.organisation.path
