"""Saves that run into a kill, and eight at once: what was acknowledged is there, whole."""

import json
import os
import random
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from datetime import date
from datetime import time as clock
from uuid import UUID

import pytest
from flask_migrate import upgrade
from sqlalchemy import select

from app import create_app
from app.access.permissions import Role
from app.extensions import db
from app.meetings.models import AgendaItem, Meeting
from app.meetings.queries.live import broken_revision
from app.meetings.queries.units import present_units
from app.meetings.rules.life import MeetingMode, MeetingType
from app.meetings.rules.units import UnitKind
from app.meetings.service.life import PLAN_FIELDS, open_meeting, plan_meeting
from app.people.rules import Position
from app.revisions.models import Revision
from app.revisions.queries import values_at
from tests.architecture.sources import ROOT
from tests.factory import NOW, Make
from tests.postgres import shared_database

ROUNDS, WRITERS, TIMES = 20, 8, 6
HELD_ON = date(2026, 11, 3)


@pytest.fixture(scope="module")
def shared_url(tmp_path_factory):
    with shared_database("live", tmp_path_factory.mktemp("live")) as url:
        yield url


@pytest.fixture(scope="module")
def place(shared_url, tmp_path_factory):
    """A meeting under way in a database of its own, and how to start writers at it."""
    instance = tmp_path_factory.mktemp("instance")
    app = create_app({"INSTANCE": instance, "DATABASE_URL": shared_url, "SECRET_KEY": "writers"})
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
        meeting, accounts = _meeting_under_way(Make())
        db.session.commit()
        items = [f"item:{item.id}" for step in meeting.steps for item in step.items]
        found = (meeting.id, accounts, items)
        db.session.remove()
        command = [str(instance), shared_url, str(found[0]), accounts[0]]
        yield *found, [sys.executable, "-m", "tests.live_writer", *command]
        db.session.remove()
        db.engine.dispose()


def _meeting_under_way(make):
    branch = make.branch()
    secretary = make.member("Trần Thị Hạnh", branch=branch, position=Position.SECRETARY)
    by = make.actor(Role.SECRETARY, at=branch, member=secretary)
    plan = {
        **dict.fromkeys(PLAN_FIELDS),
        "period": HELD_ON.replace(day=1),
        "held_on": HELD_ON,
        "start_time": clock(14),
        "place": "Phòng họp tầng 3",
        "mode": MeetingMode.IN_PERSON,
    }
    meeting = plan_meeting(branch, MeetingType.REGULAR, plan, by=by, now=NOW)
    open_meeting(meeting, began_time=clock(14), by=by, now=NOW)
    leaders = [
        make.account(member=make.member(branch=branch, position=Position.SECRETARY), at=branch)
        for _ in range(WRITERS)
    ]
    return meeting, [str(account.id) for account in leaders]


class Writers:
    """The process that forks writers, and what they have told."""

    def __init__(self, process):
        self.process = process
        assert process.stdout.readline() == "ready\n"
        self.told = []

    def start(self, account, tag, times, units):
        self.process.stdin.write(" ".join((account, tag, str(times), *units)) + "\n")
        self.process.stdin.flush()
        return self.until(lambda told: told.get("forked"))

    def until(self, wanted):
        """Read on until somebody tells what is wanted."""
        while True:
            told = json.loads(self.process.stdout.readline())
            self.told.append(told)
            if found := wanted(told):
                return found

    def running(self):
        ended = {told["pid"] for told in self.told if "done" in told or "error" in told}
        return {told["forked"] for told in self.told if "forked" in told} - ended

    def acknowledged(self):
        return [told for told in self.told if "word" in told]


@contextmanager
def writers_at(command):
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            writers = Writers(process)
            yield writers
            process.stdin.close()
            writers.told += [json.loads(line) for line in process.stdout]
        finally:
            process.kill()


def gone(pid):
    """Killed without a warning, and nothing of it left."""
    with suppress(ProcessLookupError):
        os.kill(pid, 9)
        while True:
            os.kill(pid, 0)
            time.sleep(0.002)


@pytest.fixture(scope="module")
def survivors(place):
    """Twenty writers, each killed at a moment of its own."""
    _meeting_id, accounts, items, command = place
    moments = random.Random(20261124)
    with writers_at(command) as writers:
        for count in range(ROUNDS):
            before = len(writers.acknowledged())
            pid = writers.start(accounts[count % WRITERS], f"k{count}", 9999, items[:3])
            writers.until(lambda told: "word" in told)  # it has begun
            time.sleep(moments.uniform(0, 0.12))
            gone(pid)
            assert len(writers.acknowledged()) > before
    return writers


@pytest.fixture(scope="module")
def eight(place, survivors):
    """Eight writers at one and the same text, after the killed ones."""
    _meeting_id, accounts, items, command = place
    with writers_at(command) as writers:
        for count, account in enumerate(accounts):
            writers.start(account, f"w{count}", TIMES, items[4:5])
        while writers.running():
            writers.until(lambda told: "done" in told or "error" in told)
    return writers


@pytest.fixture(autouse=True)
def nothing_stays_locked(place):
    yield
    db.session.rollback()


def stands(meeting_id):
    meeting = db.session.get(Meeting, meeting_id)
    return present_units(meeting, UnitKind, with_restricted=True)


def test_every_acknowledged_save_is_there_after_a_kill(place, survivors):
    meeting_id = place[0]
    present = stands(meeting_id)

    for told in survivors.acknowledged()[:: max(1, len(survivors.acknowledged()) // 120)]:
        unit = told["unit"]
        then = values_at(present[unit].values, meeting_id, unit, told["number"])
        assert told["word"] == then["content"].rsplit(" ", 1)[-1]
    for told in survivors.acknowledged():
        assert told["word"] in present[told["unit"]].values["content"].split()


def test_a_kill_leaves_numbers_without_a_gap_and_a_history_that_fits(place, survivors):
    meeting = db.session.get(Meeting, place[0])
    numbers = db.session.execute(
        select(Revision.unit, Revision.number).order_by(Revision.unit, Revision.number)
    ).all()

    by_unit = {}
    for unit, number in numbers:
        by_unit.setdefault(unit, []).append(number)
    assert all(found == list(range(1, len(found) + 1)) for found in by_unit.values())
    assert broken_revision(meeting) is None


def test_eight_writers_at_one_text_lose_no_word_and_meet_no_error(place, eight):
    item_id = place[2][4].partition(":")[2]
    words = set(db.session.get(AgendaItem, UUID(item_id)).content.split())

    assert [told for told in eight.told if "error" in told] == []
    assert words >= {f"w{writer}.{count}" for writer in range(WRITERS) for count in range(TIMES)}
    assert broken_revision(db.session.get(Meeting, place[0])) is None
