"""What belongs into a minute book and what is missing from it."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

from app.kernel.errors import RuleBroken
from app.meetings.rules.life import MONTHLY, TYPE_LABELS, MeetingStatus, MeetingType, month_after
from app.minutes.rules.records import RecordKind

# Raised when a book of the same minutes is drawn differently: older files no longer pass for it.
DRAWING = 1


class BookKind(StrEnum):
    """The branch's own book, and the one of what its committee said among itself."""

    BRANCH = "branch"
    COMMITTEE = "committee"


BOOK_TITLES = {
    BookKind.BRANCH: "Sổ biên bản sinh hoạt",
    BookKind.COMMITTEE: "Sổ biên bản họp chi ủy",
}


def types_in(kind: BookKind) -> frozenset[MeetingType]:
    committee = frozenset({MeetingType.BRANCH_COMMITTEE})
    return committee if kind is BookKind.COMMITTEE else frozenset(MeetingType) - committee


@dataclass(frozen=True)
class Filed:
    """A record of minutes as it lies in the file; it has a number once it is final."""

    id: UUID
    kind: RecordKind
    edition: int
    sha256: str
    is_numbered: bool
    is_reopened: bool

    @property
    def is_final(self) -> bool:
        return self.is_numbered and not self.is_reopened


@dataclass(frozen=True)
class Sitting:
    """A meeting that counts for the year, with everything that was ever adopted of it."""

    type: MeetingType
    status: MeetingStatus
    period: date
    held_on: date
    start_time: time
    topic: str
    chair: str
    has_begun: bool
    records: tuple[Filed, ...]


@dataclass(frozen=True)
class Bound:
    """Minutes in the book."""

    number: int
    record_id: UUID
    sha256: str
    held_on: date
    label: str
    chair: str


@dataclass(frozen=True)
class Missing:
    """A sitting whose minutes are not in the book, or a month (no day) without one."""

    held_on: date | None
    label: str
    chair: str
    why: str


Line: TypeAlias = Bound | Missing


def lines_of(
    kind: BookKind, year: int, sittings: Iterable[Sitting], *, until: date
) -> tuple[Line, ...]:
    """The contents of the book of `year`, in the order of the days; months are over by `until`."""
    held = [sitting for sitting in sittings if _has_been_held(sitting)]
    placed = [((s.held_on, s.start_time), _labelled(s)) for s in held]
    if kind is BookKind.BRANCH:
        placed += [
            ((month_after(month) - timedelta(days=1), time.max), [_nothing_in(month)])
            for month in months_without(year, held, until=until)
        ]
    placed.sort(key=lambda item: item[0])
    return tuple(_counted(line for _, lines in placed for line in lines))


def months_without(year: int, held: Iterable[Sitting], *, until: date) -> Iterator[date]:
    """The months of `year` that were over by `until` and for which no monthly meeting was held."""
    covered = {sitting.period for sitting in held if sitting.type in MONTHLY}
    for month in (date(year, number, 1) for number in range(1, 13)):
        if month_after(month) <= until and month not in covered:
            yield month


def _has_been_held(sitting: Sitting) -> bool:
    return sitting.has_begun and sitting.status is not MeetingStatus.CANCELLED


def _nothing_in(month: date) -> Missing:
    return Missing(None, f"Tháng {month.month}", "", "không ghi nhận buổi sinh hoạt thường kỳ nào")


def _labelled(sitting: Sitting) -> list[Line]:
    """The minutes of one sitting, or why they are missing; then what was added to them."""
    label = f"{TYPE_LABELS[sitting.type]} tháng {sitting.period.month}"
    if sitting.topic:
        label = f"{label}: {sitting.topic}"
    mains = [record for record in sitting.records if record.kind is RecordKind.MAIN]
    latest = max(mains, key=lambda record: record.edition, default=None)
    added = f"biên bản {label[:1].lower()}{label[1:]}"
    lines: list[Line] = [_line(sitting, label, latest)]
    lines += [
        _line(sitting, f"Bổ sung lần {record.edition} {added}", record)
        for record in sorted(sitting.records, key=lambda record: record.edition)
        if record.kind is RecordKind.SUPPLEMENT
    ]
    return lines


def _line(sitting: Sitting, label: str, record: Filed | None) -> Line:
    if record is not None and record.is_final:
        return Bound(0, record.id, record.sha256, sitting.held_on, label, sitting.chair)
    return Missing(sitting.held_on, label, sitting.chair, _why(sitting, record))


def _why(sitting: Sitting, record: Filed | None) -> str:
    if record is None:
        if sitting.status is MeetingStatus.IN_PROGRESS:
            return "buổi họp chưa kết thúc"
        return "biên bản chưa được thông qua"
    return "biên bản đang mở lại để sửa" if record.is_reopened else "biên bản chưa chốt"


def _counted(lines: Iterable[Line]) -> Iterator[Line]:
    number = 0
    for line in lines:
        if isinstance(line, Bound):
            number += 1
            yield Bound(**{**asdict(line), "number": number})
        else:
            yield line


def bound_in(lines: Iterable[Line]) -> tuple[Bound, ...]:
    return tuple(line for line in lines if isinstance(line, Bound))


def check_not_empty(lines: Sequence[Line], year: int) -> None:
    if not bound_in(lines):
        raise RuleBroken(
            f"Năm {year} chưa có biên bản nào được chốt nên chưa có gì để đóng sổ. "
            "Thông qua và chốt biên bản trước, rồi tạo sổ."
        )


def fingerprint(*parts: object) -> str:
    """One digest for all a book is drawn from: equal books have equal ones."""
    text = json.dumps([DRAWING, *parts], default=_plain, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, Bound | Missing):
        return asdict(value)
    return str(value)
