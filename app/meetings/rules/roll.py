"""The roll call: who must attend, who counts for a vote (meetings.md §5-7; QĐ 294 §9.3)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from app.kernel.errors import RuleBroken
from app.people.rules import Status
from app.regulations.rules import Threshold


class Presence(StrEnum):
    PRESENT = "present"
    EXCUSED = "excused"
    UNEXCUSED = "unexcused"
    NOT_REQUIRED = "not_required"


PRESENCE_LABELS = {
    Presence.PRESENT: "Có mặt",
    Presence.EXCUSED: "Vắng có lý do",
    Presence.UNEXCUSED: "Vắng không lý do",
    Presence.NOT_REQUIRED: "Không phải dự",
}

MUST_ATTEND = frozenset({Status.OFFICIAL, Status.PROBATIONARY, Status.TEMPORARY_IN})
# Full members of this branch, whatever keeps them from attending at present.
FULL_MEMBERS = frozenset(
    {
        Status.OFFICIAL,
        Status.EXEMPT,
        Status.TEMPORARY_AWAY,
        Status.SUSPENDED,
        Status.SPECIAL_DUTY,
    }
)
HEADCOUNT = FULL_MEMBERS | {Status.PROBATIONARY}
# In the base of votes when absent; special duty is nowhere said to leave it.
ALWAYS_IN_BASE = frozenset({Status.OFFICIAL, Status.SPECIAL_DUTY})
# In the base only when they come: their vote, once cast, must have its place in it.
IN_BASE_WHEN_PRESENT = frozenset({Status.EXEMPT, Status.TEMPORARY_AWAY})


def may_vote(status: Status) -> bool:
    return status in ALWAYS_IN_BASE | IN_BASE_WHEN_PRESENT


def choices_for(status: Status) -> tuple[Presence, ...]:
    """What the roll may say of somebody with this status."""
    if status in MUST_ATTEND:
        return (Presence.PRESENT, Presence.EXCUSED, Presence.UNEXCUSED)
    if status is Status.SUSPENDED:
        return (Presence.NOT_REQUIRED,)
    return (Presence.PRESENT, Presence.NOT_REQUIRED)


def expected_presence(status: Status) -> Presence:
    """Before exceptions are marked, everyone who must attend is present."""
    return Presence.PRESENT if status in MUST_ATTEND else Presence.NOT_REQUIRED


def check_presence(status: Status, presence: Presence, reason: str, *, name: str) -> None:
    if presence not in choices_for(status):
        raise RuleBroken(f"Đồng chí {name}: không chọn được “{PRESENCE_LABELS[presence]}”.")
    if presence is Presence.EXCUSED and not reason:
        raise RuleBroken(f"Đồng chí {name}: nêu lý do vắng mặt.")


@dataclass(frozen=True)
class Mark:
    """What the roll says of one person."""

    presence: Presence
    reason: str = ""
    late_minutes: int | None = None
    left_early_minutes: int | None = None
    point_id: UUID | None = None


@dataclass(frozen=True)
class RollLine:
    status: Status
    presence: Presence


@dataclass(frozen=True)
class RollFigures:
    """Every figure of a roll with what it was counted from."""

    by_status: dict[Status, int]
    must_attend: int
    present: int
    excused: int
    unexcused: int
    present_not_required: int
    vote_base: int
    base_added: int
    voters_present: int

    @property
    def headcount(self) -> int:
        return sum(self.by_status.get(status, 0) for status in HEADCOUNT)

    @property
    def full_members(self) -> int:
        return sum(self.by_status.get(status, 0) for status in FULL_MEMBERS)

    @property
    def rate(self) -> Fraction | None:
        """Present among those who must attend; None where nobody must."""
        return Fraction(self.present, self.must_attend) if self.must_attend else None

    @property
    def everyone_present(self) -> int:
        """Members in the room, those who need not attend included."""
        return self.present + self.present_not_required

    @property
    def base_formula(self) -> str:
        """How the base of votes is counted: `20 − 2 miễn vắng mặt − 1 đi tạm thời − 1 đình chỉ`."""
        exempt, away = self.of(Status.EXEMPT), self.of(Status.TEMPORARY_AWAY)
        parts = [
            (exempt + away - self.base_added, "miễn hoặc đi tạm thời, vắng mặt"),
            (self.of(Status.SUSPENDED), "đình chỉ sinh hoạt"),
        ]
        minus = "".join(f" − {count} {label}" for count, label in parts if count)
        return f"{self.full_members} chính thức{minus}"

    @property
    def can_decide(self) -> bool:
        """Whether a resolution could pass at all; a warning, never a bar."""
        return self.voters_present * 2 > self.vote_base

    def of(self, *statuses: Status) -> int:
        return sum(self.by_status.get(status, 0) for status in statuses)


def figures_of(lines: Iterable[RollLine]) -> RollFigures:
    rows = list(lines)
    required = [row for row in rows if row.status in MUST_ATTEND]
    count = Counter(row.presence for row in required)
    present = [row for row in rows if row.presence is Presence.PRESENT]
    added = sum(row.status in IN_BASE_WHEN_PRESENT for row in present)
    return RollFigures(
        by_status=dict(Counter(row.status for row in rows)),
        must_attend=len(required),
        present=count[Presence.PRESENT],
        excused=count[Presence.EXCUSED],
        unexcused=count[Presence.UNEXCUSED],
        present_not_required=len(present) - count[Presence.PRESENT],
        vote_base=sum(row.status in ALWAYS_IN_BASE for row in rows) + added,
        base_added=added,
        voters_present=sum(may_vote(row.status) for row in present),
    )


def meets_target(figures: RollFigures, target: Threshold) -> bool | None:
    """Whether the attendance target is reached; None where nobody must attend."""
    return None if figures.rate is None else target.is_met_by(figures.rate)
