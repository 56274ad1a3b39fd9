"""kill -9 at any moment of sealing leaves all of it or nothing, twenty times over."""

import hashlib
import json
import subprocess
import sys
from datetime import date

import pytest
from flask_migrate import upgrade
from sqlalchemy import select

from app import create_app
from app.access.permissions import Role
from app.audit.events import Event
from app.audit.models import AuditEntry
from app.audit.rules import FIRST_HASH
from app.extensions import db
from app.files.service import read_kept
from app.meetings.models import Meeting
from app.meetings.rules.life import MeetingType
from app.minutes.models import Confirmation, MinutesRecord, MinutesSeal, SealedFile, SealHead
from app.numbering.models import NumberCounter, NumberEntry
from tests.architecture.sources import ROOT
from tests.factory import Make
from tests.minutes.sittings import adopted, confirmed, held, people
from tests.postgres import shared_database

ROUNDS = 20


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    with shared_database("killed", tmp_path_factory.mktemp("killed")) as url:
        yield url


@pytest.fixture(scope="module")
def instance(tmp_path_factory):
    return tmp_path_factory.mktemp("instance")


@pytest.fixture(scope="module")
def records(url, instance):
    """Minutes of one branch that wait for their minute-taker alone."""
    app = create_app({"INSTANCE": instance, "DATABASE_URL": url, "SECRET_KEY": "sealing"})
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
        group = people(Make())
        waiting = []
        for number in range(ROUNDS + 2):
            sitting = held(
                Make(),
                group=group,
                held_on=date(2026, 1 + number % 10, 2 + number // 10),
                meeting_type=MeetingType.EXTRAORDINARY,
            )
            record = adopted(sitting)
            confirmed(record, Role.CHAIR, instance / "files")
            waiting.append(record.id)
        db.session.commit()
        db.session.remove()
        yield waiting
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="module")
def process(url, instance, records):
    command = [sys.executable, "-m", "tests.sealing_process", str(instance), url]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as running:
        try:
            assert running.stdout.readline() == "ready\n"
            yield running
        finally:
            running.kill()


def let_seal(process, record_id, seconds):
    process.stdin.write(f"{record_id} {seconds}\n")
    process.stdin.flush()
    return process.stdout.readline().split()


def traces_of(record_id, folder):
    """Whether each part of a seal is there; files count only if their bytes are right."""
    try:
        return _traces_of(record_id, folder)
    finally:
        db.session.remove()  # and with it the lock that would keep the next round waiting


def _traces_of(record_id, folder):
    record = db.session.get_one(MinutesRecord, record_id)
    meeting = db.session.get_one(Meeting, record.meeting_id)
    lines = db.session.scalars(
        select(AuditEntry).where(
            AuditEntry.subject_id == meeting.id, AuditEntry.event == Event.MINUTES_SEALED.value
        )
    ).all()
    files = db.session.scalars(select(SealedFile).where(SealedFile.record_id == record_id)).all()
    for file in files:
        assert len(read_kept(file.sha256, folder=folder)) == file.size
    signed = db.session.scalars(
        select(Confirmation.role).where(Confirmation.record_id == record_id)
    ).all()
    entry = db.session.scalar(select(NumberEntry).where(NumberEntry.document_id == record_id))
    return {
        "number": record.number_symbol is not None,
        "register": entry is not None and entry.symbol == record.number_symbol,
        "seal": db.session.get(MinutesSeal, record_id) is not None,
        "files": {file.extension for file in files} == {"pdf", "docx"},
        "trail": len(lines) == 1,
        "both signed": len(signed) == 2,
        "meeting": meeting.sealed_at is not None,
    }


def test_a_kill_leaves_all_or_nothing_and_the_next_seal_works(process, records, instance):
    folder = instance / "files"
    waiting = list(records)
    outcome, took = let_seal(process, waiting.pop(0), 60)
    assert outcome == "done"
    killed = sealed = 0

    for number in range(ROUNDS):
        # From at once to well after the commit, so that some are killed and some get through:
        # the last in any case, for a busy machine takes longer than it took the first time.
        is_last = number == ROUNDS - 1
        let_seal(process, waiting[0], 60 if is_last else float(took) * 1.6 * number / ROUNDS)
        traces = traces_of(waiting[0], folder)
        assert len(set(traces.values())) == 1, f"round {number}: {traces}"
        if traces["seal"]:
            sealed += 1
            waiting.pop(0)
        else:
            killed += 1
    assert killed
    assert sealed
    assert let_seal(process, waiting[0], 60)[0] == "done"

    db.session.remove()
    chain = db.session.scalars(select(MinutesSeal).order_by(MinutesSeal.sequence)).all()
    numbers = db.session.scalars(select(NumberEntry.number).order_by(NumberEntry.number)).all()
    assert len(chain) == sealed + 2
    assert list(numbers) == list(range(1, len(chain) + 1))
    assert db.session.scalar(select(NumberCounter.last_number)) == len(chain)
    before = FIRST_HASH
    for seal in chain:
        assert seal.previous_hash == before
        before = hashlib.sha256(f"{before}\n{seal.snapshot}".encode()).hexdigest()
        assert seal.hash == before
        assert json.loads(seal.snapshot)["sequence"] == seal.sequence
    assert db.session.scalar(select(SealHead.hash)) == before
