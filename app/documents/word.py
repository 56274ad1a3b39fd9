"""The same paper as a Word file: same values, same words, same order as the PDF."""

from functools import singledispatchmethod

import docx
from docx.document import Document as WordFile
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml.table import CT_Tbl
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from app.documents import ooxml
from app.documents.layout import (
    PARTY,
    STAR,
    SUBJECT_RULE,
    column_widths,
    leads_on,
    settle,
)
from app.documents.measure import width_mm
from app.documents.model import (
    Align,
    Block,
    Cover,
    Document,
    Footing,
    FormLine,
    GroupRow,
    Header,
    Heading,
    Keep,
    ListItem,
    PageBreak,
    Paragraph,
    Reference,
    Signatory,
    Signatures,
    Table,
)
from app.documents.styles import STYLES, Style
from app.documents.word_setup import CELL, exactly, prepare, shape

_MASTHEAD_GAP_PT = 14
_SIGNATURE_GAP_PT = 16
_COVER_SPACE_PT = 175


def render_docx(document: Document) -> bytes:
    """Draw the document; the same document gives the same bytes."""
    settled = settle(document)
    word = docx.Document()
    prepare(word, settled, STYLES[settled.style])
    Writer(word, settled).write()
    end(word.add_paragraph())
    return ooxml.packed(word, settled.dated)


def part_mark(number: int) -> str:
    """The bookmark at the beginning of a part of a book."""
    return f"_part_{number}"


