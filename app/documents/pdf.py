"""PDF by WeasyPrint: archival (PDF/A-2a), tagged, with our own fonts, cut off from everything else.

WeasyPrint is imported on first use, because without Pango the import itself fails and the rest
of the application must live on.
"""

import re
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import unquote, urlsplit

from app.documents.layout import settle
from app.documents.measure import FOLDER
from app.documents.model import Document
from app.documents.page import css_of, html_of
from app.documents.styles import STYLES

INSTALL_HINT = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
_OUTPUT_INTENT = "documents-srgb"
_GLUE_IN_CMAP = re.compile(rb" <00a0>$")
_BASE_URL = FOLDER.as_uri() + "/"

# Pango's font map is shared by all renderings and not thread-safe.
_one_at_a_time = Lock()


class DocumentEngineMissing(RuntimeError):
    """The libraries that draw PDF are not installed on this machine."""

    def __init__(self) -> None:
        super().__init__(f"Chưa cài thư viện tạo PDF. Người quản trị máy chạy: {INSTALL_HINT}")


def render_pdf(document: Document, *, first_page: int | None = None) -> bytes:
    """Draw the document; the same document gives the same bytes, in any process.

    :param first_page: the number of its first page in a book, whose pages are all numbered.
    :raises DocumentEngineMissing: if Pango is not installed.
    """
    settled = settle(document)
    return write_pdf(html_of(settled), settled.style, first_page=first_page)


def warm_up() -> None:
    """Load the engine and the fonts, so that the first reader does not wait for them."""
    write_pdf("<p>1</p>", next(iter(STYLES)))


def write_pdf(html: str, style: str, *, first_page: int | None = None) -> bytes:
    """Set one page of HTML; it can load nothing but the files of `templates/documents/`.

    :raises RuntimeError: if the page asks for anything else.
    """
    weasyprint, fatal = _engine()
    with _one_at_a_time:
        fonts, sheet = _sheet(style)
        page = weasyprint.HTML(string=html, base_url=_BASE_URL, url_fetcher=_fetcher())
        try:
            pdf: bytes = page.write_pdf(
                stylesheets=[sheet, *_numbered_from(first_page)],
                font_config=fonts,
                color_profiles={_OUTPUT_INTENT: _srgb()},
                pdf_variant="pdf/a-2a",
                output_intent=_OUTPUT_INTENT,
                finisher=_read_glue_as_space,
            )
        except fatal as leak:  # a BaseException: nobody above would catch it
            raise RuntimeError(str(leak)) from leak
    return pdf


def _numbered_from(first_page: int | None) -> list[Any]:
    if first_page is None:
        return []
    weasyprint, _ = _engine()
    running = f"counter-reset: page {first_page}; @top-center {{ content: counter(page); }}"
    return [weasyprint.CSS(string=f"@page :first {{ {running} }}")]


@lru_cache(maxsize=1)
def _engine() -> tuple[Any, type[BaseException]]:
    try:
        import weasyprint  # noqa: PLC0415
        from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415
    except OSError as missing:
        raise DocumentEngineMissing from missing
    return weasyprint, FatalURLFetchingError


def _read_glue_as_space(_: object, pdf: Any) -> None:
    """Let a search for "ngày 25" find the no-break space that holds the two together."""
    for thing in pdf.objects:
        lines = getattr(thing, "stream", ())
        if b"endcmap" in lines:
            thing.stream = [_GLUE_IN_CMAP.sub(b" <0020>", line) for line in lines]


def _srgb() -> Any:
    """A fresh sRGB profile: a used one is written differently, WeasyPrint's own leaks a file."""
    from weasyprint.css import ColorProfile  # noqa: PLC0415

    return ColorProfile(
        BytesIO(_profile()), "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"])
    )


@lru_cache(maxsize=1)
def _profile() -> bytes:
    from weasyprint import pdf as engine  # noqa: PLC0415

    return (files(engine) / "sRGB2014.icc").read_bytes()


@lru_cache(maxsize=len(STYLES))
def _sheet(style: str) -> tuple[Any, Any]:
    """The parsed style sheet and the fonts it declares: reading them takes longer than a page."""
    weasyprint, _ = _engine()
    fonts = weasyprint.text.fonts.FontConfiguration()
    css = css_of(STYLES[style])
    sheet = weasyprint.CSS(
        string=css, base_url=_BASE_URL, url_fetcher=_fetcher(), font_config=fonts
    )
    return fonts, sheet


@lru_cache(maxsize=1)
def _fetcher() -> Any:
    from weasyprint.urls import URLFetcher  # noqa: PLC0415

    _, fatal = _engine()

    class OwnFiles(URLFetcher):
        """Serve files of `templates/documents/`; refuse the network and the rest of the disk."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            parts = urlsplit(url)
            path = Path(unquote(parts.path)).resolve()
            is_here = parts.scheme == "file" and not parts.netloc
            if not is_here or not path.is_relative_to(FOLDER.resolve()):
                raise fatal(f"a document may not load {url}")
            return super().fetch(url, headers)

    return OwnFiles(allow_redirects=False)
