"""Documents as answers to a request: the file to keep, and the pages to look at.

Views name what is wanted in their address: `<any(pdf, docx, txt):extension>`, `<int:number>`.
"""

from collections.abc import Sequence
from typing import Any

from flask import Response, abort, request

from app.documents.files import FORMATS, file_name
from app.documents.model import Document
from app.web.downloads import attachment


def sent(document: Document, *name: str) -> Response:
    """The document as a file of the kind the address names, called after the parts of `name`.

    :raises DocumentEngineMissing: if a PDF is wanted and cannot be drawn on this machine.
    """
    extension = _asked("extension")
    kind = FORMATS[extension]
    return attachment(
        kind.draw(document),
        name=file_name(*name, extension=extension),
        media_type=kind.media_type,
    )


def pictured(pages: Sequence[bytes]) -> Response:
    """The page that the address names, as a picture; 404 beyond the last."""
    number = _asked("number")
    if not 1 <= number <= len(pages):
        abort(404)
    return Response(pages[number - 1], mimetype="image/png")


def _asked(name: str) -> Any:
    return (request.view_args or {})[name]
