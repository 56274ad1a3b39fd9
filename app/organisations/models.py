from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.columns import Line
from app.extensions import Model
from app.organisations.rules import BranchType, Level


class OrganisationKind(Model):
    """A kind of organisation as the charter of the day names it; labels are data."""

    __tablename__ = "organisation_kind"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    label: Mapped[str]
    level: Mapped[Level]
    position: Mapped[int]


class Organisation(Model):
    """Any node of the Party tree. `path` names its ancestors and itself: "/a/b/"."""

    __tablename__ = "organisation"
    __table_args__ = (UniqueConstraint("parent_id", "name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    kind_code: Mapped[str] = mapped_column(ForeignKey("organisation_kind.code"))
    name: Mapped[str]
    code: Mapped[str] = mapped_column(Line(40), unique=True)
    # What stands above and under it in the head of a document; capitals are set by the writer.
    header_name: Mapped[str]
    body_name: Mapped[str]
    symbol: Mapped[str] = mapped_column(Line(10))
    place: Mapped[str]
    branch_type: Mapped[BranchType | None]
    path: Mapped[str] = mapped_column(String(400), unique=True)
    dissolved_on: Mapped[date | None]
    version: Mapped[int] = mapped_column()

    kind: Mapped[OrganisationKind] = relationship(lazy="joined", innerjoin=True)
    parent: Mapped["Organisation | None"] = relationship(remote_side=[id])

    __mapper_args__ = {"version_id_col": version}

    @property
    def unit_path(self) -> str:
        return self.path

    @property
    def level(self) -> Level:
        return self.kind.level


class Term(Model):
    """A term of office: from the close of one congress to the close of the next."""

    __tablename__ = "term"
    __table_args__ = (CheckConstraint("ends_on IS NULL OR ends_on > starts_on", name="period"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    organisation: Mapped[Organisation] = relationship()

    @property
    def unit_path(self) -> str:
        return self.organisation.path
