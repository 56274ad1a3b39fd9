"""A database as large as wanted, for benches and for tests that count queries.

Plain rows without the rooms' services: a hundred thousand meetings would take hours otherwise.
The content says nothing; what counts is how many rows a page has to pass over.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Table, insert

from app.assignments.models import Assignment
from app.assignments.rules import AssignmentStatus, Priority
from app.devtools.scale_pledges import PledgeYear, Rows
from app.devtools.scale_scores import ScoredYear
from app.extensions import Model, db
from app.kernel.text import fold, name_key
from app.meetings.models import Attendance, Meeting
from app.meetings.rules.life import MeetingMode, MeetingStatus, MeetingType
from app.meetings.rules.roll import Presence
from app.organisations.models import Organisation
from app.people.models import Gender, Member, StatusPeriod
from app.people.rules import Status

_BATCH = 5000
_LONG_AGO = date(2015, 1, 1)
_ABSENT_EACH = 11  # one member in so many is away
_TASKS_EACH = 3


@dataclass(frozen=True)
class Scale:
    branches: int
    meetings: int  # of each branch, one a month, the last in the month of `until`
    members: int  # of each branch
    until: date
    pledges: bool = False  # a campaign of the year of `until`, and everybody's pledge
    scores: bool = False  # each meeting, and each branch in the year of `until`

    def months(self) -> Iterator[date]:
        last = self.until.year * 12 + self.until.month - 1
        for number in range(last - self.meetings + 1, last + 1):
            yield date(number // 12, number % 12 + 1, 1)


@dataclass(frozen=True)
class _Branch:
    id: UUID
    number: int
    members: list[UUID]


def fill(scale: Scale, *, now: datetime) -> dict[str, int]:
    """Add a committee of its own with so many branches; the number of rows of each table.

    The caller owns the transaction.
    """
    committee = _organisation(None, "grassroots_committee", f"Đảng ủy quy mô {uuid4().hex[:8]}")
    branches = [
        _Branch(uuid4(), number, [uuid4() for _ in range(scale.members)])
        for number in range(1, scale.branches + 1)
    ]
    places = [
        _organisation(committee, "branch", f"Chi bộ số {branch.number}", branch.id)
        for branch in branches
    ]
    written = {
        "organisation": _put(Organisation, iter([committee, *places])),
        "member": _put(Member, _members(branches)),
        "status_period": _put(StatusPeriod, _standings(branches)),
    }
    held = [(branch, period, uuid4()) for branch in branches for period in scale.months()]
    written["meeting"] = _put(Meeting, (_meeting(*one, now=now) for one in held))
    written["attendance"] = _put(Attendance, _rolls(held))
    written["assignment"] = _put(Assignment, _tasks(held))
    if scale.pledges:
        members = {branch.id: branch.members for branch in branches}
        year = PledgeYear(committee["id"], members, scale.until.year, now=now)
        written |= _put_all(year.tables())
    if scale.scores:
        meetings = [(branch.id, id_) for branch, _, id_ in held]
        ids = [branch.id for branch in branches]
        scored = ScoredYear(committee["id"], ids, meetings, scale.until.year, now=now)
        written |= _put_all(scored.tables())
    return written


def _put_all(tables: Iterable[tuple[type[Model], Rows]]) -> dict[str, int]:
    return {model.__tablename__: _put(model, rows) for model, rows in tables}


def _put(model: type[Model], rows: Rows) -> int:
    table = model.__table__
    assert isinstance(table, Table)
    total = 0
    while batch := list(islice(rows, _BATCH)):
        db.session.execute(insert(table), batch)
        total += len(batch)
    return total


def _organisation(
    parent: Mapping[str, Any] | None, kind: str, name: str, id_: UUID | None = None
) -> dict[str, Any]:
    id_ = id_ or uuid4()
    return {
        "id": id_,
        "parent_id": parent["id"] if parent else None,
        "kind_code": kind,
        "name": name,
        "code": f"quy-mo-{id_.hex}",
        "header_name": name.upper(),
        "body_name": "ĐẢNG BỘ QUY MÔ",
        "symbol": "CB" if parent else "ĐU",
        "place": "Huế",
        "branch_type": None,
        "path": f"{parent['path'] if parent else '/'}{id_.hex}/",
        "dissolved_on": None,
        "version": 1,
    }


def _members(branches: list[_Branch]) -> Rows:
    for branch in branches:
        for number, id_ in enumerate(branch.members, start=1):
            name = f"Đảng viên {branch.number} số {number}"
            yield {
                "id": id_,
                "name": name,
                "sort_name": name_key(name),
                "folded_name": fold(name),
                "gender": Gender.FEMALE,
                "birth_year": 1980,
                "version": 1,
            }


def _standings(branches: list[_Branch]) -> Rows:
    for branch in branches:
        for id_ in branch.members:
            yield {
                "id": uuid4(),
                "member_id": id_,
                "organisation_id": branch.id,
                "status": Status.OFFICIAL,
                "starts_on": _LONG_AGO,
                "version": 1,
            }


def _meeting(branch: _Branch, period: date, id_: UUID, *, now: datetime) -> dict[str, Any]:
    absent = len(branch.members[::_ABSENT_EACH])
    present = len(branch.members) - absent
    return {
        "id": id_,
        "organisation_id": branch.id,
        "type": MeetingType.REGULAR,
        "status": MeetingStatus.ADOPTED,
        "mode": MeetingMode.IN_PERSON,
        "period": period,
        "held_on": period.replace(day=3),
        "start_time": time(14, 0),
        "began_time": time(14, 0),
        "ended_time": time(15, 45),
        "place": "Phòng họp tầng 3",
        "chair_id": branch.members[-1],
        "minute_taker_id": branch.members[-1],
        "notified_at": now,
        "is_read_back": True,
        "must_attend": len(branch.members),
        "present": present,
        "excused": absent,
        "unexcused": 0,
        "vote_base": len(branch.members),
        "voters_present": present,
        "version": 1,
    }


_Held = list[tuple[_Branch, date, UUID]]


def _rolls(held: _Held) -> Rows:
    for branch, _period, meeting_id in held:
        absent = set(branch.members[::_ABSENT_EACH])
        for member_id in branch.members:
            is_absent = member_id in absent
            yield {
                "meeting_id": meeting_id,
                "member_id": member_id,
                "status": Status.OFFICIAL,
                "presence": Presence.EXCUSED if is_absent else Presence.PRESENT,
                "reason": "Đi công tác" if is_absent else None,
            }


def _tasks(held: _Held) -> Rows:
    for branch, period, meeting_id in held:
        given_on = period.replace(day=3)
        for number in range(1, _TASKS_EACH + 1):
            yield {
                "id": uuid4(),
                "organisation_id": branch.id,
                "giver_id": branch.id,
                "meeting_id": meeting_id,
                "text": f"Nhiệm vụ {number} của tháng {period:%m/%Y}",
                "accountable_id": branch.members[number % len(branch.members)],
                "given_on": given_on,
                "due_on": given_on + timedelta(days=20),
                "priority": Priority.NORMAL,
                "status": AssignmentStatus.DOING,
                "percent": 50,
                "is_adopted": True,
                "version": 1,
            }
