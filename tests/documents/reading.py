"""What a reader finds in the finished files: the words of each, in order."""

import re
import zipfile
from io import BytesIO
from typing import Any

import docx
import pikepdf
import pypdf
from docx.oxml.ns import qn

from app.documents.model import Document, Table
from app.documents.pdf import render_pdf
from app.documents.text import render_text
from app.documents.word import render_docx


def words(text: str) -> list[str]:
    """Words without the dots people write on and without the bars between cells."""
    return re.sub(r"\.{3,}|…{2,}|\|", " ", text).split()


def pdf_words(document: Document) -> list[str]:
    """The words of the pages, without page numbers and repeated table heads."""
    found: list[str] = []
    for page in pdf_pages(render_pdf(document)):
        found += page if not found else _continued(page, document)
    return found


def pdf_pages(data: bytes) -> list[list[str]]:
    return [words(page.extract_text()) for page in pypdf.PdfReader(BytesIO(data)).pages]


def _continued(page: list[str], document: Document) -> list[str]:
    page = page[:-1] if page[-1].isdigit() else page[1:]
    for block in document.blocks:
        if isinstance(block, Table):
            head = words(" ".join(column.title for column in block.columns))
            page = page[len(head) :] if page[: len(head)] == head else page
    return page


def word_words(document: Document) -> list[str]:
    body = docx.Document(BytesIO(render_docx(document))).element.body
    tokens = []
    for element in body.iter(qn("w:p"), qn("w:t"), qn("w:tab"), qn("w:br")):
        tokens.append(element.text if element.tag == qn("w:t") else " ")
    return words("".join(tokens))


def text_words(document: Document) -> list[str]:
    return words(render_text(document))


def word_parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def embedded_fonts(data: bytes) -> set[str]:
    with pikepdf.open(BytesIO(data)) as opened:
        fonts: set[str] = set()
        for thing in opened.objects:
            if isinstance(thing, pikepdf.Dictionary) and "/FontDescriptor" in thing:
                embedded: Any = thing.FontDescriptor
                assert "/FontFile2" in embedded or "/FontFile3" in embedded
                fonts.add(str(thing.BaseFont).split("+")[-1].lstrip("/"))
        return fonts
