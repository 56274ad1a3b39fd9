"""The corners of a Word file that python-docx leaves to raw XML, and its repeatable packing."""

from collections.abc import Iterable, Iterator
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.document import Document as WordFile
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Mm
from docx.styles.style import ParagraphStyle
from docx.table import Table as WordTable
from docx.table import _Row
from docx.text.paragraph import Paragraph as WordParagraph

_EARLIEST_ZIP_YEAR = 1980


def _element(tag: str, **attributes: object) -> Any:
    """`<w:tag w:attribute="…"/>`"""
    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), str(value))
    return element


def set_typeface(style: ParagraphStyle, name: str) -> None:
    """One typeface for every script; theme fonts would win over it."""
    properties = style.element.get_or_add_rPr()
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    properties.insert(0, _element("rFonts", ascii=name, hAnsi=name, cs=name, eastAsia=name))


def set_language(word: WordFile, code: str) -> None:
    """Proofing language of the whole file, or Word underlines every Vietnamese word in red."""
    for language in word.styles.element.iter(qn("w:lang")):
        for name in ("val", "eastAsia"):
            language.set(qn(f"w:{name}"), code)


def set_compatibility(word: WordFile) -> None:
    """Today's layout rules, and no stretching of a justified line that ends in a line break."""
    compat = word.settings.element.find(qn("w:compat"))
    compat.insert(0, OxmlElement("w:doNotExpandShiftReturn"))
    for setting in compat.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def add_field(paragraph: WordParagraph, code: str, shown: str = "") -> None:
    """A field Word works out, such as PAGE; `shown` stands there until it does."""
    paragraph.add_run()._r.append(_element("fldChar", fldCharType="begin"))
    instruction = _element("instrText")
    instruction.text = code
    paragraph.add_run()._r.append(instruction)
    paragraph.add_run()._r.append(_element("fldChar", fldCharType="separate"))
    if shown:
        paragraph.add_run(shown)
    paragraph.add_run()._r.append(_element("fldChar", fldCharType="end"))


def bookmark(element: BaseOxmlElement, name: str, number: int) -> None:
    """Name the place where the element begins."""
    properties = next(_paragraph_properties(element))
    properties.addnext(_element("bookmarkEnd", id=number))
    properties.addnext(_element("bookmarkStart", id=number, name=name))


def frame_page(section: Section) -> None:
    """A double line around the text of every page of the section."""
    borders = _element("pgBorders", offsetFrom="text")
    for side in ("top", "left", "bottom", "right"):
        borders.append(_element(side, val="double", sz=6, space=4, color="000000"))
    margins: Any = section._sectPr.find(qn("w:pgMar"))
    margins.addnext(borders)


def add_rule(paragraph: WordParagraph) -> None:
    """A line along the top of the paragraph, from indent to indent."""
    borders = _element("pBdr")
    borders.append(_element("top", val="single", sz=6, space=0, color="000000"))
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def fix_table(
    table: WordTable,
    widths_mm: Iterable[float],
    *,
    padding_pt: tuple[float, float],
    is_ruled: bool = False,
) -> None:
    """Fixed column widths and padding (above and below, beside), whatever Word would prefer."""
    table.autofit = False
    widths = [Mm(width) for width in widths_mm]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
    layout: Any = table._tbl.tblPr.find(qn("w:tblLayout"))
    # A table hangs out by its padding unless told otherwise.
    layout.addprevious(_element("tblInd", w=0, type="dxa"))
    if is_ruled:
        layout.addprevious(_grid())
    layout.addnext(_padding(*padding_pt))


def _grid() -> Any:
    borders = _element("tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(_element(side, val="single", sz=5, space=0, color="000000"))
    return borders


def _padding(above_pt: float, beside_pt: float) -> Any:
    margins = _element("tblCellMar")
    for side in ("top", "left", "bottom", "right"):
        points = above_pt if side in ("top", "bottom") else beside_pt
        margins.append(_element(side, w=round(points * 20), type="dxa"))
    return margins


def keep_row_whole(row: _Row, *, is_head: bool = False) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(_element("cantSplit"))
    if is_head:
        properties.append(_element("tblHeader"))


def keep_with_next(element: BaseOxmlElement) -> None:
    """Keep every paragraph in the element whole and on the page of what follows."""
    for properties in _paragraph_properties(element):
        properties.get_or_add_keepNext()
        properties.get_or_add_keepLines()


def break_page_before(element: BaseOxmlElement) -> None:
    next(_paragraph_properties(element)).get_or_add_pageBreakBefore()


def _paragraph_properties(element: BaseOxmlElement) -> Iterator[Any]:
    for paragraph in element.iter(qn("w:p")):
        yield paragraph.get_or_add_pPr()  # type: ignore[attr-defined]


def packed(word: WordFile, dated: date) -> bytes:
    """The file's bytes with the paper's own date on every entry: same document, same bytes."""
    loose, firm = BytesIO(), BytesIO()
    word.save(loose)
    stamp = (max(dated.year, _EARLIEST_ZIP_YEAR), dated.month, dated.day, 0, 0, 0)
    with ZipFile(loose) as source, ZipFile(firm, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = ZipInfo(name, stamp)
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return firm.getvalue()
