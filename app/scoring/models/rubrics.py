from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.columns import LongText
from app.extensions import Model
from app.organisations.models import Organisation
from app.scoring.rules.cards import RubricState
from app.scoring.rules.indicators import Subject
from app.scoring.rules.plain import rubric_in
from app.scoring.rules.rubric import Rubric
from app.scoring.rules.validity import Validity


class RubricEdition(Model):
    """One edition of a committee's rubric, its content as JSON.

    Once issued its content stands: what was scored with it five years ago reads the same.
    """

    __tablename__ = "rubric_edition"
    __table_args__ = (
        UniqueConstraint("organisation_id", "subject", "number"),
        CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name="period"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    subject: Mapped[Subject]
    number: Mapped[int]
    content: Mapped[str] = mapped_column(LongText())
    # The frame of a superior committee that this one refines.
    frame_id: Mapped[UUID | None] = mapped_column(ForeignKey("rubric_edition.id"))
    # Legal grounds, one a line, as printed.
    grounds: Mapped[str | None] = mapped_column(LongText())
    state: Mapped[RubricState] = mapped_column(default=RubricState.DRAFT)
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    version: Mapped[int] = mapped_column()

    organisation: Mapped[Organisation] = relationship()
    frame: Mapped["RubricEdition | None"] = relationship(remote_side=[id])

    __mapper_args__ = {"version_id_col": version}

    @property
    def unit_path(self) -> str:
        return self.organisation.path

    @property
    def rubric(self) -> Rubric:
        return rubric_in(self.content)

    @property
    def title(self) -> str:
        return self.rubric.title

    @property
    def validity(self) -> Validity | None:
        """None while it is no more than a draft."""
        if self.valid_from is None:
            return None
        return Validity(self.number, self.valid_from, self.valid_until)

    def holds_on(self, day: date) -> bool:
        period = self.validity
        is_issued = self.state is RubricState.ISSUED
        return is_issued and period is not None and period.first <= day <= period.end

    def is_known_at(self, paths: Iterable[str]) -> bool:
        """Whether it concerns whoever belongs to one of these places: its own, above or below."""
        own = self.unit_path
        return any(own.startswith(path) or path.startswith(own) for path in paths)

    def grade_label(self, code: str | None) -> str:
        """The words of a grade; empty while there is none."""
        return next((grade.label for grade in self.rubric.grades if grade.code == code), "")
