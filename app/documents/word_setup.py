"""The Word file before its first word: page, styles, properties, and how a paragraph is shaped."""

from datetime import datetime, time
from functools import cache

from docx.document import Document as WordFile
from docx.enum.section import WD_ORIENTATION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph as WordParagraph

from app.documents import ooxml
from app.documents.model import Align, Document
from app.documents.styles import Style
from app.documents.typography import plain

CELL = "Table Text"
_PROPERTY_MAX = 255

_ALIGN: dict[Align, WD_ALIGN_PARAGRAPH] = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "centre": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}


def prepare(word: WordFile, document: Document, style: Style, *, author: str = "") -> None:
    _page(word, style)
    _styles(word, style)
    _find_styles_once(word)
    ooxml.set_language(word, "vi-VN")
    ooxml.set_compatibility(word)
    about = word.core_properties
    about.title = document.title[:_PROPERTY_MAX]
    about.author = plain(author or document.header.issuer)[:_PROPERTY_MAX]
    about.last_modified_by = about.comments = ""
    about.language = "vi-VN"
    about.created = about.modified = datetime.combine(document.dated, time())
    about.revision = 1
    relations = word.part.package.rels
    for key in [
        key for key, rel in relations.items() if rel.reltype == RELATIONSHIP_TYPE.THUMBNAIL
    ]:
        del relations[key]


def _find_styles_once(word: WordFile) -> None:
    """The library looks through all styles for every paragraph; it was most of a file's time."""
    part = word.part
    part.get_style_id = cache(part.get_style_id)  # type: ignore[method-assign]


def _page(word: WordFile, style: Style) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(style.page_width_mm), Mm(style.page_height_mm)
    if style.page_width_mm > style.page_height_mm:
        section.orientation = WD_ORIENTATION.LANDSCAPE
    section.top_margin, section.bottom_margin = Mm(style.top_mm), Mm(style.bottom_mm)
    section.left_margin, section.right_margin = Mm(style.left_mm), Mm(style.right_mm)
    section.header_distance = section.footer_distance = Mm(style.page_number_top_mm)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.style = word.styles["Normal"]
    shape(number, align="centre", indent_mm=0, before_pt=0)
    ooxml.add_field(number, "PAGE")
    for run in number.runs:
        run.font.size = Pt(style.page_number_pt)


def _styles(word: WordFile, style: Style) -> None:
    normal = word.styles["Normal"]
    _set_style(normal, style, style.body_pt, style.line_pt, style.before_pt)
    normal.paragraph_format.first_line_indent = Mm(style.indent_mm)
    normal.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    normal.paragraph_format.widow_control = True
    for level in (1, 2, 3):
        heading = word.styles[f"Heading {level}"]
        before = style.heading_before_pt if level == 1 else style.before_pt
        _set_style(heading, style, style.body_pt, style.line_pt, before)
        heading.font.bold, heading.font.italic = True, level == 3
        heading.font.color.rgb = RGBColor(0, 0, 0)
    cell = word.styles.add_style(CELL, WD_STYLE_TYPE.PARAGRAPH)
    cell.base_style = normal
    _set_style(cell, style, style.table_pt, style.table_line_pt, 0)
    cell.paragraph_format.first_line_indent = Mm(0)
    cell.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.LEFT


def _set_style(
    named: ParagraphStyle, style: Style, size_pt: float, line_pt: float, before_pt: float
) -> None:
    ooxml.set_typeface(named, style.word_font)
    named.font.size = Pt(size_pt)
    exactly(named, line_pt)
    named.paragraph_format.space_before = Pt(before_pt)
    named.paragraph_format.space_after = Pt(0)


def exactly(target: WordParagraph | ParagraphStyle, line_pt: float) -> None:
    target.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    target.paragraph_format.line_spacing = Pt(line_pt)


def shape(
    paragraph: WordParagraph,
    *,
    align: Align,
    indent_mm: float | None = None,
    before_pt: float | None = None,
) -> None:
    paragraph.alignment = _ALIGN[align]
    if indent_mm is not None:
        paragraph.paragraph_format.first_line_indent = Mm(indent_mm)
    if before_pt is not None:
        paragraph.paragraph_format.space_before = Pt(before_pt)