class Writer:
    """One settled document, written at the end of a Word file that is prepared."""

    def __init__(self, word: WordFile, document: Document) -> None:
        self.document = document
        self.style: Style = STYLES[document.style]
        self.word = word
        self.body = word.element.body
        self.breaks_before_next = False

    def write(self) -> None:
        if self.document.header.issuer:
            self._masthead(self.document.header)
        if self.document.type_name:
            self._title()
        for block in self.document.blocks:
            self._place(block)

    def _place(self, block: Block) -> None:
        """Draw the block, on a new page if a page break came before it."""
        start = self._end()
        self._draw(block)
        if self.breaks_before_next and self._end() > start:
            self.breaks_before_next = False
            ooxml.break_page_before(self.body[start])

    def _end(self) -> int:
        """Where the next element goes: the last one of a body describes the section."""
        return len(self.body) - 1

    @singledispatchmethod
    def _draw(self, block: Block) -> None:
        raise TypeError(f"no way to draw {block!r}")

    @_draw.register
    def _(self, block: Keep) -> None:
        start = self._end()
        for inner in block.blocks:
            self._draw(inner)
        for element in self.body[start : self._end() - 1]:
            ooxml.keep_with_next(element)

    @_draw.register
    def _(self, block: PageBreak) -> None:
        self.breaks_before_next = True

    @_draw.register
    def _(self, block: Cover) -> None:
        style = self.style
        if block.over:
            self._centred(block.over, style.cover_name_pt, before_pt=style.body_pt * 3, bold=False)
        self._centred(block.issuer, style.cover_name_pt, before_pt=style.before_pt)
        self._centred(STAR, style.cover_name_pt, before_pt=style.before_pt, bold=False)
        title = self._centred(block.title, style.cover_title_pt, before_pt=_COVER_SPACE_PT)
        exactly(title, style.cover_title_pt + 12)
        space_pt: float = style.cover_title_pt
        for text in block.lines:
            line = self._centred(text, style.cover_line_pt, before_pt=space_pt, bold=False)
            exactly(line, style.cover_line_pt + 8)
            space_pt = style.before_pt

    @_draw.register
    def _(self, block: Heading) -> None:
        self.word.add_paragraph(block.text, style=f"Heading {block.level}")

    def _masthead(self, header: Header) -> None:
        style = self.style
        widths = (style.issuer_column_mm, style.text_width_mm - style.issuer_column_mm)
        table = self.word.add_table(1, 2)
        ooxml.fix_table(table, widths, padding_pt=(0, 0))
        left, right = table.rows[0].cells
        if header.over:
            _line(left, header.over, style.over_pt)
        _line(left, header.issuer, style.issuer_pt, bold=True)
        _line(left, STAR, style.body_pt)
        if header.number_symbol:
            _line(left, header.number_symbol, style.number_pt)
        _line(right, PARTY, style.party_pt, bold=True)
        self._party_rule(right, widths[1])
        if header.place_date:
            _line(right, header.place_date, style.place_pt, italic=True)
        for cell in (left, right):
            _remove_first(cell)

    def _party_rule(self, cell: _Cell, column_mm: float) -> None:
        """A line exactly as long as the words above it."""
        words = width_mm(PARTY, self.style.party_pt, is_bold=True)
        rule = cell.add_paragraph(style=CELL)
        rule.paragraph_format.left_indent = Mm((column_mm - words) / 2)
        rule.paragraph_format.right_indent = Mm((column_mm - words) / 2)
        exactly(rule, 6)
        ooxml.add_rule(rule)

    def _title(self) -> None:
        document, style = self.document, self.style
        title = self._centred(document.type_name, style.type_pt, before_pt=_MASTHEAD_GAP_PT)
        exactly(title, style.type_pt + 6)
        if document.subject:
            self._centred(document.subject, style.subject_pt, before_pt=2)
        if document.has_subject_rule:
            self._centred(SUBJECT_RULE, style.body_pt, before_pt=2, bold=False)
        self._gap(_MASTHEAD_GAP_PT - style.before_pt)

    def _centred(
        self, text: str, size_pt: float, *, before_pt: float, bold: bool = True
    ) -> WordParagraph:
        paragraph = self.word.add_paragraph()
        shape(paragraph, align="centre", indent_mm=0, before_pt=before_pt)
        run = paragraph.add_run(text)
        run.bold, run.font.size = bold, Pt(size_pt)
        return paragraph

    @_draw.register
    def _(self, block: Paragraph | ListItem) -> None:
        paragraph = self.word.add_paragraph()
        if isinstance(block, Paragraph):
            is_indented = block.is_indented and block.align != "centre"
            shape(paragraph, align=block.align, indent_mm=None if is_indented else 0)
        else:
            paragraph.add_run("- ")
        if block.lead:
            paragraph.add_run(block.lead + " ").bold = True
        run = paragraph.add_run(block.text)
        run.italic = True if isinstance(block, Paragraph) and block.is_italic else None
        if leads_on(block):
            paragraph.paragraph_format.keep_with_next = True

    @_draw.register
    def _(self, block: Table) -> None:
        self._gap(self.style.before_pt)
        table = self.word.add_table(1 + len(block.rows), len(block.columns))
        ooxml.fix_table(table, column_widths(block, self.style), padding_pt=(2, 3), is_ruled=True)
        head, *rows = table.rows
        ooxml.keep_row_whole(head, is_head=True)
        ooxml.keep_with_next(head._tr)
        for cell, column in zip(head.cells, block.columns, strict=True):
            _write(cell, column.title, align="centre", bold=True)
        for drawn, row in zip(rows, block.rows, strict=True):
            ooxml.keep_row_whole(drawn)
            if block.row_height_mm:
                drawn.height = Mm(block.row_height_mm)
                drawn.height_rule = WD_ROW_HEIGHT_RULE.AT_LEAST
            cells = drawn.cells
            if isinstance(row, GroupRow):
                _write(cells[0].merge(cells[-1]), row.text, align="left", bold=True)
                continue
            for cell, text, column in zip(cells, row.cells, block.columns, strict=True):
                _write(cell, text, align=column.align)
            if isinstance(row, Reference):
                _refer(cells[-1], row)

    @_draw.register
    def _(self, block: FormLine) -> None:
        style = self.style
        if block.labels:
            line = self.word.add_paragraph()
            shape(line, align="left", indent_mm=0)
            line.paragraph_format.left_indent = Mm(style.indent_mm)
            share = (style.text_width_mm - style.indent_mm) / len(block.labels)
            for index, label in enumerate(block.labels, start=1):
                _dots_until(line, style.indent_mm + share * index)
                line.add_run(f"{label} \t" if index == 1 else f" {label} \t")
        for _ in range(block.more):
            line = self.word.add_paragraph()
            shape(line, align="left", indent_mm=0)
            _dots_until(line, style.text_width_mm)
            line.add_run("\t")

    @_draw.register
    def _(self, block: Signatures | Footing) -> None:
        style = self.style
        self._tie_to_table_above()
        self._gap(_SIGNATURE_GAP_PT).paragraph_format.keep_with_next = True
        is_footing = isinstance(block, Footing)
        right_mm = style.signature_column_mm if is_footing else style.text_width_mm / 2
        widths = (style.text_width_mm - right_mm, right_mm)
        table = self.word.add_table(1, 2)
        ooxml.fix_table(table, widths, padding_pt=(0, 0))
        ooxml.keep_row_whole(table.rows[0])
        left, right = table.rows[0].cells
        if isinstance(block, Footing):
            self._recipients(left, block)
            self._signatory(right, block.signatory)
        else:
            self._signatory(left, block.left)
            self._signatory(right, block.right)

    def _tie_to_table_above(self) -> None:
        above = self.body[self._end() - 1]
        if isinstance(above, CT_Tbl):
            ooxml.keep_with_next(above.tr_lst[-1])

    def _signatory(self, cell: _Cell, signed: Signatory | None) -> None:
        if signed is None:
            return
        for index, text in enumerate(signed.lines):
            _line(cell, text, self.style.body_pt, bold=index == 0)
        name = _line(cell, signed.name, self.style.body_pt, bold=True)
        name.paragraph_format.space_before = Pt(self.style.signature_space_pt)
        _remove_first(cell)

    def _recipients(self, cell: _Cell, block: Footing) -> None:
        style = self.style
        title = _line(cell, block.title, style.recipients_title_pt, align="left")
        title.runs[0].underline = True
        for text in block.recipients:
            line = _line(cell, f"- {text}", style.recipients_pt, align="left")
            exactly(line, style.recipients_pt + 3)
        _remove_first(cell)

    def _gap(self, height_pt: float) -> WordParagraph:
        """Empty room: tables have no space before them, and two in a row would become one."""
        gap = self.word.add_paragraph()
        _flatten(gap, height_pt)
        gap.paragraph_format.keep_with_next = True
        return gap


