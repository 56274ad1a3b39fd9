"""The same paper as plain text, to paste into a message or another program."""

import re
from collections.abc import Iterator
from functools import singledispatch

from app.documents.layout import PARTY, STAR, SUBJECT_RULE, settle
from app.documents.model import (
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
    Signatory,
    Signatures,
    Table,
)
from app.documents.typography import NO_BREAK, plain

_DOTS = "……………"
_CELL_END = " | "


def render_text(document: Document) -> str:
    """The words of the paper in reading order, columns one after the other, ending in a newline.

    Spaces are ordinary ones: a pasted text must be found by whoever searches for it.
    """
    settled = settle(document)
    lines = [*_masthead(settled.header)] if settled.header.issuer else []
    lines += ["", settled.type_name]
    lines += [plain(settled.subject)] if settled.subject else []
    lines += [SUBJECT_RULE] if settled.has_subject_rule else []
    lines += _flow(settled.blocks)
    text = "\n".join(lines).replace(NO_BREAK, " ").strip()
    return re.sub("\n{3,}", "\n\n", text) + "\n"


def render_body(document: Document) -> str:
    """The same without what stands above the title and what every paper of its kind has."""
    return "\n".join(line for line in _flow(settle(document).blocks) if line).replace(NO_BREAK, " ")


def _masthead(header: Header) -> Iterator[str]:
    for line in (header.over, header.issuer, STAR, header.number_symbol):
        if line:
            yield plain(line)
    yield ""
    yield PARTY
    if header.place_date:
        yield plain(header.place_date)


def _flow(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        if not isinstance(block, ListItem | FormLine):
            yield ""
        yield from _lines(block)


@singledispatch
def _lines(block: Block) -> Iterator[str]:
    raise TypeError(f"no way to write {block!r}")


@_lines.register
def _(block: Heading) -> Iterator[str]:
    yield block.text


@_lines.register
def _(block: Paragraph | ListItem) -> Iterator[str]:
    opening = "- " if isinstance(block, ListItem) else ""
    yield opening + " ".join(part for part in (block.lead, block.text) if part)


@_lines.register
def _(block: FormLine) -> Iterator[str]:
    if block.labels:
        yield " ".join(f"{label} {_DOTS}" for label in block.labels)
    yield from [_DOTS] * block.more


@_lines.register
def _(block: Signatures) -> Iterator[str]:
    yield from _signatory(block.left)
    yield from _signatory(block.right)


@_lines.register
def _(block: Footing) -> Iterator[str]:
    yield block.title
    yield from (f"- {line}" for line in block.recipients)
    yield from _signatory(block.signatory)


@_lines.register
def _(block: Keep) -> Iterator[str]:
    yield from _flow(block.blocks)


@_lines.register
def _(block: Cover) -> Iterator[str]:
    yield from (plain(block.over), plain(block.issuer), STAR, plain(block.title), *block.lines)


@_lines.register
def _(block: PageBreak) -> Iterator[str]:
    yield from ()


@_lines.register
def _(table: Table) -> Iterator[str]:
    yield _CELL_END.join(plain(column.title) for column in table.columns)
    for row in table.rows:
        if isinstance(row, GroupRow):
            yield plain(row.text)
        else:
            yield _CELL_END.join(plain(cell) for cell in row.cells)


def _signatory(signed: Signatory | None) -> Iterator[str]:
    if signed:
        yield ""
        yield from signed.lines
        yield signed.name
