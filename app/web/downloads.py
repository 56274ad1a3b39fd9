"""Handing out files: always as attachments, never interpreted by the browser."""

import re
from pathlib import Path
from urllib.parse import quote

from flask import Response, current_app, send_file

from app.kernel.text import fold

_UNSAFE = re.compile(r"[^A-Za-z0-9_.-]")


def attachment(content: bytes, *, name: str, media_type: str) -> Response:
    return _marked(Response(content, mimetype=media_type), name)


def attached_file(path: Path, *, name: str, media_type: str) -> Response:
    """The same for a file on disk, which may be large and is never read as a whole."""
    return _marked(send_file(path, mimetype=media_type, etag=False), name)


def _marked(response: Response, name: str) -> Response:
    # A header holds Latin letters at most; whoever reads UTF-8 gets the name itself.
    plain = _UNSAFE.sub("-", fold(name))
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    )
    # Even if somebody opens it in place, nothing in it may run.
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def files_folder() -> Path:
    return Path(current_app.instance_path) / "files"
