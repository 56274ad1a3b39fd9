"""The document as one HTML page and its style sheet, without Flask and without a request."""

import re
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from app.documents.layout import PARTY, STAR, SUBJECT_RULE, column_widths, leads_on
from app.documents.measure import FOLDER
from app.documents.model import Document, ListItem, Paragraph
from app.documents.styles import STYLES, Style
from app.documents.typography import NO_BREAK, plain

# "số 10-NQ/CB," may break after its hyphen and its stroke; no character forbids that unseen.
_SYMBOL = re.compile(
    rf"(?:\w{{1,8}}{NO_BREAK})?\d{{1,4}}-[A-ZĐ]{{1,4}}/[A-ZĐ]{{1,6}}(?!\w)[,.;:)]?"
)


def _glued(text: str) -> Markup:
    marked, last = Markup(""), 0
    for found in _SYMBOL.finditer(text):
        marked += text[last : found.start()]
        marked += Markup('<span class="glue">{}</span>').format(found[0])
        last = found.end()
    return (marked + text[last:]).replace("\n", Markup("<br>"))


def _classes(block: Paragraph | ListItem) -> str:
    names = ["leads-on"] if leads_on(block) else []
    if isinstance(block, Paragraph):
        names += [block.align]
        names += ["italic"] if block.is_italic else []
        names += [] if block.is_indented else ["flush"]
    return " ".join(names)


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=False,
    )
    made.filters.update(
        glued=_glued, plain=plain, classes=_classes, kind=lambda block: type(block).__name__
    )
    made.globals.update(party=PARTY, star=STAR, subject_rule=SUBJECT_RULE)
    return made


_templates = _environment()


def html_of(document: Document) -> str:
    """The page of a settled document."""
    return _page(document.style).render(document=document)


@cache
def _page(style: str) -> Template:
    """The template with the column widths of one style; compiled once, not for each paper."""
    page = _templates.overlay()
    page.filters = {
        **page.filters,
        "widths": lambda table: column_widths(table, STYLES[style]),
    }
    return page.get_template("document.html")


def css_of(style: Style) -> str:
    return _templates.get_template("document.css").render(s=style)