def end(paragraph: WordParagraph) -> None:
    """Make it what must stand after the last table, unseen."""
    _flatten(paragraph, 1)


def _flatten(paragraph: WordParagraph, height_pt: float) -> None:
    shape(paragraph, align="left", indent_mm=0, before_pt=0)
    exactly(paragraph, height_pt)


def _line(
    cell: _Cell,
    text: str,
    size_pt: float,
    *,
    align: Align = "centre",
    bold: bool = False,
    italic: bool = False,
) -> WordParagraph:
    """One more line of a masthead or signature."""
    paragraph = cell.add_paragraph(style=CELL)
    shape(paragraph, align=align)
    exactly(paragraph, 18)
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, Pt(size_pt)
    return paragraph


def _write(cell: _Cell, text: str, *, align: Align, bold: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.style = CELL
    shape(paragraph, align=align)
    paragraph.add_run(text).bold = bold or None


def _refer(cell: _Cell, row: Reference) -> None:
    """Let Word look the page up; until it does, the page of the PDF stands there."""
    shown = cell.paragraphs[0]
    for run in shown.runs:
        run._r.getparent().remove(run._r)
    ooxml.add_field(shown, f"PAGEREF {part_mark(row.to)} \\h", row.cells[-1])


def _remove_first(cell: _Cell) -> None:
    """Drop the empty paragraph every new cell is born with."""
    first = cell.paragraphs[0]._p
    first.getparent().remove(first)


def _dots_until(paragraph: WordParagraph, position_mm: float) -> None:
    paragraph.paragraph_format.tab_stops.add_tab_stop(
        Mm(position_mm), WD_TAB_ALIGNMENT.LEFT, WD_TAB_LEADER.DOTS
    )
