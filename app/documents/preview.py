"""The preview on screen is the paper itself, photographed page by page."""

from io import BytesIO
from threading import Lock

import pypdfium2

# PDFium keeps global state and is not thread-safe.
_one_at_a_time = Lock()


def render_pages(pdf: bytes, width_px: int) -> list[bytes]:
    """One grey PNG a page, `width_px` wide."""
    with _one_at_a_time:
        opened = pypdfium2.PdfDocument(pdf)
        try:
            return [_picture(page, width_px) for page in opened]
        finally:
            opened.close()


def _picture(page: pypdfium2.PdfPage, width_px: int) -> bytes:
    drawn = page.render(scale=width_px / page.get_width(), grayscale=True)
    picture = BytesIO()
    drawn.to_pil().save(picture, "PNG", optimize=True)
    return picture.getvalue()
