from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.columns import Line, LongText
from app.extensions import Model
from app.files.models import StoredFile
from app.library.rules import cited
from app.organisations.models import Organisation


class HigherDocument(Model):
    """A document from above, registered once at a place and known there and below it.

    `symbol` is written in the proper form whatever was typed (“10CT/TW” is 10-CT/TW).
    """

    __tablename__ = "higher_document"
    __table_args__ = (UniqueConstraint("organisation_id", "symbol", "issued_on"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    symbol: Mapped[str] = mapped_column(Line(60))
    kind: Mapped[str] = mapped_column(Line(60))  # “Chỉ thị”, as it is cited
    issued_on: Mapped[date]
    issuer: Mapped[str]
    title: Mapped[str] = mapped_column(LongText())
    folded: Mapped[str] = mapped_column(String(1000))  # symbol, issuer and title, to be found by
    file_id: Mapped[UUID | None] = mapped_column(ForeignKey("stored_file.id"))
    withdrawn_on: Mapped[date | None]
    present_by: Mapped[date | None]  # until when every branch is to have presented it
    added_at: Mapped[datetime]
    added_by: Mapped[str]
    version: Mapped[int] = mapped_column()

    organisation: Mapped[Organisation] = relationship()
    file: Mapped[StoredFile | None] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def unit_path(self) -> str:
        return self.organisation.path

    def seen_from(self, paths: Iterable[str]) -> UUID | None:
        """Where whoever belongs to these places knows it: at its own, else at one below."""
        if any(self.unit_path.startswith(path) for path in paths):
            return self.organisation_id
        below = [path for path in sorted(paths) if path.startswith(self.unit_path)]
        return UUID(below[0].strip("/").split("/")[-1]) if below else None

    @property
    def citation(self) -> str:
        return cited(
            kind=self.kind,
            symbol=self.symbol,
            issued_on=self.issued_on,
            issuer=self.issuer,
            title=self.title,
        )
