"""The scoring sheet a branch agreed on, line by line in words, whatever becomes of its rubric."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass


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


def to_text(lines: Iterable[SheetLine]) -> str:
    return json.dumps([asdict(line) for line in lines], ensure_ascii=False)


def from_text(text: str | None) -> tuple[SheetLine, ...]:
    """Nothing where no sheet was kept."""
    return tuple(SheetLine(**line) for line in json.loads(text)) if text else ()
