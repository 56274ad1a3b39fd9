"""From answers to points, and from points to a grade; every figure can be told why.

The engine never sees where an answer came from: a person's and an indicator's are worth the same.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from app.scoring.rules.rubric import (
    COUNTED,
    Criterion,
    CriterionKind,
    Gate,
    Grade,
    Level,
    NotApplicable,
    Rubric,
)

_NOTHING = Fraction(0)


@dataclass(frozen=True)
class Answer:
    """What was answered to one criterion: a level by its label, a yes or no, a figure.

    `applies` is false where somebody said that the criterion does not apply.
    """

    level: str = ""
    is_yes: bool | None = None
    value: Fraction | None = None
    applies: bool = True


UNANSWERED = Answer()


@dataclass(frozen=True)
class ScoredLine:
    """One criterion or section: what it earned, of what counts for it.

    `is_open` while something under it is unanswered; `applies` is false where a condition does
    not hold or somebody said so.
    """

    criterion: Criterion
    points: Fraction
    counted: Fraction
    is_open: bool = False
    applies: bool = True
    falls_short: bool = False


@dataclass(frozen=True)
class Barred:
    """A gate that was not passed, and the criteria at which it failed."""

    gate: Gate
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Score:
    """`earned` of `possible` as answered; `total` of the rubric's maximum once rescaled.

    `by_points` is nothing while something is unanswered, or where nothing counts; `grade` is the
    worse of it and what the gates allow. On a rubric without points the grade is chosen by people,
    and only `best_allowed` says something.
    """

    lines: Mapping[str, ScoredLine]
    earned: Fraction
    possible: Fraction
    total: Fraction
    by_points: Grade | None
    barred: tuple[Barred, ...]
    best_allowed: Grade

    @property
    def grade(self) -> Grade | None:
        if self.by_points is None:
            return None
        return min(self.by_points, self.best_allowed, key=lambda grade: grade.from_points)

    @property
    def open_codes(self) -> tuple[str, ...]:
        return tuple(
            code
            for code, line in self.lines.items()
            if line.is_open and not line.criterion.is_section
        )


def score(rubric: Rubric, answers: Mapping[str, Answer], *, holding: Collection[str] = ()) -> Score:
    """
    :param answers: by the code of the criterion; what is not answered earns nothing yet.
    :param holding: the keys of the conditions that hold for what is scored.
    """
    found: dict[str, ScoredLine] = {}
    tops = [_scored(c, answers, holding, found) for c in rubric.criteria]
    earned, possible = _summed(tops)
    total = earned * rubric.max_points / possible if possible else _NOTHING
    lines = {criterion.code: found[criterion.code] for criterion in rubric.walk()}
    is_open = any(line.is_open for line in tops)
    barred = tuple(_barred(rubric.gates, lines))
    return Score(
        lines=lines,
        earned=earned,
        possible=possible,
        total=total,
        by_points=None if is_open or not possible else grade_for(rubric, total),
        barred=barred,
        best_allowed=_best_allowed(rubric, barred),
    )


def _scored(
    criterion: Criterion,
    answers: Mapping[str, Answer],
    holding: Collection[str],
    found: dict[str, ScoredLine],
) -> ScoredLine:
    answer = answers.get(criterion.code, UNANSWERED)
    if not answer.applies or (criterion.condition and criterion.condition not in holding):
        line = _set_aside(criterion, found)
    elif criterion.is_section:
        below = [_scored(child, answers, holding, found) for child in criterion.children]
        points, counted = _summed(below)
        is_open = any(child.is_open for child in below)
        line = ScoredLine(criterion, points, counted, is_open, falls_short=points < counted)
    else:
        line = _answered(criterion, answer)
    found[criterion.code] = line
    return line


def _set_aside(criterion: Criterion, found: dict[str, ScoredLine]) -> ScoredLine:
    """A line that does not apply is worth what its policy says; nothing below it is asked."""
    for below in criterion.walk():
        found[below.code] = ScoredLine(below, _NOTHING, _NOTHING, applies=False)
    if criterion.kind not in COUNTED or criterion.not_applicable is NotApplicable.RESCALE:
        return found[criterion.code]
    is_full = criterion.not_applicable is NotApplicable.FULL
    points = criterion.max_points if is_full else _NOTHING
    return ScoredLine(criterion, points, criterion.max_points, applies=False)


def _answered(criterion: Criterion, answer: Answer) -> ScoredLine:
    counted = criterion.max_points if criterion.kind in COUNTED else _NOTHING
    points = points_of(criterion, answer)
    if points is None:
        return ScoredLine(criterion, _NOTHING, counted, is_open=True)
    failed = criterion.kind is CriterionKind.PASS_FAIL and not answer.is_yes
    return ScoredLine(criterion, points, counted, falls_short=failed or points < counted)


def _summed(lines: Iterable[ScoredLine]) -> tuple[Fraction, Fraction]:
    """Earned and countable: a bonus never lifts above all, a deduction never below none."""
    found = list(lines)
    counted = sum((line.counted for line in found), _NOTHING)
    points = sum((line.points for line in found), _NOTHING)
    return max(_NOTHING, min(points, counted)), counted


def points_of(criterion: Criterion, answer: Answer) -> Fraction | None:
    """What an answer is worth: from nothing to the maximum, a deduction the same below nothing.

    None where the answer says nothing about this kind of criterion.
    """
    worth = _WORTH[criterion.kind](criterion, answer)
    if worth is None:
        return None
    points = min(max(worth, _NOTHING), criterion.max_points)
    return -points if criterion.kind is CriterionKind.DEDUCTION else points


def level_of(criterion: Criterion, answer: Answer) -> Level | None:
    """The level whose interval the figure falls into, or the one that was chosen."""
    for level in criterion.levels:
        if answer.value is not None and level.is_interval:
            if level.takes(answer.value):
                return level
        elif answer.level and level.label == answer.level:
            return level
    return None


def _by_level(criterion: Criterion, answer: Answer) -> Fraction | None:
    level = level_of(criterion, answer)
    return level.points if level else None


def _all_or_nothing(criterion: Criterion, answer: Answer) -> Fraction | None:
    if answer.is_yes is None:
        return None
    return criterion.max_points if answer.is_yes else _NOTHING


def _by_unit(criterion: Criterion, answer: Answer) -> Fraction | None:
    return None if answer.value is None else criterion.per_unit * answer.value


def _by_share(criterion: Criterion, answer: Answer) -> Fraction | None:
    return None if answer.value is None else criterion.max_points * answer.value / 100


def _without_points(criterion: Criterion, answer: Answer) -> Fraction | None:
    if criterion.kind is CriterionKind.PASS_FAIL:
        return None if answer.is_yes is None else _NOTHING
    return _NOTHING if level_of(criterion, answer) else None


_WORTH: Mapping[CriterionKind, Callable[[Criterion, Answer], Fraction | None]] = {
    CriterionKind.LEVELS: _by_level,
    CriterionKind.YES_NO: _all_or_nothing,
    CriterionKind.NUMBER: _by_unit,
    CriterionKind.PERCENTAGE: _by_share,
    CriterionKind.DEDUCTION: _by_unit,
    CriterionKind.BONUS: _by_unit,
    CriterionKind.LEVEL_ONLY: _without_points,
    CriterionKind.PASS_FAIL: _without_points,
}


def grade_for(rubric: Rubric, total: Fraction) -> Grade:
    """The best grade whose points are reached; nothing is rounded before it is compared."""
    reached = (grade for grade in rubric.grades if total >= grade.from_points)
    return next(reached, rubric.grades[-1])


def _barred(gates: Iterable[Gate], lines: Mapping[str, ScoredLine]) -> Iterator[Barred]:
    """What does not apply bars nothing; nor does what is still open, while there is no grade."""
    for gate in gates:
        at = tuple(code for code in gate.codes if code in lines and _bars(lines[code]))
        if at:
            yield Barred(gate, at)


def _bars(line: ScoredLine) -> bool:
    return line.applies and not line.is_open and line.falls_short


def _best_allowed(rubric: Rubric, barred: Iterable[Barred]) -> Grade:
    rank = max((rubric.rank(b.gate.limit) for b in barred), default=0)
    return rubric.grades[rank]
