"""Eight processes write the same records at once: nothing is lost, nobody is refused."""

import json
import subprocess
import sys

import pytest
from flask_migrate import upgrade
from sqlalchemy import func, select

from app import create_app
from app.audit.models import AuditEntry, AuditHead
from app.extensions import db
from app.numbering.models import NumberEntry
from app.people.models import Member
from tests.architecture.sources import ROOT
from tests.factory import Make
from tests.postgres import shared_database

WRITERS, TIMES = 8, 12


@pytest.fixture(scope="module")
def shared_url(tmp_path_factory):
    with shared_database("writers", tmp_path_factory.mktemp("writers")) as url:
        yield url


@pytest.fixture(scope="module")
def reports(shared_url, tmp_path_factory):
    """What each writer tells, with the database they wrote to at hand."""
    instance = tmp_path_factory.mktemp("instance")
    app = create_app({"INSTANCE": instance, "DATABASE_URL": shared_url, "SECRET_KEY": "writers"})
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
        make = Make()
        branch = make.branch()
        member = make.member(branch=branch)
        db.session.commit()
        about = [str(instance), shared_url, str(member.id), str(branch.id), str(TIMES)]
        db.session.remove()
        yield written_at_once([sys.executable, "-m", "tests.concurrent_writer", *about])
        db.session.remove()
        db.engine.dispose()


def written_at_once(command):
    writers = [
        subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(WRITERS)
    ]
    try:
        for writer in writers:
            assert writer.stdout.readline() == "ready\n"
        for writer in writers:
            writer.stdin.write("go\n")
            writer.stdin.flush()
        return [json.loads(writer.communicate(timeout=120)[0]) for writer in writers]
    finally:
        for writer in writers:
            writer.kill()
            writer.wait()


def test_no_writer_is_refused(reports):
    assert [report["errors"] for report in reports] == [[]] * WRITERS


def test_every_change_of_a_versioned_row_is_kept(reports):
    assert db.session.scalar(select(Member.birth_year)) == WRITERS * TIMES
    assert db.session.scalar(select(Member.version)) == WRITERS * TIMES + 1


def test_every_document_has_a_number_of_its_own_and_none_is_missing(reports):
    taken = db.session.scalars(select(NumberEntry.number).order_by(NumberEntry.number)).all()
    assert taken == list(range(1, WRITERS * TIMES + 1))


def test_the_trail_stays_one_line(reports):
    sequence = db.session.scalars(select(AuditEntry.sequence).order_by(AuditEntry.sequence)).all()
    head = db.session.scalars(select(AuditHead)).one()
    linked = db.session.scalar(
        select(func.count())
        .select_from(AuditEntry)
        .where(AuditEntry.previous_hash.in_(select(AuditEntry.hash)))
    )

    assert sequence == list(range(1, WRITERS * TIMES + 1))
    assert head.sequence == len(sequence)
    assert linked == len(sequence) - 1
