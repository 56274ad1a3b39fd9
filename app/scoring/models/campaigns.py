from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.columns import LongText
from app.extensions import Model
from app.organisations.models import Organisation
from app.pledges.rules import CampaignState
from app.scoring.models.rubrics import RubricEdition
from app.scoring.rules.indicators import Subject
from app.scoring.rules.subjects import WHOLE_YEAR
from app.scoring.rules.year import CapBase, Grouping, MonthsRule


class GradingCampaign(Model):
    """A committee grades the branches, or the members, below it for a year or a quarter."""

    __tablename__ = "grading_campaign"
    __table_args__ = (
        UniqueConstraint("organisation_id", "subject", "year", "quarter"),
        CheckConstraint("quarter BETWEEN 0 AND 4", name="quarter"),
        CheckConstraint(
            "opens_on <= self_by AND self_by <= review_by AND review_by <= decide_by", name="days"
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    subject: Mapped[Subject]
    year: Mapped[int]
    quarter: Mapped[int] = mapped_column(default=WHOLE_YEAR)
    rubric_id: Mapped[UUID] = mapped_column(ForeignKey("rubric_edition.id"))
    grounds: Mapped[str | None] = mapped_column(LongText())
    opens_on: Mapped[date]
    self_by: Mapped[date]
    review_by: Mapped[date]
    decide_by: Mapped[date]
    # How many in a hundred of the base may have the top grade; it warns, it never blocks.
    cap_percent: Mapped[int]
    cap_base: Mapped[CapBase]
    grouping: Mapped[Grouping]
    # Why more than that have it, where they do.
    cap_reason: Mapped[str | None] = mapped_column(LongText())
    # How the months' scores make one of the year.
    months_rule: Mapped[MonthsRule]
    state: Mapped[CampaignState] = mapped_column(default=CampaignState.DRAFT)
    version: Mapped[int] = mapped_column()

    organisation: Mapped[Organisation] = relationship()
    rubric: Mapped[RubricEdition] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def unit_path(self) -> str:
        return self.organisation.path

    def is_running(self, on: date) -> bool:
        """Open, from its first day until somebody closes it."""
        return self.state is CampaignState.OPEN and self.opens_on <= on
