"""How far a campaign has come: counted the same on pages, in papers and by the command."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from app.kernel.errors import RuleBroken
from app.pledges.rules.campaigns import CampaignState
from app.pledges.rules.duties import is_late
from app.pledges.rules.life import IN_FORCE, STATUS_LABELS, PledgeStatus

_NOT_SUBMITTED = "Chưa nộp"


@dataclass(frozen=True)
class Standing:
    """Where one member who must pledge stands; `status` is None while nothing was begun."""

    due_on: date
    status: PledgeStatus | None = None
    submitted_on: date | None = None
    reminded_on: date | None = None

    @property
    def is_missing(self) -> bool:
        return self.submitted_on is None

    @property
    def label(self) -> str:
        """In the words of everybody's list: what is only begun is nobody's business yet."""
        if self.status is None or self.is_missing:
            return _NOT_SUBMITTED
        return STATUS_LABELS[self.status]

    def is_late(self, *, on: date) -> bool:
        return is_late(self.submitted_on, self.due_on, on=on)


@dataclass(frozen=True)
class Figures:
    """Of those who must pledge (`due`, the denominator of every share).

    Submitted counts what the branch asks to be mended as well; `on_time` is by each member's own
    last day; `overdue` are missing although their day is over; `reminded` are missing still.
    """

    due: int = 0
    submitted: int = 0
    on_time: int = 0
    returned: int = 0
    confirmed: int = 0
    overdue: int = 0
    reminded: int = 0

    @property
    def missing(self) -> int:
        return self.due - self.submitted

    @property
    def late(self) -> int:
        return self.submitted - self.on_time

    def share_of(self, name: str) -> Fraction | None:
        return Fraction(getattr(self, name), self.due) if self.due else None


def figures_of(standings: Iterable[Standing], *, on: date) -> Figures:
    found = list(standings)
    missing = [one for one in found if one.is_missing]
    return Figures(
        due=len(found),
        submitted=len(found) - len(missing),
        on_time=sum(not one.is_missing and not one.is_late(on=on) for one in found),
        returned=sum(one.status is PledgeStatus.RETURNED for one in found),
        confirmed=sum(one.status in IN_FORCE for one in found),
        overdue=sum(one.is_late(on=on) for one in missing),
        reminded=sum(one.reminded_on is not None for one in missing),
    )


def total_of(figures: Iterable[Figures]) -> Figures:
    found = list(figures)
    return Figures(*(sum(getattr(one, name) for one in found) for name in _COUNTED))


_COUNTED = ("due", "submitted", "on_time", "returned", "confirmed", "overdue", "reminded")


def check_remindable(state: CampaignState, missing: int, not_today: int) -> None:
    """While the campaign runs, who is missing is reminded once a day, however often the button
    is pressed.
    """
    if state is not CampaignState.OPEN:
        raise RuleBroken("Đợt cam kết đã kết thúc nên không nhắc nữa.")
    if not missing:
        raise RuleBroken("Các đồng chí này đã nộp bản cam kết, hoặc không thuộc diện phải nộp.")
    if not not_today:
        raise RuleBroken("Hôm nay đã nhắc các đồng chí này; nhắc lại từ ngày mai.")
