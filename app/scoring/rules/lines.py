"""The lines of a scored sheet as they are kept and printed, whatever becomes of the rubric."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from app.kernel.points import shown
from app.meetings.rules.self_sheet import SheetLine, from_text, to_text
from app.scoring.rules.rubric import WITH_LEVELS, Criterion, CriterionKind
from app.scoring.rules.scoring import UNANSWERED, Answer, Score, ScoredLine, level_of

__all__ = [
    "Loss",
    "SheetLine",
    "explained",
    "from_text",
    "has_points",
    "in_words",
    "lines_of",
    "losses_of",
    "said_of",
    "said_together",
    "to_text",
]


def lines_of(
    found: Score, answers: Mapping[str, Answer], notes: Mapping[str, str]
) -> tuple[SheetLine, ...]:
    """In the order of the rubric."""
    depths = {code: 0 for code in found.lines}
    for line in found.lines.values():
        for child in line.criterion.children:
            depths[child.code] = depths[line.criterion.code] + 1
    return tuple(
        SheetLine(
            code=code,
            label=line.criterion.label,
            depth=depths[code],
            is_section=line.criterion.is_section,
            most=shown(line.criterion.max_points) if line.criterion.max_points else "",
            points=shown(line.points) if has_points(line) else "",
            said=said_of(line.criterion, answers.get(code, UNANSWERED), applies=line.applies),
            note=notes.get(code, ""),
        )
        for code, line in found.lines.items()
    )


def has_points(line: ScoredLine) -> bool:
    """What is left out of the count earned nothing, not even none."""
    if line.is_open or not line.criterion.max_points:
        return False
    return line.applies or bool(line.counted)


def said_together(total: Fraction | None, grade: str) -> str:
    """“92 điểm, xếp loại Tốt”; what there is of it."""
    points = "" if total is None else f"{shown(total)} điểm"
    return ", ".join(filter(None, (points, f"xếp loại {grade}" if grade else "")))


def said_of(criterion: Criterion, answer: Answer, *, applies: bool = True) -> str:
    """An answer in words; empty while there is none."""
    if criterion.is_section:
        return ""
    if not applies or not answer.applies:
        return "Không áp dụng"
    if criterion.kind in WITH_LEVELS:
        level = level_of(criterion, answer)
        return level.label if level else ""
    if answer.is_yes is not None:
        yes, no = _YES_NO[criterion.kind is CriterionKind.PASS_FAIL]
        return yes if answer.is_yes else no
    if answer.value is None:
        return ""
    unit = " %" if criterion.kind is CriterionKind.PERCENTAGE else ""
    return f"{shown(answer.value)}{unit}"


_YES_NO = {True: ("Đạt", "Không đạt"), False: ("Có", "Không")}


@dataclass(frozen=True)
class Loss:
    """How many points one criterion cost, and what was said of it."""

    code: str
    points: Fraction
    note: str = ""

    @property
    def words(self) -> str:
        said = f" ({self.note.rstrip(' .')})" if self.note else ""
        return f"{self.code}: trừ {shown(self.points)} điểm{said}"


def losses_of(found: Score, notes: Mapping[str, str]) -> tuple[Loss, ...]:
    """Each criterion below its full mark, in the order of the rubric; what is open is not lost."""
    return tuple(_losses(found, notes))


def _losses(found: Score, notes: Mapping[str, str]) -> Iterator[Loss]:
    for code, line in found.lines.items():
        # A section loses what its criteria lose, except where it is set aside as a whole.
        if line.is_open or (line.criterion.is_section and line.applies):
            continue
        lost = _lost(line)
        if lost > 0:
            note = notes.get(code, "") or ("" if line.applies else "không áp dụng")
            yield Loss(code, lost, note)


def _lost(line: ScoredLine) -> Fraction:
    if line.criterion.kind is CriterionKind.DEDUCTION:
        return -line.points
    return max(line.counted - line.points, Fraction(0))


def in_words(losses: tuple[Loss, ...]) -> str:
    return "; ".join(loss.words for loss in losses)


def explained(found: Score, notes: Mapping[str, str]) -> str:
    """Where points were lost, and why no better grade was given."""
    losses = in_words(losses_of(found, notes))
    if found.by_points is None or found.grade is found.by_points:
        return losses
    codes = ", ".join(code for barred in found.barred for code in barred.codes)
    return f"{losses}. Không xếp {found.by_points.label} do điều kiện ở tiêu chí {codes}"
