"""What somebody who signs in finds of scoring: the own branch, the places followed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from app.meetings.rules.life import first_of_month
from app.organisations.models import Organisation
from app.organisations.rules import Level
from app.pledges.queries.mine import followed_places
from app.scoring.models import RubricEdition
from app.scoring.queries.queue import MonthWaiting, QueueLine, months_waiting, scores_of_year
from app.scoring.queries.rubrics import rubric_for, scored_since
from app.scoring.rules.indicators import Subject


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
    since = scored_since(branch.path, Subject.MEETING)
    lines = [
        line
        for line in scores_of_year(branch, on.year, on=on)
        if (line.card and line.card.submitted_at) or (in_full and _is_due(line, since, on))
    ]
    return OwnBranch(branch, lines, rubric_for(branch.path, Subject.MEETING, on=on))


def _is_due(line: QueueLine, since: date | None, on: date) -> bool:
    """Nobody asks for the score of a month to come, nor of one before there was a rubric."""
    first = first_of_month(since) if since else line.period
    return first <= line.period <= first_of_month(on)


@dataclass(frozen=True)
class Followed:
    """A place whose scores one keeps an eye on; of a committee, what waits there."""

    place: Organisation
    this_month: int = 0
    earlier: Sequence[MonthWaiting] = ()

    @property
    def is_committee(self) -> bool:
        return self.place.level is Level.COMMITTEE

    @property
    def number(self) -> int:
        return self.this_month + sum(month.number for month in self.earlier)


def followed(paths: Collection[str], *, on: date) -> list[Followed]:
    """The highest first."""
    return [_followed(place, first_of_month(on)) for place in followed_places(paths)]


def _followed(place: Organisation, this_month: date) -> Followed:
    if place.level is not Level.COMMITTEE:
        return Followed(place)
    waiting = months_waiting(place.path)
    return Followed(
        place,
        sum(month.number for month in waiting if month.period == this_month),
        [month for month in waiting if month.period != this_month],
    )
