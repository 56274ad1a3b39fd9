"""Where points were lost: what a roll-up and a card explain line by line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from app.kernel.points import shown
from app.scoring.rules.rubric import CriterionKind
from app.scoring.rules.scoring import Score, ScoredLine

_NOTHING = Fraction(0)


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
    return max(line.counted - line.points, _NOTHING)


def in_words(losses: tuple[Loss, ...]) -> str:
    return "; ".join(loss.words for loss in losses)
