"""A document as the file somebody downloads, and as the pictures of its pages.

Drawing is pure: the same document gives the same bytes, so what was drawn lately is kept.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from app.documents.model import Document
from app.documents.pdf import render_pdf
from app.documents.preview import render_pages
from app.documents.serialise import to_json
from app.documents.text import render_text
from app.documents.word import render_docx
from app.kernel.text import fold

_PAGE_WIDTH_PX = 1240
_KEPT = 32


@dataclass(frozen=True)
class Format:
    media_type: str
    draw: Callable[[Document], bytes]


@lru_cache(maxsize=_KEPT)
def pdf_of(document: Document) -> bytes:
    """:raises DocumentEngineMissing: if the libraries that draw PDF are not installed."""
    return render_pdf(document)


@lru_cache(maxsize=_KEPT)
def pages_of(document: Document) -> tuple[bytes, ...]:
    """One picture a page.

    :raises DocumentEngineMissing: if the libraries that draw PDF are not installed.
    """
    return pictures_of(pdf_of(document))


@lru_cache(maxsize=_KEPT)
def pictures_of(pdf: bytes) -> tuple[bytes, ...]:
    """One picture a page of a file that was drawn before."""
    return tuple(render_pages(pdf, _PAGE_WIDTH_PX))


FORMATS = {
    "pdf": Format("application/pdf", pdf_of),
    "docx": Format(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document", render_docx
    ),
    "txt": Format("text/plain", lambda document: render_text(document).encode()),
    "json": Format("application/json", lambda document: to_json(document).encode()),
}


def digest(document: Document) -> str:
    """SHA-256 of the document's canonical text: equal documents, equal digests."""
    return hashlib.sha256(to_json(document).encode()).hexdigest()


def file_name(*parts: str, extension: str) -> str:
    """`bien-ban_chi-bo-tong-hop-kinh-te_2026-11_ban-1.pdf`: plain letters, for every system."""
    plain = (re.sub(r"[^a-z0-9]+", "-", fold(part)).strip("-")[:60] for part in parts)
    return f"{'_'.join(filter(None, plain))}.{extension}"
