"""A kept file as an answer to a request."""

from flask import Response, abort

from app.files.models import StoredFile
from app.files.service import path_of
from app.web.downloads import attachment, files_folder


def sent_back(file: StoredFile | None) -> Response:
    """As it came; 404 where there is none, or where it is no longer on this machine."""
    path = path_of(file.sha256, files_folder()) if file else None
    if file is None or path is None or not path.is_file():
        abort(404)
    return attachment(path.read_bytes(), name=file.name, media_type=file.media_type)
