"""What the format guides fix, one set of values for each guide.

Callers choose a set by the document's date; nothing in the writers depends on which one it is.
"""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Style:
    """Lengths in millimetres (`_mm`) and points (`_pt`)."""

    word_font: str = "Times New Roman"
    page_width_mm: float = 210
    page_height_mm: float = 297
    top_mm: float = 20
    bottom_mm: float = 20
    left_mm: float = 30
    right_mm: float = 15
    page_number_top_mm: float = 10
    page_number_pt: float = 13

    body_pt: float = 14
    line_pt: float = 18
    before_pt: float = 6
    indent_mm: float = 10
    heading_before_pt: float = 10

    issuer_column_mm: float = 72
    state_column_mm: float = 92
    party_pt: float = 14
    over_pt: float = 13
    issuer_pt: float = 13
    number_pt: float = 14
    place_pt: float = 14
    type_pt: float = 16
    subject_pt: float = 14

    table_pt: float = 13
    table_line_pt: float = 16

    signature_column_mm: float = 75
    signature_space_pt: float = 58
    recipients_title_pt: float = 14
    recipients_pt: float = 12

    # Of books, for which no guide gives sizes.
    cover_name_pt: float = 16
    cover_title_pt: float = 30
    cover_line_pt: float = 18

    @property
    def text_width_mm(self) -> float:
        return self.page_width_mm - self.left_mm - self.right_mm


HD05 = Style()
HD36 = replace(HD05, party_pt=15, over_pt=14, issuer_pt=14, subject_pt=15)


def _on_its_side(style: Style) -> Style:
    """The same page turned, its header spread over the width."""
    return replace(
        style,
        page_width_mm=style.page_height_mm,
        page_height_mm=style.page_width_mm,
        issuer_column_mm=110,
        state_column_mm=140,
    )


_UPRIGHT = {"hd05": HD05, "hd36": HD36}
_SIDE = "-landscape"
STYLES = _UPRIGHT | {code + _SIDE: _on_its_side(style) for code, style in _UPRIGHT.items()}


def landscape(code: str) -> str:
    """The code of the same style for a paper whose tables are wider than an upright page."""
    return code if code.endswith(_SIDE) else code + _SIDE
