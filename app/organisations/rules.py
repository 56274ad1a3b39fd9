"""The shape of the tree, and periods of time that may be open at the end."""

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from uuid import UUID

from app.kernel.errors import RuleBroken
from app.kernel.text import fold


class Level(StrEnum):
    COMMITTEE = "committee"
    BRANCH = "branch"
    GROUP = "group"


class BranchType(StrEnum):
    """The six kinds of branch for which the guidance names contents (HD 42 mục 4)."""

    RESIDENTIAL = "residential"
    OFFICE = "office"
    STATE_FIRM = "state_firm"
    PRIVATE_FIRM = "private_firm"
    STUDENTS = "students"
    ARMED_FORCES = "armed_forces"


BRANCH_TYPE_LABELS = {
    BranchType.RESIDENTIAL: "Thôn, tổ dân phố",
    BranchType.OFFICE: "Cơ quan hành chính, đơn vị sự nghiệp",
    BranchType.STATE_FIRM: "Doanh nghiệp nhà nước",
    BranchType.PRIVATE_FIRM: "Doanh nghiệp tư nhân, có vốn nước ngoài",
    BranchType.STUDENTS: "Học sinh, sinh viên",
    BranchType.ARMED_FORCES: "Lực lượng vũ trang",
}

_MAY_STAND_UNDER: dict[Level, set[Level | None]] = {
    Level.COMMITTEE: {None, Level.COMMITTEE},
    Level.BRANCH: {Level.COMMITTEE},
    Level.GROUP: {Level.BRANCH},
}


def levels_under(level: Level) -> list[Level]:
    """What may be set up directly below a place of this level."""
    return [child for child, parents in _MAY_STAND_UNDER.items() if level in parents]


def check_place_in_tree(level: Level, parent: Level | None) -> None:
    if parent in _MAY_STAND_UNDER[level]:
        return
    sentence = {
        Level.COMMITTEE: "Cấp ủy chỉ đặt dưới một cấp ủy khác.",
        Level.BRANCH: "Chi bộ phải trực thuộc một cấp ủy.",
        Level.GROUP: "Tổ đảng phải thuộc một chi bộ.",
    }[level]
    raise RuleBroken(sentence, field="kind_code")


def places_along(path: str) -> list[UUID]:
    """The place of a path and everything above it, the root first."""
    return [UUID(part) for part in path.strip("/").split("/")]


def covers(starts_on: date, ends_on: date | None, day: date) -> bool:
    """Whether a period holds on `day`; both ends are included."""
    return starts_on <= day and (ends_on is None or day <= ends_on)


# Nobody's period begins before the Party did; beyond the other end lies a typing error.
KNOWN_YEARS = range(1930, 2101)


def check_known(day: date | None, field: str) -> None:
    if day is not None and day.year not in KNOWN_YEARS:
        raise RuleBroken(
            f"Năm phải từ {KNOWN_YEARS[0]} đến {KNOWN_YEARS[-1]}; xin xem lại.", field=field
        )


def check_period(starts_on: date, ends_on: date | None) -> None:
    check_known(starts_on, "starts_on")
    check_known(ends_on, "ends_on")
    if ends_on is not None and ends_on < starts_on:
        raise RuleBroken("Ngày kết thúc phải từ ngày bắt đầu trở đi.", field="ends_on")


def check_term(starts_on: date, ends_on: date | None) -> None:
    check_period(starts_on, ends_on)
    if ends_on is not None and ends_on <= starts_on:
        raise RuleBroken("Nhiệm kỳ phải kết thúc sau ngày bắt đầu.", field="ends_on")


def overlaps(
    starts_on: date, ends_on: date | None, others: Iterable[tuple[date, date | None]]
) -> bool:
    """Whether a period shares a day with any of `others`."""
    last = ends_on or date.max
    return any(start <= last and starts_on <= (end or date.max) for start, end in others)


_COMMITTEE_WORDS = {
    "Đảng ủy": "Đảng bộ",
    "Tỉnh ủy": "Đảng bộ tỉnh",
    "Thành ủy": "Đảng bộ thành phố",
    "Huyện ủy": "Đảng bộ huyện",
}
_SYMBOLS = {Level.COMMITTEE: "ĐU", Level.BRANCH: "CB", Level.GROUP: "TĐ"}


def proposed_body(level: Level, name: str, parent_body: str) -> str:
    """The Party body (đảng bộ) in the head of papers: a committee leads its own, a branch
    stands in its parent's.
    """
    if level is not Level.COMMITTEE:
        return parent_body
    for committee, body in _COMMITTEE_WORDS.items():
        if name.lower().startswith(committee.lower()):
            return f"{body}{name[len(committee) :]}"
    return name


def proposed_symbol(level: Level, name: str) -> str:
    if name.lower().startswith(("tỉnh ủy", "thành ủy")):
        return "TU"
    return _SYMBOLS[level]


def proposed_code(name: str) -> str:
    """Initials, abbreviations whole: `Đảng ủy Văn phòng UBND tỉnh` -> `DUVPUBNDT`."""
    words = re.findall(r"\w+", name)
    codes = [fold(w).upper() if w.isupper() or w.isdigit() else fold(w)[:1].upper() for w in words]
    return "".join(codes)[:CODE_LENGTH] or "TC"


# Room is left behind a proposed code for a number that makes it unique.
CODE_LENGTH = 30
