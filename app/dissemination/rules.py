"""Who has had a document from above, counted from the rolls of the meetings that presented it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from app.kernel.errors import RuleBroken
from app.meetings.rules.roll import MUST_ATTEND, Presence
from app.people.rules import Status


class Reached(StrEnum):
    """How far a document has come in a branch."""

    NOT_YET = "not_yet"
    PARTLY = "partly"
    FULLY = "fully"


REACHED_LABELS = {
    Reached.NOT_YET: "Chưa phổ biến",
    Reached.PARTLY: "Còn đồng chí chưa được phổ biến",
    Reached.FULLY: "Đã phổ biến đủ",
}
REACHED_TONES = {Reached.NOT_YET: "none", Reached.PARTLY: "soon", Reached.FULLY: "ok"}


@dataclass(frozen=True)
class RollLine:
    """What the roll of a meeting that presented the document says of one member.

    `is_own`: a meeting of the whole branch; who must attend is counted from these alone.
    """

    member_id: UUID
    status: Status
    presence: Presence
    is_own: bool = True


@dataclass(frozen=True)
class Reach:
    """Of those who had to attend: who was there, who was told afterwards, who still misses it."""

    present: frozenset[UUID] = frozenset()
    told: frozenset[UUID] = frozenset()
    missing: frozenset[UUID] = frozenset()
    left: frozenset[UUID] = frozenset()  # missed it, and belong to the branch no more

    @property
    def must_attend(self) -> int:
        return len(self.present) + len(self.told) + len(self.missing) + len(self.left)

    @property
    def reached(self) -> int:
        return len(self.present) + len(self.told)

    @property
    def state(self) -> Reached:
        if not self.must_attend:
            return Reached.NOT_YET
        return Reached.PARTLY if self.missing else Reached.FULLY


def reach_of(
    lines: Iterable[RollLine], *, told: frozenset[UUID], belonging: frozenset[UUID]
) -> Reach:
    """What the rolls of all meetings that presented a document come to for one branch.

    :param told: members told of it afterwards.
    :param belonging: members of the branch today; whoever has left is not waited for.
    """
    rows = list(lines)
    wanted = frozenset(row.member_id for row in rows if row.is_own and row.status in MUST_ATTEND)
    there = frozenset(row.member_id for row in rows if row.presence is Presence.PRESENT)
    missed = wanted - there - told
    return Reach(
        present=wanted & there,
        told=(wanted & told) - there,
        missing=missed & belonging,
        left=missed - belonging,
    )


@dataclass(frozen=True)
class Totals:
    """What the branches of a committee come to together."""

    branches: int
    presented: int  # branches that presented it
    must_attend: int  # in those, by their rolls
    present: int
    told: int

    @property
    def reached(self) -> int:
        return self.present + self.told


def totals_of(reaches: Iterable[Reach]) -> Totals:
    rows = list(reaches)
    return Totals(
        branches=len(rows),
        presented=sum(row.state is not Reached.NOT_YET for row in rows),
        must_attend=sum(row.must_attend for row in rows),
        present=sum(len(row.present) for row in rows),
        told=sum(len(row.told) for row in rows),
    )


def check_telling(told_on: date, *, presented_on: date | None, today: date) -> None:
    if presented_on is None:
        raise RuleBroken("Chi bộ chưa phổ biến văn bản này trong buổi sinh hoạt nào.")
    if told_on > today:
        raise RuleBroken("Ngày phổ biến bù không thể ở tương lai.", field="told_on")
    if told_on < presented_on:
        raise RuleBroken(
            f"Ngày phổ biến bù không thể trước buổi sinh hoạt ({presented_on:%d/%m/%Y}).",
            field="told_on",
        )
