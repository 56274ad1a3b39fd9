"""What grades of a year are called, in the words of their time (scoring.md §7).

The words are data (`vocabulary.toml`). Two states beside them are legal in every year: not graded,
with a reason, and not due.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from app.kernel.errors import RuleBroken
from app.scoring.rules.indicators import Subject
from app.scoring.rules.rubric import Rubric

VOCABULARY_FILE = Path(__file__).parents[1] / "vocabulary.toml"

UNGRADED = "Không xếp loại"
EXCUSED = "Không thuộc diện xếp loại"


@dataclass(frozen=True)
class Title:
    """A grade as it was called; `confidence` marks how well that is known (A, B, D)."""

    code: str
    label: str
    confidence: str
    is_top: bool = False


@dataclass(frozen=True)
class Period:
    """The grades from one year to another, both included, the best first."""

    since: int | None
    until: int | None
    titles: tuple[Title, ...]
    source: str
    confidence: str

    def covers(self, year: int) -> bool:
        return (self.since is None or self.since <= year) and (
            self.until is None or year <= self.until
        )


@cache
def periods_of(subject: Subject) -> tuple[Period, ...]:
    data = tomllib.loads(VOCABULARY_FILE.read_text("utf-8"))
    return tuple(
        _period(row, data["grades"][row["grades"]]) for row in data["periods"][subject.value]
    )


def _period(row: dict[str, Any], named: dict[str, Any]) -> Period:
    titles = tuple(
        Title(**{"confidence": named["confidence"], **grade}) for grade in named["grades"]
    )
    return Period(row.get("since"), row.get("until"), titles, named["source"], named["confidence"])


@dataclass(frozen=True)
class Scale:
    """Grades from the best to the worst, each by its code and what it is called."""

    grades: tuple[tuple[str, str], ...]

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(code for code, _ in self.grades)

    @property
    def top(self) -> str:
        return self.grades[0][0]

    @property
    def second(self) -> str:
        return self.grades[1][0]

    def label(self, code: str) -> str:
        """:raises RuleBroken: for a grade that did not exist."""
        for known, label in self.grades:
            if known == code:
                return label
        raise RuleBroken("Chọn một mức xếp loại trong danh sách.", field="grade")


def period_in(subject: Subject, year: int) -> Period:
    return next(period for period in periods_of(subject) if period.covers(year))


def scale_in(subject: Subject, year: int) -> Scale:
    """The grades a year's official papers know."""
    return Scale(tuple((one.code, one.label) for one in period_in(subject, year).titles))


def scale_of(rubric: Rubric) -> Scale:
    return Scale(tuple((grade.code, grade.label) for grade in rubric.grades))


def all_titles(subject: Subject) -> tuple[Title, ...]:
    """Of every period, newest period first, each code once."""
    newest_first = reversed(periods_of(subject))
    return tuple({one.code: one for period in newest_first for one in period.titles}.values())


def top_codes() -> frozenset[str]:
    """What counts as the top grade, in the words of every time."""
    titles: Iterable[Title] = (
        title
        for subject in (Subject.BRANCH_YEAR, Subject.MEMBER_YEAR)
        for title in all_titles(subject)
    )
    return frozenset(title.code for title in titles if title.is_top)


@dataclass(frozen=True)
class Verdict:
    """An official result: a grade of a scale, or none with a reason, or not due with a reason."""

    code: str | None
    label: str
    is_excused: bool = False


# How the two states beside the grades are chosen in forms.
NONE_CODE, EXCUSED_CODE = "ungraded", "excused"
WITHOUT_GRADE = ((NONE_CODE, UNGRADED), (EXCUSED_CODE, EXCUSED))
NOT_DUE = Verdict(None, EXCUSED, is_excused=True)
_VERDICTS = {NONE_CODE: Verdict(None, UNGRADED), EXCUSED_CODE: NOT_DUE}


def choices_in(scale: Scale) -> list[tuple[str, str]]:
    """All that may be chosen as a result."""
    return [*scale.grades, *WITHOUT_GRADE]


def verdict_called(chosen: str, scale: Scale) -> Verdict:
    """
    :raises RuleBroken: for what the scale does not know.
    """
    return _VERDICTS.get(chosen) or Verdict(chosen, scale.label(chosen))


def verdict_without(chosen: str) -> Verdict:
    """One of the two states without a grade."""
    return _VERDICTS[chosen]


def check_reasoned(verdict: Verdict, reason: str) -> None:
    """Whoever stays without a grade is told why."""
    if verdict.code is None and not reason.strip():
        raise RuleBroken("Nhập lý do không xếp loại.", field="reason")
