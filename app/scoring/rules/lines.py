"""The lines of a scored sheet as they are kept and printed, whatever becomes of the rubric."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from app.kernel.points import shown
from app.scoring.rules.rubric import COUNTED, WITH_LEVELS, Criterion, CriterionKind
from app.scoring.rules.scoring import UNANSWERED, Answer, Score, level_of


@dataclass(frozen=True)
class SheetLine:
    """One line in words: points as they are shown, empty where a line has none."""

    code: str
    label: str
    depth: int
    is_section: bool
    most: str
    points: str
    said: str = ""
    note: str = ""


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
            points=shown(line.points) if _has_points(line.criterion.kind, line.is_open) else "",
            said=said_of(line.criterion, answers.get(code, UNANSWERED), applies=line.applies),
            note=notes.get(code, ""),
        )
        for code, line in found.lines.items()
    )


def _has_points(kind: CriterionKind, is_open: bool) -> bool:
    extra = {CriterionKind.DEDUCTION, CriterionKind.BONUS}
    return not is_open and (kind in COUNTED or kind in extra)


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


def to_text(lines: Iterable[SheetLine]) -> str:
    return json.dumps([asdict(line) for line in lines], ensure_ascii=False)


def from_text(text: str) -> tuple[SheetLine, ...]:
    return tuple(SheetLine(**line) for line in json.loads(text))
