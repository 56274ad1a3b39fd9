"""The process that does the work: one at a time, so that it never takes much memory."""

import secrets
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import structlog
from flask import Flask, current_app
from huey import crontab

from app.extensions import db
from app.files.service import keep_file
from app.jobs.kinds import Kind, Order
from app.jobs.models import Job
from app.jobs.queries import get_job
from app.jobs.queue import chores, folder_of, kinds, only_worker, open_queue
from app.jobs.rules import JobState
from app.jobs.service import begin_job, fail_job, finish_job, take_up_again
from app.kernel.clock import now
from app.kernel.errors import RuleBroken
from app.kernel.transaction import reading, transaction, writing
from app.web.downloads import files_folder

log = structlog.get_logger()

_LONGEST_NAP = 1  # seconds until a ring is heard


def work(app: Flask) -> bool:
    """Do what comes until the process is told to stop; False if another worker is at it."""
    with only_worker(app) as is_mine:
        if is_mine:
            _serve(app)
        return is_mine


def _serve(app: Flask) -> None:
    def do(job_id: str) -> None:
        with app.app_context():
            do_job(UUID(job_id))

    def look_around() -> None:
        with app.app_context():
            do_chores()

    queue, bell = open_queue(app, do)
    queue.periodic_task(crontab())(look_around)
    shutil.rmtree(_scratch(app), ignore_errors=True)  # what a killed worker left half-written
    queue.storage.flush_queue()
    with transaction():
        waiting = [str(job.id) for job in take_up_again(now=now())]
    for job_id in waiting:
        bell(job_id)
    consumer = queue.create_consumer(
        workers=1, periodic=True, initial_delay=0.1, max_delay=_LONGEST_NAP
    )
    consumer.run()


def do_chores() -> None:
    """One after the other; the failure of one keeps none of the others back."""
    for chore in chores():
        try:
            chore()
        except Exception:
            db.session.rollback()
            log.exception("chore failed", chore=chore.__name__)


def do_job(job_id: UUID) -> None:
    """Do a job that waits, whole or not at all; one that is done or under way is left alone."""
    with transaction():
        job = get_job(job_id)
        if job is None or job.state is not JobState.WAITING:
            return
        begin_job(job, now=now())
        kind = kinds()[job.kind]
        order = Order(job.organisation_id, dict(job.wanted), job.created_at)
    try:
        _make(job_id, kind, order)
    except RuleBroken as refusal:
        _fail(job_id, refusal.message)
    except Exception as problem:
        reference = secrets.token_hex(4).upper()
        log.exception("job failed", job=str(job_id), reference=reference)
        _fail(
            job_id,
            f"Không làm được do lỗi của máy chủ ({type(problem).__name__}, mã {reference}). "
            "Bấm tạo lại; nếu vẫn vậy, báo người quản trị mã này.",
        )


def _make(job_id: UUID, kind: Kind, order: Order) -> None:
    files = files_folder()
    files.mkdir(parents=True, exist_ok=True)
    scratch = _scratch(current_app)
    scratch.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=scratch) as folder:
        with reading():
            made = kind.make(order, Path(folder), lambda done: _report(job_id, done))
        size = made.path.stat().st_size
        sha256 = keep_file(made.path, files)
    with transaction():
        job = _job(job_id)
        finish_job(job, made, sha256=sha256, size=size, now=now())
        kind.note(job, now())


def _report(job_id: UUID, done: int) -> None:
    with writing():
        _job(job_id).done = done


def _fail(job_id: UUID, problem: str) -> None:
    db.session.rollback()
    with transaction():
        fail_job(_job(job_id), problem, now=now())


def _job(job_id: UUID) -> Job:
    job = get_job(job_id)
    if job is None:
        raise LookupError(f"job {job_id} has vanished")
    return job


def _scratch(app: Flask) -> Path:
    """On the file system of the kept files, so that a finished one is moved there whole."""
    return folder_of(app) / "making"
