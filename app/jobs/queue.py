"""The bell between pages and worker: a huey queue in the instance folder, and a lock beside it.

A worker holds the lock as long as it lives, and the kernel lets go of it however it dies: who finds
the lock free knows at once that nobody works.
"""

import fcntl
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from flask import Flask, current_app
from huey import SqliteHuey

from app.jobs.kinds import Chore, Kind
from app.jobs.models import Job

Bell = Callable[[str], object]


def install(app: Flask, kinds: Sequence[Kind], chores: Sequence[Chore] = ()) -> None:
    app.extensions["jobs"] = {kind.name: kind for kind in kinds}
    app.extensions["chores"] = tuple(chores)


def kinds() -> Mapping[str, Kind]:
    return cast(Mapping[str, Kind], current_app.extensions["jobs"])


def chores() -> Sequence[Chore]:
    return cast(Sequence[Chore], current_app.extensions["chores"])


def folder_of(app: Flask) -> Path:
    folder = Path(app.instance_path) / "jobs"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def open_queue(app: Flask, do: Bell = str) -> tuple[SqliteHuey, Bell]:
    """The queue of this installation and its bell; the worker says what it will `do` on a ring."""
    queue = SqliteHuey(
        "nenep", filename=str(folder_of(app) / "queue.sqlite"), results=False, fsync=True
    )

    def bell(job_id: str) -> None:
        do(job_id)

    return queue, queue.task()(bell)


def ring(job: Job) -> None:
    """Wake the worker, after the transaction that keeps the job has been committed."""
    queue, bell = open_queue(current_app)
    try:
        bell(str(job.id))
    finally:
        queue.storage.close()


def has_worker() -> bool:
    with _locked(current_app, fcntl.LOCK_SH) as is_free:
        return not is_free


@contextmanager
def only_worker(app: Flask) -> Iterator[bool]:
    """Hold the place of the worker; False if somebody has it."""
    with _locked(app, fcntl.LOCK_EX) as is_mine:
        yield is_mine


@contextmanager
def _locked(app: Flask, how: int) -> Iterator[bool]:
    with (folder_of(app) / "worker.lock").open("a") as file:
        try:
            fcntl.flock(file, how | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True
