"""The shape of the tree, and periods of time that may be open at the end."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from app.kernel.errors import RuleBroken


class Level(StrEnum):
    COMMITTEE = "committee"
    BRANCH = "branch"
    GROUP = "group"


LEVEL_LABELS = {
    Level.COMMITTEE: "Cấp ủy có tổ chức trực thuộc",
    Level.BRANCH: "Chi bộ",
    Level.GROUP: "Tổ đảng thuộc chi bộ",
}


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


def check_place_in_tree(level: Level, parent: Level | None) -> None:
    if parent in _MAY_STAND_UNDER[level]:
        return
    sentence = {
        Level.COMMITTEE: "Cấp ủy chỉ đặt dưới một cấp ủy khác.",
        Level.BRANCH: "Chi bộ phải trực thuộc một cấp ủy.",
        Level.GROUP: "Tổ đảng phải thuộc một chi bộ.",
    }[level]
    raise RuleBroken(sentence, field="kind_code")


def covers(starts_on: date, ends_on: date | None, day: date) -> bool:
    """Whether a period holds on `day`; both ends are included."""
    return starts_on <= day and (ends_on is None or day <= ends_on)


def check_period(starts_on: date, ends_on: date | None) -> None:
    if ends_on is not None and ends_on < starts_on:
        raise RuleBroken("Ngày kết thúc phải từ ngày bắt đầu trở đi.", field="ends_on")


def overlaps(
    starts_on: date, ends_on: date | None, others: Iterable[tuple[date, date | None]]
) -> bool:
    """Whether a period shares a day with any of `others`."""
    last = ends_on or date.max
    return any(start <= last and starts_on <= (end or date.max) for start, end in others)
