"""Who must pledge, and by when (pledges.md §1, §3).

The base of "submitted n/N" is never silent: who is left out is named, with the reason.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from app.kernel.errors import RuleBroken
from app.people.rules import Status

# Written where they are members; a stay elsewhere changes nothing.
_ELSEWHERE = "Cam kết tại chi bộ nơi sinh hoạt chính thức"
_SUSPENDED = "Đang bị đình chỉ sinh hoạt"
_EXEMPT = "Được miễn sinh hoạt"


@dataclass(frozen=True)
class Terms:
    """What a campaign lays down."""

    counted_on: date
    closes_on: date
    with_exempt: bool
    # A member who came after `counted_on` has so many days from then.
    new_member_days: int


@dataclass(frozen=True)
class Choice:
    """What the committee decided for one member, against the rule."""

    is_due: bool
    reason: str


@dataclass(frozen=True)
class Duty:
    """Whether one member must pledge; `reason` says why not, or why against the rule."""

    is_due: bool
    due_on: date
    reason: str = ""


def duty_of(status: Status, joined_on: date, terms: Terms, choice: Choice | None = None) -> Duty:
    """
    :param joined_on: first day of the member in the part of the tree the campaign covers.
    """
    due_on = terms.closes_on
    if joined_on > terms.counted_on:
        due_on = max(due_on, joined_on + timedelta(days=terms.new_member_days))
    # A guest is decided upon where they are a member, so that nobody counts twice.
    if choice is not None and status is not Status.TEMPORARY_IN:
        return Duty(choice.is_due, due_on, choice.reason)
    reason = reason_against(status, with_exempt=terms.with_exempt)
    return Duty(not reason, due_on, reason)


def reason_against(status: Status, *, with_exempt: bool) -> str:
    """Why the rule leaves a member out; empty for who must pledge."""
    if status is Status.TEMPORARY_IN:
        return _ELSEWHERE
    if status is Status.SUSPENDED:
        return _SUSPENDED
    if status is Status.EXEMPT and not with_exempt:
        return _EXEMPT
    return ""


def check_choice(status: Status | None, *, is_due: bool, with_exempt: bool) -> None:
    """A decision for one member says something else than the rule.

    :param status: None for who belongs to none of the campaign's branches now.
    """
    if status is None:
        raise RuleBroken("Đồng chí này hiện không sinh hoạt tại chi bộ nào thuộc đợt cam kết.")
    reason = reason_against(status, with_exempt=with_exempt)
    if reason == _ELSEWHERE:
        raise RuleBroken("Đồng chí này cam kết tại chi bộ nơi sinh hoạt chính thức.")
    if is_due is not bool(reason):
        rule = "thuộc diện phải cam kết" if not reason else "không thuộc diện phải cam kết"
        raise RuleBroken(
            f"Theo quy định chung, đồng chí này đã {rule}; không cần quyết định riêng.",
            field="is_due",
        )


def is_late(submitted_on: date | None, due_on: date, *, on: date) -> bool:
    """Handed in after the day, or still missing after it."""
    return (submitted_on or on) > due_on
