from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.columns import LongText
from app.extensions import Model
from app.organisations.models import Organisation
from app.people.models import Member
from app.pledges.rules import CampaignState


class PledgeTemplate(Model):
    """A committee's form of the pledge: its sections, by year and edition.

    Once a campaign has opened with it, its text stands; a change is the next edition.
    """

    __tablename__ = "pledge_template"
    __table_args__ = (UniqueConstraint("organisation_id", "year", "edition"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    year: Mapped[int]
    edition: Mapped[int] = mapped_column(default=1)
    title: Mapped[str]
    # What stands above the sections: “… tôi xin cam kết …”.
    opening: Mapped[str | None] = mapped_column(LongText())
    is_fixed: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column()

    organisation: Mapped[Organisation] = relationship()
    sections: Mapped[list["PledgeSection"]] = relationship(
        back_populates="template", order_by="PledgeSection.position"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def unit_path(self) -> str:
        return self.organisation.path


class PledgeSection(Model):
    """A part of the form under which commitments are written; `branch_id` if a branch added it."""

    __tablename__ = "pledge_section"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    template_id: Mapped[UUID] = mapped_column(ForeignKey("pledge_template.id"), index=True)
    branch_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    position: Mapped[int]
    heading: Mapped[str]
    guidance: Mapped[str | None] = mapped_column(LongText())
    # Printed under the heading as everybody's word, beside what each one writes.
    statement: Mapped[str | None] = mapped_column(LongText())
    is_required: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column()

    template: Mapped[PledgeTemplate] = relationship(back_populates="sections")
    branch: Mapped[Organisation | None] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def unit_path(self) -> str:
        return self.branch.path if self.branch else self.template.unit_path


class PledgeCampaign(Model):
    """A committee collects the pledges of a year from all branches below it."""

    __tablename__ = "pledge_campaign"
    __table_args__ = (
        UniqueConstraint("organisation_id", "year"),
        CheckConstraint("closes_on >= opens_on", name="period"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    year: Mapped[int]
    template_id: Mapped[UUID] = mapped_column(ForeignKey("pledge_template.id"))
    # Legal grounds, one a line, as printed.
    grounds: Mapped[str | None] = mapped_column(LongText())
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    # Who is a member on this day pledges by `closes_on`; who comes later has some days more.
    counted_on: Mapped[date]
    with_exempt: Mapped[bool] = mapped_column(default=False)
    # Heads of organisations add a personal plan.
    with_plans: Mapped[bool] = mapped_column(default=False)
    # Members of a branch see who of them has submitted; never what.
    shows_list: Mapped[bool] = mapped_column(default=True)
    state: Mapped[CampaignState] = mapped_column(default=CampaignState.DRAFT)
    version: Mapped[int] = mapped_column()

    organisation: Mapped[Organisation] = relationship()
    template: Mapped[PledgeTemplate] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def unit_path(self) -> str:
        return self.organisation.path

    def is_running(self, on: date) -> bool:
        """Open, from its first day until somebody closes it."""
        return self.state is CampaignState.OPEN and self.opens_on <= on


class PledgeChoice(Model):
    """The committee's decision for one member, against the rule of who must pledge."""

    __tablename__ = "pledge_choice"
    __table_args__ = (UniqueConstraint("campaign_id", "member_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("pledge_campaign.id"))
    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"))
    is_due: Mapped[bool]
    reason: Mapped[str] = mapped_column(LongText())
    decided_at: Mapped[datetime]
    decided_by: Mapped[str]
    version: Mapped[int] = mapped_column()

    campaign: Mapped[PledgeCampaign] = relationship()
    member: Mapped[Member] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def unit_path(self) -> str:
        return self.campaign.unit_path


class PledgeReminder(Model):
    """A member was reminded of a pledge that is due; only ever inserted."""

    __tablename__ = "pledge_reminder"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("pledge_campaign.id"), index=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), index=True)
    at: Mapped[datetime]
    by: Mapped[str]
    by_mail: Mapped[bool] = mapped_column(default=False)

    campaign: Mapped[PledgeCampaign] = relationship()
    member: Mapped[Member] = relationship()
