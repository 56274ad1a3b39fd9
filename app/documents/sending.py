"""Documents as answers to a request: the file to keep, and the pages to look at."""

from flask import Response, abort

from app.documents.files import FORMATS, file_name, pages_of
from app.documents.model import Document
from app.web.downloads import attachment


def sent(document: Document, *name: str, extension: str) -> Response:
    """The document as a file of this kind, named after the parts of `name`.

    :raises DocumentEngineMissing: if a PDF is wanted and cannot be drawn on this machine.
    """
    kind = FORMATS[extension]
    return attachment(
        kind.draw(document),
        name=file_name(*name, extension=extension),
        media_type=kind.media_type,
    )


def pictured(document: Document, number: int) -> Response:
    """One page of the document as a picture; 404 beyond the last."""
    pages = pages_of(document)
    if not 1 <= number <= len(pages):
        abort(404)
    return Response(pages[number - 1], mimetype="image/png")
