from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.columns import LongText
from app.extensions import Model
from app.organisations.models import Organisation


class RegulationValue(Model):
    """What one organisation has laid down for itself and everything below it.

    The national values are a data file of this room; rows here stand above them.
    """

    __tablename__ = "regulation_value"
    __table_args__ = (
        UniqueConstraint("organisation_id", "key", "valid_from"),
        CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name="period"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    key: Mapped[str] = mapped_column(String(60))
    value: Mapped[str] = mapped_column(LongText())
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    source: Mapped[str]
    set_at: Mapped[datetime]
    set_by: Mapped[str]
    version: Mapped[int] = mapped_column()

    organisation: Mapped[Organisation] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def unit_path(self) -> str:
        return self.organisation.path
