"""What somebody who signs in finds of scoring: own cards, the own branch, the places followed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from app.extensions import db
from app.organisations.models import Organisation
from app.organisations.rules import Level
from app.pledges.queries.mine import followed_places
from app.scoring.models import RubricEdition, Scorecard
from app.scoring.queries.queue import MonthWaiting, QueueLine, months_waiting, scores_of_year
from app.scoring.queries.rubrics import rubric_for
from app.scoring.rules.indicators import Subject


def own_cards(member_id: UUID) -> Sequence[Scorecard]:
    """A member's own, the latest year first."""
    return db.session.scalars(
        select(Scorecard)
        .join(Scorecard.rubric)
        .where(Scorecard.member_id == member_id)
        .options(contains_eager(Scorecard.rubric), joinedload(Scorecard.organisation))
        .order_by(Scorecard.year.desc(), Scorecard.quarter.desc())
    ).all()


@dataclass(frozen=True)
class OwnBranch:
    """The scores of a branch this year, and what they are scored with today."""

    branch: Organisation
    lines: Sequence[QueueLine]
    rubric: RubricEdition | None


def own_branch(branch: Organisation, *, in_full: bool, on: date) -> OwnBranch:
    """
    :param in_full: whether the reader also sees which meetings have no score yet.
    """
    lines = [
        line
        for line in scores_of_year(branch, on.year, on=on)
        if in_full or (line.card and line.card.submitted_at)
    ]
    return OwnBranch(branch, lines, rubric_for(branch.path, Subject.MEETING, on=on))


@dataclass(frozen=True)
class Followed:
    """A place whose scores one keeps an eye on; of a committee, what waits there by month."""

    place: Organisation
    waiting: Sequence[MonthWaiting] = ()

    @property
    def is_committee(self) -> bool:
        return self.place.level is Level.COMMITTEE

    @property
    def number(self) -> int:
        return sum(month.number for month in self.waiting)


def followed(paths: Collection[str]) -> list[Followed]:
    """The highest first."""
    return [
        Followed(place, months_waiting(place.path) if place.level is Level.COMMITTEE else ())
        for place in followed_places(paths)
    ]
