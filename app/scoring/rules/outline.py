"""A rubric as one looks through it: line by line, with its sums and what is wrong with each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.kernel.points import shown
from app.scoring.rules.checking import CODE, Flaw, Part
from app.scoring.rules.rubric import COUNTED, Criterion, Level, Rubric


@dataclass(frozen=True)
class OutlineLine:
    """`together` is what the criteria of a section add up to; None for anything else."""

    anchor: str
    criterion: Criterion
    depth: int
    is_first: bool
    is_last: bool
    together: Fraction | None
    flaws: tuple[str, ...]

    @property
    def has_address(self) -> bool:
        """A file may bring codes that no address can name; they are renumbered first."""
        return CODE.fullmatch(self.criterion.code) is not None


@dataclass(frozen=True)
class Outline:
    lines: tuple[OutlineLine, ...]
    # Each flaw with where on the page it is mended.
    flaws: tuple[tuple[Flaw, str], ...]


def outline_of(rubric: Rubric, flaws: Sequence[Flaw] = ()) -> Outline:
    lines = tuple(_lines(rubric.criteria, 0, flaws, iter(range(1, 10_000))))
    anchors = {line.criterion.code: line.anchor for line in reversed(lines)}
    return Outline(lines, tuple((flaw, _anchor(flaw, anchors)) for flaw in flaws))


def _anchor(flaw: Flaw, anchors: dict[str, str]) -> str:
    is_criterion = flaw.part is Part.CRITERIA and flaw.place in anchors
    return anchors[flaw.place] if is_criterion else flaw.part.value


def _lines(
    row: Sequence[Criterion], depth: int, flaws: Sequence[Flaw], numbers: Iterator[int]
) -> Iterator[OutlineLine]:
    for place, criterion in enumerate(row):
        yield OutlineLine(
            anchor=f"criterion-{next(numbers)}",
            criterion=criterion,
            depth=depth,
            is_first=place == 0,
            is_last=place == len(row) - 1,
            together=_together(criterion) if criterion.is_section else None,
            flaws=tuple(
                flaw.sentence
                for flaw in flaws
                if flaw.part is Part.CRITERIA and flaw.place == criterion.code
            ),
        )
        yield from _lines(criterion.children, depth + 1, flaws, numbers)


def _together(section: Criterion) -> Fraction:
    return sum((one.max_points for one in section.children if one.kind in COUNTED), Fraction(0))


def interval_words(level: Level) -> str:
    """Which values a level takes; nothing for one that is chosen freely."""
    if level.at_least is None:
        return "" if level.below is None else f"dưới {shown(level.below)}"
    if level.below is None:
        return f"từ {shown(level.at_least)} trở lên"
    return f"từ {shown(level.at_least)} đến dưới {shown(level.below)}"
