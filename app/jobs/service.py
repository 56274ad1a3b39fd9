from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.access.permissions import Actor
from app.extensions import db
from app.files.service import path_of
from app.jobs.kinds import Made
from app.jobs.models import Job
from app.jobs.queries import jobs_of, unfinished_jobs
from app.jobs.rules import PROBLEM_LENGTH, JobState, after_interruption
from app.organisations.models import Organisation


def ask_for(
    kind: str,
    organisation: Organisation,
    wanted: dict[str, Any],
    *,
    total: int,
    folder: Path,
    by: Actor,
    now: datetime,
) -> Job:
    """The job that does this: a new one, unless the same is under way or its file is there."""
    # Two who ask at once stand in line here; the second finds the first one's job.
    db.session.execute(
        select(Organisation.id).where(Organisation.id == organisation.id).with_for_update()
    )
    for job in jobs_of(organisation.id, kind):
        if job.wanted == wanted and _still_serves(job, folder):
            return job
    job = Job(
        kind=kind,
        organisation=organisation,
        account_id=by.account_id,
        actor_name=by.name,
        wanted=wanted,
        total=total,
        created_at=now,
    )
    db.session.add(job)
    return job


def _still_serves(job: Job, folder: Path) -> bool:
    if job.sha256 is not None:
        return path_of(job.sha256, folder).is_file()
    return job.state is not JobState.FAILED


def begin_job(job: Job, *, now: datetime) -> None:
    job.state, job.started_at, job.done = JobState.RUNNING, now, 0


def finish_job(job: Job, made: Made, *, sha256: str, size: int, now: datetime) -> None:
    job.state, job.finished_at, job.problem = JobState.DONE, now, None
    job.done = job.total
    job.file_name, job.media_type = made.name, made.media_type
    job.sha256, job.size = sha256, size


def fail_job(job: Job, problem: str, *, now: datetime) -> None:
    job.state, job.finished_at = JobState.FAILED, now
    job.problem = problem[:PROBLEM_LENGTH]


def take_up_again(*, now: datetime) -> list[Job]:
    """What a worker that begins finds to do: it is the only one, so nothing really runs.

    Work that was under way when its worker died starts again; the second time it is given up.
    """
    for job in unfinished_jobs():
        if job.state is JobState.RUNNING:
            job.state, job.problem = after_interruption(job.problem)
            job.finished_at = now if job.state is JobState.FAILED else None
    return [job for job in unfinished_jobs() if job.state is JobState.WAITING]
