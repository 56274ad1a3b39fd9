"""What a branch owes in topical meetings: by quarter and year, on a day."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

ROMAN = ("I", "II", "III", "IV")
QUARTERS = (1, 2, 3, 4)


def quarter_of(month: int) -> int:
    return (month - 1) // 3 + 1


def first_day(year: int, quarter: int) -> date:
    return date(year, quarter * 3 - 2, 1)


def last_day(year: int, quarter: int) -> date:
    return last_of_month(year, quarter * 3)


def last_of_month(year: int, month: int) -> date:
    """The day by which a topic planned for the month should have been held."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


class Standing(StrEnum):
    """What became of a planned topic."""

    TO_COME = "to_come"
    HELD = "held"
    HELD_LATE = "held_late"
    OVERDUE = "overdue"


STANDING_LABELS = {
    Standing.TO_COME: "Chưa đến hạn",
    Standing.HELD: "Đã tổ chức đúng hạn",
    Standing.HELD_LATE: "Đã tổ chức, muộn",
    Standing.OVERDUE: "Quá hạn, chưa tổ chức",
}
LATE = frozenset({Standing.HELD_LATE, Standing.OVERDUE})


def standing(year: int, month: int, held_on: date | None, *, on: date) -> Standing:
    """Held by the last day of its month or before is in time."""
    due_on = last_of_month(year, month)
    if held_on is not None:
        return Standing.HELD if held_on <= due_on else Standing.HELD_LATE
    return Standing.TO_COME if on <= due_on else Standing.OVERDUE


@dataclass(frozen=True)
class Registered:
    """A topic registered or approved, as far as it counts."""

    month: int
    held_on: date | None = None


@dataclass(frozen=True)
class Figures:
    """A quarter, or the year as a whole.

    `held` counts every topical sitting, registered or not; `missing` what should have been held
    by now, `to_come` what is still to be held in time.
    """

    minimum: int
    registered: int
    held: int
    late: int
    missing: int
    to_come: int

    @property
    def unregistered(self) -> int:
        return max(0, self.minimum - self.registered)


@dataclass(frozen=True)
class BranchFigures:
    quarters: tuple[Figures, ...]
    year: Figures


@dataclass(frozen=True)
class Minimum:
    """The smallest number of topical meetings, as laid down for each quarter and for the year."""

    quarters: tuple[int, ...]
    year: int


def figures_of(
    year: int,
    registered: Iterable[Registered],
    sittings: Iterable[int],
    minimum: Minimum,
    *,
    on: date,
) -> BranchFigures:
    """A branch's year on a day; `sittings` are the months its topical meetings count for."""
    topics, months = list(registered), list(sittings)
    quarters = tuple(
        _figures(
            minimum.quarters[quarter - 1],
            [topic for topic in topics if quarter_of(topic.month) == quarter],
            sum(quarter_of(month) == quarter for month in months),
            year,
            is_over=on > last_day(year, quarter),
            on=on,
        )
        for quarter in QUARTERS
    )
    whole = _figures(
        minimum.year, topics, len(months), year, is_over=on > date(year, 12, 31), on=on
    )
    return BranchFigures(quarters, _with_quarters(whole, quarters))


def _figures(
    minimum: int, topics: list[Registered], held: int, year: int, *, is_over: bool, on: date
) -> Figures:
    lacking = max(0, minimum - held)
    return Figures(
        minimum=minimum,
        registered=len(topics),
        held=held,
        late=sum(standing(year, t.month, t.held_on, on=on) in LATE for t in topics),
        missing=lacking if is_over else 0,
        to_come=0 if is_over else lacking,
    )


def _with_quarters(year: Figures, quarters: tuple[Figures, ...]) -> Figures:
    """A quarter passed without its meeting is missing in the year, however many were held."""
    missing = max(year.missing, sum(quarter.missing for quarter in quarters))
    ahead = sum(quarter.to_come for quarter in quarters)
    return replace(year, missing=missing, to_come=max(year.to_come - missing, ahead))


def total_of(figures: Iterable[Figures]) -> Figures:
    """The same figures over several branches."""
    rows = list(figures)
    return Figures(
        *(
            sum(getattr(row, name) for row in rows)
            for name in ("minimum", "registered", "held", "late", "missing", "to_come")
        )
    )
