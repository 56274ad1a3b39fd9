from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.access.permissions import Role
from app.columns import Line
from app.extensions import Model
from app.organisations.models import Organisation
from app.people.rules import Position, Status


class Gender(StrEnum):
    FEMALE = "female"
    MALE = "male"


class Member(Model):
    """A Party member with the least data that meetings need; never a dossier."""

    __tablename__ = "member"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    # Sorts by given name after the Vietnamese alphabet; kept beside the name.
    sort_name: Mapped[str] = mapped_column(String(400), index=True)
    folded_name: Mapped[str] = mapped_column(String(200), index=True)
    gender: Mapped[Gender | None]
    birth_year: Mapped[int | None]
    professional_title: Mapped[str | None]
    email: Mapped[str | None]
    admitted_on: Mapped[date | None]
    official_on: Mapped[date | None]
    version: Mapped[int] = mapped_column()

    statuses: Mapped[list["StatusPeriod"]] = relationship(
        back_populates="member", order_by="StatusPeriod.starts_on"
    )
    positions: Mapped[list["PositionPeriod"]] = relationship(
        back_populates="member", order_by="PositionPeriod.starts_on"
    )

    __mapper_args__ = {"version_id_col": version}


class StatusPeriod(Model):
    """A member's standing in one organisation, from one day to another, both included.

    It is the membership itself: who belongs to a branch on a day is who has a period there.
    `basis` names the decision (for an exemption never the diagnosis).
    """

    __tablename__ = "status_period"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="period"),
        Index("ix_status_period_place", "organisation_id", "starts_on"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), index=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    status: Mapped[Status]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    basis: Mapped[str | None]
    version: Mapped[int] = mapped_column()

    member: Mapped[Member] = relationship(back_populates="statuses")
    organisation: Mapped[Organisation] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def unit_path(self) -> str:
        return self.organisation.path


class PositionPeriod(Model):
    """A position held somewhere in the tree, from one day to another, both included."""

    __tablename__ = "position_period"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="period"),
        Index("ix_position_period_place", "organisation_id", "starts_on"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), index=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    position: Mapped[Position]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    basis: Mapped[str | None]
    version: Mapped[int] = mapped_column()

    member: Mapped[Member] = relationship(back_populates="positions")
    organisation: Mapped[Organisation] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def unit_path(self) -> str:
        return self.organisation.path


class Account(Model):
    """A way to sign in. `epoch` rises to end every session at once."""

    __tablename__ = "account"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(Line(60), unique=True)
    name: Mapped[str]
    member_id: Mapped[UUID | None] = mapped_column(ForeignKey("member.id"), unique=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    password_hash: Mapped[str]
    must_change_password: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True)
    epoch: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    member: Mapped[Member | None] = relationship()
    organisation: Mapped[Organisation] = relationship()
    grants: Mapped[list["RoleGrant"]] = relationship(back_populates="account")

    __mapper_args__ = {"version_id_col": version}

    @property
    def unit_path(self) -> str:
        return self.organisation.path


class RoleGrant(Model):
    """A role that follows from no Party position: the office, an inspector, an administrator."""

    __tablename__ = "role_grant"
    __table_args__ = (CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="period"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    role: Mapped[Role]
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    account: Mapped[Account] = relationship(back_populates="grants")
    organisation: Mapped[Organisation] = relationship()

    @property
    def unit_path(self) -> str:
        return self.organisation.path


class SignInAttempt(Model):
    """A failed sign-in, counted where every worker sees it."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (
        Index("ix_sign_in_attempt_username", "username", "at"),
        Index("ix_sign_in_attempt_address", "address", "at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(Line(60))
    address: Mapped[str] = mapped_column(Line(60))
    at: Mapped[datetime]
