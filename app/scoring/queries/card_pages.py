"""A card line by line, as its pages show it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.kernel.points import shown
from app.meetings.rules.life import RECORDABLE
from app.scoring.models import Scorecard, ScoreStep
from app.scoring.queries.cards import Sheet
from app.scoring.queries.indicators import Proposed
from app.scoring.rules.cards import CardStep, departs
from app.scoring.rules.indicators import CONDITIONS
from app.scoring.rules.lines import has_points, said_of, said_together
from app.scoring.rules.rubric import (
    COLUMN_LABELS,
    COUNTED,
    NOT_APPLICABLE_LABELS,
    Column,
    Criterion,
    NotApplicable,
    Rubric,
)
from app.scoring.rules.scoring import UNANSWERED, Answer, points_of


@dataclass(frozen=True)
class Cell:
    """What one column says of one line. `points` is None where it earns none, or nothing yet."""

    said: str
    points: Fraction | None
    note: str = ""
    departs: bool = False


@dataclass(frozen=True)
class CardLine:
    """`proposal` is what facts propose, `proposed` the same as answer and points."""

    criterion: Criterion
    depth: int
    proposal: Proposed | None
    proposed: Cell | None
    cells: Mapping[Column, Cell]


@dataclass(frozen=True)
class AsideLine:
    """A criterion or section that is not asked: its condition in words, and what that gives."""

    criterion: Criterion
    condition: str
    given: str


@dataclass(frozen=True)
class CardPart:
    """One criterion of the first order with all below it that is asked."""

    head: CardLine
    lines: Sequence[CardLine]


@dataclass(frozen=True)
class CardPage:
    sheet: Sheet
    parts: Sequence[CardPart]
    asides: Sequence[AsideLine]

    @property
    def labels(self) -> list[str]:
        return [COLUMN_LABELS[column] for column in self.sheet.columns]

    @property
    def lines(self) -> list[CardLine]:
        """All that is asked, in one row."""
        return [line for part in self.parts for line in (part.head, *part.lines)]


def page_of(sheet: Sheet) -> CardPage:
    """The lines in the order of the rubric, those that are not asked apart."""
    rubric = sheet.rubric
    aside = rubric.set_aside(sheet.facts.holding)
    parts = [
        CardPart(_line(sheet, top, 0), tuple(_below(sheet, top, 1, aside)))
        for top in rubric.criteria
        if top.code not in aside
    ]
    return CardPage(sheet, parts, _asides(rubric, aside))


def minutes_note(card: Scorecard) -> str:
    """Where the minutes of the meeting say something else than its card, or nothing."""
    meeting = card.meeting
    if meeting is None or meeting.status in RECORDABLE:
        return ""
    kept = said_together(meeting.self_score, meeting.self_grade or "")
    if not kept:
        return "Biên bản đã thông qua nên điểm của phiếu này không ghi vào biên bản."
    own = said_together(card.self_total, card.rubric.grade_label(card.self_grade))
    if card.submitted_at is not None and own == kept:
        return ""
    return f"Biên bản đã thông qua ghi {kept}; phiếu này không làm thay đổi biên bản."


@dataclass(frozen=True)
class StepLine:
    """Something that happened to a card, with the sum it had then if the reader may know it."""

    step: ScoreStep
    said: str


def steps_shown(card: Scorecard, seen: Collection[Column]) -> list[StepLine]:
    """The latest first; what a reviewer gave is not told before the column may be seen."""
    return [
        StepLine(step, said_together(step.total, step.grade or "") if _is_told(step, seen) else "")
        for step in reversed(card.steps)
    ]


def _is_told(step: ScoreStep, seen: Collection[Column]) -> bool:
    return step.kind is not CardStep.REVIEWED or Column.REVIEW in seen


def _below(
    sheet: Sheet, above: Criterion, depth: int, aside: Mapping[str, Criterion]
) -> list[CardLine]:
    found = []
    for criterion in above.children:
        if criterion.code not in aside:
            found += [_line(sheet, criterion, depth), *_below(sheet, criterion, depth + 1, aside)]
    return found


def _line(sheet: Sheet, criterion: Criterion, depth: int) -> CardLine:
    found = sheet.facts.proposals.get(criterion.code)
    answer = found.proposal.answer if found else None
    proposed = answer and Cell(said_of(criterion, answer), points_of(criterion, answer))
    cells = {column: _cell(sheet, criterion, column) for column in sheet.columns}
    return CardLine(criterion, depth, found, proposed or None, cells)


def _cell(sheet: Sheet, criterion: Criterion, column: Column) -> Cell:
    line = sheet.scores[column].lines[criterion.code]
    answer = sheet.answers[column].get(criterion.code, UNANSWERED)
    return Cell(
        said_of(criterion, answer, applies=line.applies),
        line.points if has_points(line) else None,
        sheet.notes[column].get(criterion.code, ""),
        not criterion.is_section and departs(criterion, _base(sheet, column, criterion), answer),
    )


def _base(sheet: Sheet, column: Column, criterion: Criterion) -> Answer | None:
    if column is not Column.SELF:
        return sheet.answers.get(Column.SELF, {}).get(criterion.code)
    found = sheet.facts.proposals.get(criterion.code)
    return found.proposal.answer if found else None


def _asides(rubric: Rubric, aside: Mapping[str, Criterion]) -> list[AsideLine]:
    return [
        AsideLine(criterion, CONDITIONS[criterion.condition], _given(criterion))
        for criterion in rubric.walk()
        if aside.get(criterion.code) is criterion
    ]


def _given(criterion: Criterion) -> str:
    if criterion.kind not in COUNTED:
        return ""
    said = NOT_APPLICABLE_LABELS[criterion.not_applicable]
    if criterion.not_applicable is NotApplicable.FULL:
        return f"{said} ({shown(criterion.max_points)} điểm)"
    return said
