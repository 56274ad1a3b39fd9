from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.access.permissions import Appointments, Role
from app.columns import LongText
from app.extensions import Model
from app.organisations.models import Organisation
from app.people.models import Member
from app.people.rules import Position
from app.personal_plans.rules import Audience, Channel, PersonalPlanStatus, Posting, office
from app.pledges.models import PledgeCampaign
from app.pledges.rules import Outcome


class PersonalPlan(Model):
    """The plan of somebody who heads an organisation, read in the branch they belong to.

    `organisation` is that branch; `headed` and `position` are the office it was written in.
    """

    __tablename__ = "personal_plan"
    __table_args__ = (UniqueConstraint("campaign_id", "member_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("pledge_campaign.id"))
    year: Mapped[int]
    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), index=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    headed_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    position: Mapped[Position]
    status: Mapped[PersonalPlanStatus] = mapped_column(default=PersonalPlanStatus.DRAFT)
    submitted_at: Mapped[datetime | None]
    # Why a registered plan was opened again, the last time.
    reopened_reason: Mapped[str | None] = mapped_column(LongText())
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    campaign: Mapped[PledgeCampaign] = relationship()
    member: Mapped[Member] = relationship()
    organisation: Mapped[Organisation] = relationship(foreign_keys=[organisation_id])
    headed: Mapped[Organisation] = relationship(foreign_keys=[headed_id])
    lines: Mapped[list["PersonalPlanLine"]] = relationship(
        back_populates="plan", order_by="PersonalPlanLine.position"
    )
    publications: Mapped[list["Publication"]] = relationship(
        back_populates="plan", order_by="Publication.from_on"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def unit_path(self) -> str:
        return self.organisation.path

    @property
    def appointments(self) -> Appointments:
        return ((Role.AUTHOR, self.member_id),)

    @property
    def office(self) -> str:
        return office(self.headed.name)

    @property
    def is_public(self) -> bool:
        return self.status is not PersonalPlanStatus.DRAFT and bool(self.publications)


class _OfPlan:
    """What a part of a plan tells the guard: it lies where its plan lies."""

    plan: Mapped[PersonalPlan]

    @property
    def unit_path(self) -> str:
        return self.plan.unit_path

    @property
    def appointments(self) -> Appointments:
        return self.plan.appointments


class PersonalPlanLine(_OfPlan, Model):
    """One row: what is to be done, how, by when, and what came of it."""

    __tablename__ = "personal_plan_line"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("personal_plan.id"), index=True)
    position: Mapped[int]
    content: Mapped[str] = mapped_column(LongText())
    measures: Mapped[str | None] = mapped_column(LongText())
    # None: the whole year.
    due_on: Mapped[date | None]
    outcome: Mapped[Outcome | None]
    result: Mapped[str | None] = mapped_column(LongText())
    version: Mapped[int] = mapped_column()

    plan: Mapped[PersonalPlan] = relationship(back_populates="lines")

    __mapper_args__ = {"version_id_col": version}


class Publication(_OfPlan, Model):
    """Where a plan was made public, for whom, from when to when."""

    __tablename__ = "publication"
    __table_args__ = (CheckConstraint("until_on IS NULL OR until_on >= from_on", name="period"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("personal_plan.id"), index=True)
    channel: Mapped[Channel]
    # The address, the board, the meeting; what `OTHER` is.
    place: Mapped[str | None]
    audience: Mapped[Audience]
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]
    version: Mapped[int] = mapped_column()

    plan: Mapped[PersonalPlan] = relationship(back_populates="publications")

    __mapper_args__ = {"version_id_col": version}

    @property
    def posting(self) -> Posting:
        return Posting(self.channel, self.place or "", self.audience, self.from_on, self.until_on)
