"""Work is done whole or not at all, whatever kills the worker."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.access.permissions import Role
from app.books.queries import BookOf, book_data
from app.books.rules import BookKind
from app.books.service import bind_book, order_book
from app.extensions import db
from app.files.service import path_of
from app.jobs.kinds import Kind, Made
from app.jobs.models import Job
from app.jobs.queue import folder_of, has_worker, only_worker, open_queue, ring
from app.jobs.rules import GIVEN_UP, INTERRUPTED, JobState
from app.jobs.service import take_up_again
from app.jobs.worker import do_job
from app.kernel.database import reading_only
from app.kernel.errors import RuleBroken
from app.minutes.rules.records import Copy
from app.web.downloads import files_folder
from tests.books.shelf import Shelf
from tests.factory import NOW

ROOT = Path(__file__).parents[2]


@pytest.fixture
def kinds(app, monkeypatch):
    """What the worker can do, for this test alone."""
    found: dict[str, Kind] = {}
    monkeypatch.setitem(app.extensions, "jobs", found)
    return found


@pytest.fixture
def job(make) -> Job:
    job = Job(
        kind="copy",
        organisation=make.branch(),
        account_id=uuid4(),
        actor_name="Trần Thị Hạnh",
        wanted={"text": "Sổ"},
        total=2,
        created_at=NOW,
    )
    db.session.add(job)
    db.session.commit()
    return job


def kind_that(make_it, note=lambda job, now: None) -> Kind:
    return Kind("copy", make_it, note)


def scratch_of(app) -> list[Path]:
    return [path for path in (folder_of(app) / "making").rglob("*") if path.is_file()]


def test_a_job_is_done_from_its_order_to_its_file(app, job, kinds):
    noted, heard, before = [], [], reading_only.get()

    def make_it(order, folder, report):
        assert reading_only.get()
        report(1)
        heard.append(db.session.get_one(Job, job.id).done)
        assert (order.organisation_id, order.asked_at) == (job.organisation_id, NOW)
        (folder / "made").write_text(order.wanted["text"], "utf-8")
        return Made(folder / "made", "so.txt", "text/plain")

    kinds["copy"] = kind_that(make_it, lambda job, now: noted.append(job.id))

    do_job(job.id)

    assert (job.state, job.done, heard, noted) == (JobState.DONE, 2, [1], [job.id])
    assert path_of(job.sha256, files_folder()).read_text("utf-8") == "Sổ"
    assert (job.file_name, job.media_type, job.size) == ("so.txt", "text/plain", 4)
    assert job.started_at <= job.finished_at
    assert reading_only.get() is before
    assert scratch_of(app) == []


@pytest.mark.parametrize("state", [JobState.RUNNING, JobState.DONE, JobState.FAILED])
def test_only_waiting_jobs_are_begun(job, kinds, state):
    job.state = state
    db.session.commit()

    do_job(job.id)

    assert job.state is state


def test_a_job_nobody_knows_is_left_alone(kinds, db):
    do_job(uuid4())


def test_what_a_rule_refuses_is_told_as_it_is(job, kinds):
    def refuse(order, folder, report):
        raise RuleBroken("Chưa có gì để đóng sổ.")

    kinds["copy"] = kind_that(refuse)

    do_job(job.id)

    assert (job.state, job.problem) == (JobState.FAILED, "Chưa có gì để đóng sổ.")


def test_a_failure_leaves_no_file_and_a_number_to_ask_by(app, job, kinds):
    before = reading_only.get()

    def break_down(order, folder, report):
        (folder / "half").write_text("nửa")
        raise ZeroDivisionError

    kinds["copy"] = kind_that(break_down)

    do_job(job.id)

    assert job.state is JobState.FAILED
    assert "ZeroDivisionError, mã " in job.problem
    assert job.sha256 is None
    assert scratch_of(app) == []
    assert reading_only.get() is before


def test_what_cannot_be_noted_is_not_done(job, kinds):
    def make_it(order, folder, report):
        (folder / "made").write_text("Sổ")
        return Made(folder / "made", "so.txt", "text/plain")

    def note(job, now):
        raise ValueError("no such event")

    kinds["copy"] = kind_that(make_it, note)

    do_job(job.id)

    assert job.state is JobState.FAILED
    assert job.sha256 is None


def test_interrupted_work_waits_again_and_is_given_up_the_second_time(job):
    job.state = JobState.RUNNING
    assert take_up_again(now=NOW) == [job]
    assert (job.state, job.problem, job.finished_at) == (JobState.WAITING, INTERRUPTED, None)

    job.state = JobState.RUNNING

    assert take_up_again(now=NOW) == []
    assert (job.state, job.problem, job.finished_at) == (JobState.FAILED, GIVEN_UP, NOW)


def test_there_is_one_worker_and_pages_see_it(app, db):
    assert not has_worker()
    with only_worker(app) as first, only_worker(app) as second:
        assert (first, second) == (True, False)
        assert has_worker()
    assert not has_worker()


def test_a_second_worker_goes_away_with_a_sentence(app, db):
    with only_worker(app):
        result = app.test_cli_runner().invoke(args=["jobs", "work"])

    assert result.exit_code == 1
    assert "một máy chủ chỉ cần một" in result.output


def test_a_ring_names_the_job(app, job):
    queue, _bell = open_queue(app)
    queue.storage.flush_queue()

    ring(job)

    task = queue.dequeue()
    queue.storage.close()
    assert task.args == (str(job.id),)


@contextmanager
def worker(app, **settings):
    """A real one, on the database and the folder of the tests."""
    settings |= {
        "INSTANCE": app.instance_path,
        "DATABASE_URL": app.config["DATABASE_URL"],
        "SECRET_KEY": "tests",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", f"app:create_app({settings!r})", "jobs", "work"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_for(condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        db.session.rollback()  # on SQLite the worker cannot write while we look
        time.sleep(0.05)


def fresh() -> Job:
    db.session.rollback()
    return db.session.scalars(select(Job).execution_options(populate_existing=True)).one()


@pytest.fixture
def ordered(make) -> BookOf:
    """The book of six minutes, asked for."""
    shelf = Shelf(make)
    shelf.months(2025, range(1, 7))
    book = BookOf(shelf.branch, BookKind.BRANCH, 2025)
    actor = make.actor(Role.SECRETARY, at=shelf.branch)
    job = order_book(
        book, copy=Copy.FULL, extension="pdf", folder=files_folder(), by=actor, now=NOW
    )
    db.session.commit()
    ring(job)
    return book


def test_a_killed_worker_leaves_nothing_half_and_the_next_one_does_it_again(app, ordered, tmp_path):
    with worker(app) as killed:
        wait_for(lambda: fresh().done >= 2)
        assert has_worker()
        killed.send_signal(signal.SIGKILL)
        killed.wait()
    job = fresh()
    assert (job.state, job.sha256) == (JobState.RUNNING, None)
    assert not has_worker()

    with worker(app) as next_one:
        wait_for(lambda: fresh().state is JobState.DONE)
        next_one.send_signal(signal.SIGTERM)
        assert next_one.wait(timeout=20) == 0

    job = fresh()
    kept = path_of(job.sha256, files_folder()).read_bytes()
    data = book_data(ordered, Copy.FULL, on=date(2026, 11, 3))
    out = tmp_path / "same"
    bind_book(data, Copy.FULL, extension="pdf", out=out, folder=tmp_path, report=lambda done: None)
    assert kept == out.read_bytes()
    assert (job.done, job.problem) == (6, None)
    assert not has_worker()
    assert scratch_of(app) == []


def test_a_worker_that_is_there_hears_the_ring(app, make):
    shelf = Shelf(make)
    shelf.months(2025, range(1, 2))
    actor = make.actor(Role.SECRETARY, at=shelf.branch)
    db.session.commit()
    with worker(app):
        wait_for(has_worker)
        job = order_book(
            BookOf(shelf.branch, BookKind.BRANCH, 2025),
            copy=Copy.FULL,
            extension="docx",
            folder=files_folder(),
            by=actor,
            now=NOW,
        )
        db.session.commit()
        ring(job)
        wait_for(lambda: fresh().state is JobState.DONE)
