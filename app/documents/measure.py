"""How wide a line will be, from the document's own font (Times New Roman has the same widths)."""

from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

FOLDER = Path(__file__).parents[2] / "templates" / "documents"
_UNITS = 1000
_MM_PER_PT = 25.4 / 72


@lru_cache(maxsize=2)
def _font(is_bold: bool) -> ImageFont.FreeTypeFont:
    name = "LiberationSerif-Bold.ttf" if is_bold else "LiberationSerif-Regular.ttf"
    return ImageFont.truetype(FOLDER / "fonts" / name, _UNITS, layout_engine=ImageFont.Layout.BASIC)


def width_mm(text: str, size_pt: float, *, is_bold: bool = False) -> float:
    return _font(is_bold).getlength(text) * size_pt / _UNITS * _MM_PER_PT
