"""What the worker makes, as answers to a request: a page that follows the work, and the file."""

from collections.abc import Iterable

from flask import Response, abort
from flask.typing import ResponseReturnValue

from app.files.service import path_of
from app.jobs.models import Job
from app.jobs.queue import has_worker
from app.web.downloads import attached_file, files_folder

_REFRESH_SECONDS = "3"


def following(page: str, jobs: Iterable[Job]) -> ResponseReturnValue:
    """Without script too the page follows the work, as long as there is something to wait for."""
    is_moving = any(job.is_under_way for job in jobs) and has_worker()
    return page, {"Refresh": _REFRESH_SECONDS} if is_moving else {}


def made(job: Job) -> Response:
    """404 until it is made, or where it is no longer on this machine."""
    path = path_of(job.sha256, files_folder()) if job.sha256 else None
    if path is None or not path.is_file():
        abort(404)
    return attached_file(path, name=job.file_name or "", media_type=job.media_type or "")
