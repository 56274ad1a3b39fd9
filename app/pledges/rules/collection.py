"""All pledges of a branch in one file: which are in it, who is missing and why."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, is_dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

from app.kernel.errors import RuleBroken
from app.pledges.rules.coverage import Figures, Standing, figures_of
from app.pledges.rules.duties import Duty, is_late
from app.pledges.rules.life import IN_FORCE, STATUS_LABELS, PledgeStatus

# Raised when the papers are drawn differently: older files no longer pass for the same.
DRAWING = 1


class Scope(StrEnum):
    """What is collected: what the branch stands by, or all that was handed in to it."""

    CONFIRMED = "confirmed"
    SUBMITTED = "submitted"


SCOPE_LABELS = {
    Scope.SUBMITTED: "Các bản đã nộp, gồm bản chờ xác nhận",
    Scope.CONFIRMED: "Các bản đã xác nhận",
}
_TAKEN = {
    Scope.CONFIRMED: IN_FORCE,
    Scope.SUBMITTED: IN_FORCE | {PledgeStatus.SUBMITTED},
}


@dataclass(frozen=True)
class Entry:
    """One comrade of the branch, or one whose pledge the branch keeps.

    `kept_at` names another branch that still keeps the pledge; `stamp` changes with whatever is
    printed of it.
    """

    name: str
    sort_name: str
    duty: Duty | None
    pledge_id: UUID | None = None
    status: PledgeStatus | None = None
    submitted_on: date | None = None
    kept_at: str = ""
    stamp: str = ""

    @property
    def is_due(self) -> bool:
        return self.duty is not None and self.duty.is_due


@dataclass(frozen=True)
class Bound:
    """A pledge in the file."""

    number: int
    pledge_id: UUID
    name: str
    state: str
    submitted_on: date | None
    is_late: bool
    stamp: str


@dataclass(frozen=True)
class Missing:
    name: str
    why: str


@dataclass(frozen=True)
class LeftOut:
    """Who need not pledge, and has not."""

    name: str
    reason: str


Line: TypeAlias = Bound | Missing


@dataclass(frozen=True)
class Contents:
    """`figures` are of those who must pledge, wherever their pledge is kept."""

    lines: tuple[Line, ...]
    left_out: tuple[LeftOut, ...]
    figures: Figures

    @property
    def bound(self) -> tuple[Bound, ...]:
        return tuple(line for line in self.lines if isinstance(line, Bound))


def contents_of(entries: Iterable[Entry], scope: Scope, *, on: date) -> Contents:
    """In the order of given names."""
    ordered = sorted(entries, key=lambda entry: (entry.sort_name, str(entry.pledge_id)))
    return Contents(
        tuple(_lines(ordered, scope)),
        tuple(
            LeftOut(entry.name, entry.duty.reason)
            for entry in ordered
            if entry.duty and not entry.is_due and not _is_in(entry, scope)
        ),
        figures_of(_standings(ordered), on=on),
    )


def _lines(entries: Sequence[Entry], scope: Scope) -> Iterator[Line]:
    number = 0
    for entry in entries:
        if _is_in(entry, scope):
            assert entry.pledge_id is not None
            assert entry.status is not None
            number += 1
            yield Bound(
                number,
                entry.pledge_id,
                entry.name,
                STATUS_LABELS[entry.status],
                entry.submitted_on,
                _is_late(entry),
                entry.stamp,
            )
        elif entry.is_due:
            yield Missing(entry.name, _why(entry))


def _is_in(entry: Entry, scope: Scope) -> bool:
    return entry.status in _TAKEN[scope] and not entry.kept_at


def _is_late(entry: Entry) -> bool:
    if entry.duty is None or entry.submitted_on is None:
        return False
    return is_late(entry.submitted_on, entry.duty.due_on, on=entry.submitted_on)


def _why(entry: Entry) -> str:
    if entry.submitted_on is None:
        return "chưa nộp"
    if entry.kept_at:
        return f"bản cam kết còn ở {entry.kept_at}"
    if entry.status is PledgeStatus.RETURNED:
        return "đang bổ sung theo yêu cầu của chi bộ"
    return "chờ chi bộ xác nhận"


def _standings(entries: Sequence[Entry]) -> Iterator[Standing]:
    for entry in entries:
        if entry.duty and entry.is_due:
            yield Standing(entry.duty.due_on, entry.status, entry.submitted_on)


def check_not_empty(contents: Contents, scope: Scope, year: int) -> None:
    if not contents.bound:
        what = "được chi bộ xác nhận" if scope is Scope.CONFIRMED else "nộp"
        raise RuleBroken(f"Năm {year} chi bộ chưa có bản cam kết nào đã {what} để xuất.")


def fingerprint(*parts: object) -> str:
    """One digest for all a file is drawn from: equal files have equal ones."""
    text = json.dumps([DRAWING, *parts], default=_plain, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return str(value)
