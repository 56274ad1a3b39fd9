from datetime import datetime
from fractions import Fraction
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.access.permissions import Appointments, Role
from app.columns import LongText, Points
from app.extensions import Model
from app.meetings.models import Meeting
from app.organisations.models import Organisation
from app.people.models import Member
from app.scoring.models.campaigns import GradingCampaign
from app.scoring.models.rubrics import RubricEdition
from app.scoring.rules.cards import CardState, CardStep, Given
from app.scoring.rules.indicators import Subject
from app.scoring.rules.rubric import Column
from app.scoring.rules.scoring import Answer


class Scorecard(Model):
    """A filled rubric: of a meeting, of a branch in a year, or of a member in a year.

    Totals and grades are kept as they were counted last, column by column, so that lists never
    score anything again.
    """

    __tablename__ = "scorecard"
    __table_args__ = (
        Index("ix_scorecard_place", "organisation_id", "subject", "year", "state"),
        Index("ix_scorecard_campaign", "campaign_id", "state"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    # What is scored, see rules.subjects: one card each.
    key: Mapped[str] = mapped_column(String(120), unique=True)
    subject: Mapped[Subject]
    rubric_id: Mapped[UUID] = mapped_column(ForeignKey("rubric_edition.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    meeting_id: Mapped[UUID | None] = mapped_column(ForeignKey("meeting.id"), unique=True)
    campaign_id: Mapped[UUID | None] = mapped_column(ForeignKey("grading_campaign.id"))
    member_id: Mapped[UUID | None] = mapped_column(ForeignKey("member.id"), index=True)
    year: Mapped[int]
    quarter: Mapped[int] = mapped_column(default=0)
    # A member's own score, typed by the branch from the paper they signed.
    is_from_paper: Mapped[bool] = mapped_column(default=False)
    state: Mapped[CardState] = mapped_column(default=CardState.DRAFT)
    # The conditions that held when it was submitted, set apart by spaces.
    holding: Mapped[str | None]
    submitted_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    self_total: Mapped[Fraction | None] = mapped_column(Points())
    self_grade: Mapped[str | None] = mapped_column(String(40))
    review_total: Mapped[Fraction | None] = mapped_column(Points())
    review_grade: Mapped[str | None] = mapped_column(String(40))
    decision_total: Mapped[Fraction | None] = mapped_column(Points())
    decision_grade: Mapped[str | None] = mapped_column(String(40))
    version: Mapped[int] = mapped_column()

    rubric: Mapped[RubricEdition] = relationship()
    organisation: Mapped[Organisation] = relationship()
    meeting: Mapped[Meeting | None] = relationship()
    campaign: Mapped[GradingCampaign | None] = relationship()
    member: Mapped[Member | None] = relationship()
    answers: Mapped[list["ScoreAnswer"]] = relationship(back_populates="card")
    proposals: Mapped[list["ScoreProposal"]] = relationship(back_populates="card")
    steps: Mapped[list["ScoreStep"]] = relationship(
        back_populates="card", order_by="ScoreStep.number"
    )
    appeal: Mapped["ScoreAppeal | None"] = relationship(back_populates="card")

    __mapper_args__ = {"version_id_col": version}

    @property
    def unit_path(self) -> str:
        return self.organisation.path

    @property
    def appointments(self) -> Appointments:
        if self.meeting is not None:
            return self.meeting.appointments
        return ((Role.AUTHOR, self.member_id),) if self.member_id else ()

    def answers_in(self, column: Column) -> dict[str, Answer]:
        return {one.code: one.answer for one in self.answers if one.column is column}

    def notes_in(self, column: Column) -> dict[str, str]:
        return {one.code: one.note or "" for one in self.answers if one.column is column}

    def given_in(self, column: Column) -> dict[str, Given]:
        return {
            one.code: Given(one.answer, one.note or "")
            for one in self.answers
            if one.column is column
        }

    def total_in(self, column: Column) -> Fraction | None:
        total: Fraction | None = getattr(self, f"{column.value}_total")
        return total

    def grade_in(self, column: Column) -> str | None:
        grade: str | None = getattr(self, f"{column.value}_grade")
        return grade


class ScoreAnswer(Model):
    """What one column says of one criterion, and why it says otherwise or took points off."""

    __tablename__ = "score_answer"
    __table_args__ = (UniqueConstraint("card_id", "column", "code"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    card_id: Mapped[UUID] = mapped_column(ForeignKey("scorecard.id"))
    column: Mapped[Column]
    code: Mapped[str] = mapped_column(String(40))
    level: Mapped[str | None]
    is_yes: Mapped[bool | None]
    value: Mapped[Fraction | None] = mapped_column(Points())
    applies: Mapped[bool] = mapped_column(default=True)
    note: Mapped[str | None] = mapped_column(LongText())

    card: Mapped[Scorecard] = relationship(back_populates="answers")

    @property
    def answer(self) -> Answer:
        return Answer(self.level or "", self.is_yes, self.value, self.applies)


class ScoreProposal(Model):
    """What recorded facts proposed to one criterion when the card was last submitted."""

    __tablename__ = "score_proposal"
    __table_args__ = (UniqueConstraint("card_id", "code"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    card_id: Mapped[UUID] = mapped_column(ForeignKey("scorecard.id"))
    code: Mapped[str] = mapped_column(String(40))
    indicator: Mapped[str] = mapped_column(String(80))
    # None where the facts say nothing; the reason says why.
    value: Mapped[Fraction | None] = mapped_column(Points())
    reason: Mapped[str] = mapped_column(LongText())

    card: Mapped[Scorecard] = relationship(back_populates="proposals")


class ScoreStep(Model):
    """Something happened to a card, with the points and grade it had then; only ever inserted."""

    __tablename__ = "score_step"
    __table_args__ = (UniqueConstraint("card_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    card_id: Mapped[UUID] = mapped_column(ForeignKey("scorecard.id"))
    number: Mapped[int]
    kind: Mapped[CardStep]
    total: Mapped[Fraction | None] = mapped_column(Points())
    grade: Mapped[str | None]  # in words
    comment: Mapped[str | None] = mapped_column(LongText())
    at: Mapped[datetime]
    by: Mapped[str]

    card: Mapped[Scorecard] = relationship(back_populates="steps")


class ScoreAppeal(Model):
    """The scored one asks once to look again; the committee answers with its reason."""

    __tablename__ = "score_appeal"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    card_id: Mapped[UUID] = mapped_column(ForeignKey("scorecard.id"), unique=True)
    reason: Mapped[str] = mapped_column(LongText())
    at: Mapped[datetime]
    by: Mapped[str]
    answer: Mapped[str | None] = mapped_column(LongText())
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str | None]
    # Whether the answer came with another decision.
    is_granted: Mapped[bool | None]
    version: Mapped[int] = mapped_column()

    card: Mapped[Scorecard] = relationship(back_populates="appeal")

    __mapper_args__ = {"version_id_col": version}
