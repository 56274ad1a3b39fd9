"""A bound book as one Word file: a section for each part, one run of page numbers."""

from collections.abc import Iterable
from datetime import date

import docx
from docx.document import Document as WordFile
from docx.enum.section import WD_SECTION
from docx.section import Section

from app.documents import ooxml
from app.documents.layout import settle
from app.documents.model import Document
from app.documents.styles import STYLES
from app.documents.word import Writer, end, part_mark
from app.documents.word_setup import prepare


def write_book(
    cover: Document,
    contents: Document,
    papers: Iterable[Document],
    closing: Document,
    author: str,
    dated: date,
) -> bytes:
    """The parts in their order, each from a new page; only the cover has no number."""
    word = docx.Document()
    prepare(word, settle(cover), STYLES[cover.style], author=author)
    _write(word, cover)
    frame = _next_section(word)
    _write(word, contents)
    for number, paper in enumerate(papers):
        _next_section(word)
        _write(word, paper, mark=number)
    _next_section(word)
    _write(word, closing)
    end(word.add_paragraph())
    ooxml.frame_page(frame)
    return ooxml.packed(word, dated)


def _write(word: WordFile, document: Document, *, mark: int | None = None) -> None:
    body = word.element.body
    start = len(body) - 1
    Writer(word, settle(document)).write()
    if mark is not None:
        ooxml.bookmark(body[start], part_mark(mark), mark)


def _next_section(word: WordFile) -> Section:
    """End the section, whose numbers run on in the next; the ended one is returned."""
    following = word.add_section(WD_SECTION.NEW_PAGE)
    following.different_first_page_header_footer = False
    end(word.paragraphs[-1])
    return word.sections[-2]
