from datetime import date, datetime
from fractions import Fraction
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.access.permissions import Appointments, Role
from app.columns import LongText, Points
from app.extensions import Model
from app.organisations.models import Organisation
from app.people.models import Member
from app.scoring.models.campaigns import GradingCampaign
from app.scoring.models.cards import Scorecard
from app.scoring.rules.indicators import Subject


class GradeDecision(Model):
    """An official grade, in the words of its time; never overwritten.

    A wrong one is cancelled with a reason and another decision takes its place (QĐ 366 Điều 15).
    Grades of years before the tool are typed from paper: they have no card.
    """

    __tablename__ = "grade_decision"
    __table_args__ = (
        # One that stands for each thing that is graded, see rules.subjects.
        Index(
            "uq_grade_decision_standing",
            "key",
            unique=True,
            sqlite_where=text("cancelled_at IS NULL"),
            postgresql_where=text("cancelled_at IS NULL"),
        ),
        Index("ix_grade_decision_year", "organisation_id", "subject", "year"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120))
    subject: Mapped[Subject]
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    member_id: Mapped[UUID | None] = mapped_column(ForeignKey("member.id"), index=True)
    year: Mapped[int]
    quarter: Mapped[int] = mapped_column(default=0)
    card_id: Mapped[UUID | None] = mapped_column(ForeignKey("scorecard.id"), index=True)
    campaign_id: Mapped[UUID | None] = mapped_column(ForeignKey("grading_campaign.id"), index=True)
    # None: not graded, a legal state with a reason; excused years were not due.
    grade: Mapped[str | None] = mapped_column(String(40))
    label: Mapped[str]
    is_excused: Mapped[bool] = mapped_column(default=False)
    total: Mapped[Fraction | None] = mapped_column(Points())
    reason: Mapped[str | None] = mapped_column(LongText())
    # The lines it was decided on, as JSON; none for a grade typed from paper.
    sheet: Mapped[str | None] = mapped_column(LongText())
    # Number and symbol of the paper decision, as typed.
    number_symbol: Mapped[str | None]
    decided_on: Mapped[date]
    recorded_at: Mapped[datetime]
    decided_by: Mapped[str]
    replaces_id: Mapped[UUID | None] = mapped_column(ForeignKey("grade_decision.id"))
    cancelled_at: Mapped[datetime | None]
    cancelled_by: Mapped[str | None]
    cancelled_reason: Mapped[str | None] = mapped_column(LongText())
    version: Mapped[int] = mapped_column()

    organisation: Mapped[Organisation] = relationship()
    member: Mapped[Member | None] = relationship()
    card: Mapped[Scorecard | None] = relationship()
    campaign: Mapped[GradingCampaign | None] = relationship()
    replaces: Mapped["GradeDecision | None"] = relationship(remote_side=[id])

    __mapper_args__ = {"version_id_col": version}

    @property
    def unit_path(self) -> str:
        return self.organisation.path

    @property
    def appointments(self) -> Appointments:
        return ((Role.AUTHOR, self.member_id),) if self.member_id else ()

    @property
    def stands(self) -> bool:
        return self.cancelled_at is None
