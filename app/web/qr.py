"""A text as a square of dots that a phone's camera reads."""

from io import BytesIO

import segno


def qr_svg(text: str) -> bytes:
    """Black on white with its quiet zone, in a size of its own: the page scales it."""
    drawn = BytesIO()
    segno.make(text, error="m", micro=False).save(
        drawn, kind="svg", border=2, light="#fff", omitsize=True
    )
    return drawn.getvalue()
