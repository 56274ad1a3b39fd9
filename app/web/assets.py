"""Static files under addresses that change with their content: a browser keeps each for good."""

import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, current_app, request

_FOR_GOOD = "public, max-age=31536000, immutable"


def asset(filename: str) -> str:
    """The address of a file below app/static.

    :raises FileNotFoundError: for a file that is not there; a page never names one in vain.
    """
    folder = current_app.static_folder
    assert folder is not None
    path = Path(folder) / filename
    changed_at = path.stat().st_mtime_ns if current_app.debug else 0
    version = _fingerprint(path, changed_at)
    return f"{request.script_root}{current_app.static_url_path}/{filename}?v={version}"


@lru_cache(maxsize=256)
def _fingerprint(path: Path, _changed_at: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def install(app: Flask) -> None:
    app.jinja_env.globals["asset"] = asset
    app.after_request(_keep)


def _keep(response: Response) -> Response:
    if request.endpoint == "static" and "v" in request.args and response.status_code == 200:
        response.headers["Cache-Control"] = _FOR_GOOD
    return response
