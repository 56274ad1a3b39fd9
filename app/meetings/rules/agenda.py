"""The fixed agenda: sections that stand whatever happens, slots to fill under them.

The text itself is data (`agenda.toml`), so that a new guidance changes rows and not code.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from app.kernel.errors import RuleBroken
from app.meetings.rules.life import MeetingType

AGENDA_FILE = Path(__file__).parents[1] / "agenda.toml"


class StepState(StrEnum):
    OPEN = "open"
    DONE = "done"
    NO_CONTENT = "no_content"


STEP_STATE_LABELS = {
    StepState.OPEN: "Chưa xong",
    StepState.DONE: "Đã xong",
    StepState.NO_CONTENT: "Không có nội dung",
}


@dataclass(frozen=True)
class Slot:
    key: str
    title: str
    is_restricted: bool = False


@dataclass(frozen=True)
class Section:
    code: str
    number: str
    title: str
    short: str
    types: frozenset[MeetingType]
    is_mandated: bool
    statement: str
    presenter: str
    slots: tuple[Slot, ...]


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads(AGENDA_FILE.read_text("utf-8"))


@cache
def sections() -> Mapping[str, Section]:
    """All sections by code, in the order in which they are taken."""
    return {row["code"]: _section(row) for row in _data()["section"]}


def _section(row: Mapping[str, Any]) -> Section:
    return Section(
        **{
            **row,
            "types": frozenset(map(MeetingType, row["types"])),
            "slots": tuple(Slot(**slot) for slot in row["slots"]),
        }
    )


def agenda_of(meeting_type: MeetingType) -> tuple[Section, ...]:
    return tuple(s for s in sections().values() if meeting_type in s.types)


# Under which section a meeting judges what was given before.
_TABLES = ("step_2", "briefing")


def table_section(meeting_type: MeetingType) -> str | None:
    codes = (section.code for section in agenda_of(meeting_type))
    return next((code for code in codes if code in _TABLES), None)


def hints(branch_type: str | None, section: str) -> tuple[str, ...]:
    """What the guidance suggests for this kind of branch under a section."""
    return tuple(
        line
        for row in _data()["hint"]
        if row["branch_type"] == branch_type and row["section"] == section
        for line in row["lines"]
    )


def check_no_content(reason: str, *, has_content: bool) -> None:
    if has_content:
        raise RuleBroken(
            "Bước này đã có nội dung. Xóa nội dung trước khi đánh dấu “không có nội dung”.",
            field="reason",
        )
    if not reason:
        raise RuleBroken("Nêu lý do bước này không có nội dung.", field="reason")


def untreated(states: Mapping[str, StepState]) -> tuple[str, ...]:
    """Mandated sections that are neither done nor said to be without content, by code."""
    return tuple(
        code
        for code, state in states.items()
        if sections()[code].is_mandated and state is StepState.OPEN
    )
