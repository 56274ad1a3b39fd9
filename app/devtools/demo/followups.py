"""What is said of November's tasks before December's meeting, and whom a branch works with."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from functools import partial

from app.access.permissions import Actor
from app.assignments.models import Assignment
from app.assignments.rules import AssignmentStatus, UnitKind
from app.assignments.service import (
    Upload,
    add_unit,
    drop_assignment,
    extend_assignment,
    report_progress,
)
from app.devtools.demo import written
from app.devtools.demo.world import Happening, World
from app.extensions import db

_SITE, _SURVEY = "cb1-2026-11-2", "cb2-2026-11-3"
_UNITS = {
    "Ban Quản lý dự án tỉnh": UnitKind.AUTHORITY,
    "Đoàn Thanh niên Văn phòng": UnitKind.MASS_ORGANISATION,
}
_MINUTES = (
    "Biên bản làm việc tại hiện trường ngày 11/11/2026\n"
    "Chủ đầu tư bàn giao 70 % mặt bằng; phần còn lại sau khi nước rút.\n"
)


def happenings(world: World) -> Iterator[Happening]:
    def at(day: date, hour: int, key: str, do: Callable[[datetime], None]) -> Happening:
        return Happening(written.at(day, time(hour)), key, do)

    yield at(date(2026, 10, 1), 8, "cb1 units", lambda now: _units(world, now))
    for day, percent, result, files in (
        (12, 40, "Đã làm việc với chủ đầu tư, lập biên bản hiện trường.", True),
        (19, 70, "Đã nhận 70 % mặt bằng; phần còn lại chờ nước rút.", False),
    ):
        yield at(
            date(2026, 11, day),
            9,
            _SITE,
            partial(_report, world, _SITE, percent, result, files),
        )
    yield at(date(2026, 11, 20), 10, _SITE, lambda now: _extend(world, now))
    yield at(
        date(2026, 11, 10),
        15,
        _SURVEY,
        lambda now: _report(world, _SURVEY, 30, "Đã hỏi chín người đọc.", False, now),
    )
    yield at(date(2026, 11, 18), 16, _SURVEY, lambda now: _drop(world, now))


def _task(world: World, key: str) -> Assignment:
    return db.session.get_one(Assignment, world.assignments[key])


def _leader(world: World, branch: str, now: datetime) -> Actor:
    return world.secretary(branch, now.date())


def _units(world: World, now: datetime) -> None:
    for name, kind in _UNITS.items():
        add_unit(
            world.organisations["cb1"], name=name, kind=kind, by=_leader(world, "cb1", now), now=now
        )


def _report(
    world: World, key: str, percent: int, result: str, with_file: bool, now: datetime
) -> None:
    task = _task(world, key)
    report_progress(
        task,
        status=AssignmentStatus.DOING,
        percent=percent,
        result=result,
        title="Biên bản làm việc tại hiện trường" if with_file else "",
        uploads=[Upload("bien-ban-hien-truong.txt", _MINUTES.encode())] if with_file else [],
        folder=world.files,
        version=task.version,
        by=world.actors[world.owners[key]],
        now=now,
    )


def _extend(world: World, now: datetime) -> None:
    task = _task(world, _SITE)
    extend_assignment(
        task,
        due_on=date(2026, 12, 11),
        reason="Chi ủy thống nhất ngày 20/11/2026: mặt bằng còn ngập, chủ đầu tư bàn giao chậm",
        version=task.version,
        by=_leader(world, "cb1", now),
        now=now,
    )


def _drop(world: World, now: datetime) -> None:
    task = _task(world, _SURVEY)
    drop_assignment(
        task,
        reason="Theo kết luận của chi ủy ngày 18/11/2026: Đảng ủy khảo sát chung",
        version=task.version,
        by=_leader(world, "cb2", now),
        now=now,
    )
