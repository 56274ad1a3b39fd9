"""Who sat where: the rooms joined to a meeting, by the roll and by heads counted there."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from app.kernel.errors import RuleBroken
from app.meetings.rules.life import CONFERENCES, MeetingMode, MeetingType
from app.meetings.rules.roll import RollFigures


@dataclass(frozen=True)
class PointFigures:
    """One room. `on_roll` are comrades of the roll present there; the others are counted heads."""

    name: str
    on_roll: int = 0
    invited: int | None = None
    counted: int | None = None

    @property
    def present(self) -> int:
        return self.on_roll + (self.counted or 0)


@dataclass(frozen=True)
class Turnout:
    """Everybody called to a conference and everybody who came, the roll and all rooms together."""

    invited: int
    present: int

    @property
    def rate(self) -> Fraction | None:
        return Fraction(self.present, self.invited) if self.invited else None


def has_points(mode: MeetingMode, meeting_type: MeetingType) -> bool:
    """A conference may fill several rooms even where nothing is transmitted."""
    return mode is not MeetingMode.IN_PERSON or meeting_type in CONFERENCES


def turnout(figures: RollFigures, points: Iterable[PointFigures]) -> Turnout:
    rooms = list(points)
    return Turnout(
        figures.must_attend + sum(room.invited or 0 for room in rooms),
        figures.present + sum(room.counted or 0 for room in rooms),
    )


def check_counted(name: str, invited: int | None, present: int | None) -> None:
    if present is not None and invited is None:
        raise RuleBroken(f"{name}: nhập cả số triệu tập, để tính tỷ lệ có mặt.")
    if invited is not None and present is not None and present > invited:
        raise RuleBroken(
            f"{name}: có mặt {present} người, nhiều hơn số triệu tập {invited}; xem lại hai số này."
        )
