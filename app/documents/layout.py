"""What all writers share: the settled document and the widths of a table.

Whatever is decided here once (capitals, clean text, where a long name breaks, which blocks stay
together) cannot differ between PDF, Word and text.
"""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from functools import partial
from typing import Any

from app.documents.measure import width_mm
from app.documents.model import (
    Block,
    Cover,
    Document,
    Footing,
    FormLine,
    Header,
    Heading,
    Keep,
    ListItem,
    Paragraph,
    Signatures,
    Table,
)
from app.documents.styles import STYLES, Style
from app.documents.typography import balance, plain, tidy

PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"
STAR = "*"
SUBJECT_RULE = "-----"

_SUBJECT_SHARE = 0.85  # a centred line as wide as the page no longer looks centred


def settle(document: Document) -> Document:
    """The document as printed: tidy texts, broken long names, signatures tied to their sentence."""
    style = STYLES[document.style]
    clean: Document = _tidied(document)
    return replace(
        clean,
        title=plain(clean.title),
        header=_masthead(clean.header, style),
        type_name=clean.type_name.upper(),
        subject=_broken(
            clean.subject, style.text_width_mm * _SUBJECT_SHARE, style.subject_pt, is_bold=True
        ),
        blocks=tuple(_tied(tuple(_fitted(block, style) for block in clean.blocks))),
    )


def _tidied(value: Any) -> Any:
    if isinstance(value, str):
        return tidy(value)
    if isinstance(value, tuple):
        return tuple(_tidied(item) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _tidied(getattr(value, f.name)) for f in fields(value)})
    return value


def _masthead(header: Header, style: Style) -> Header:
    column = style.issuer_column_mm
    place_date = header.place_date and _broken(
        header.place_date, style.state_column_mm, style.place_pt
    )
    return replace(
        header,
        over=_broken(header.over.upper(), column, style.over_pt),
        issuer=_broken(header.issuer.upper(), column, style.issuer_pt, is_bold=True),
        place_date=place_date,
    )


def _fitted(block: Block, style: Style) -> Block:
    """A cover with its long names broken; any other block as it is."""
    if not isinstance(block, Cover):
        return block
    limit = style.text_width_mm * _SUBJECT_SHARE
    return replace(
        block,
        over=_broken(block.over.upper(), limit, style.cover_name_pt),
        issuer=_broken(block.issuer.upper(), limit, style.cover_name_pt, is_bold=True),
        title=_broken(block.title.upper(), limit, style.cover_title_pt, is_bold=True),
    )


def _broken(text: str, limit_mm: float, size_pt: float, *, is_bold: bool = False) -> str:
    """The text with newlines where it breaks; a break somebody typed is respected."""
    width = partial(width_mm, size_pt=size_pt, is_bold=is_bold)
    return "\n".join(line for part in text.split("\n") for line in balance(part, limit_mm, width))


def _tied(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Put a signature and the sentence before it into one `Keep`: it must not stand alone."""
    index = 0
    while index < len(blocks):
        pair = blocks[index : index + 2]
        if _closes(pair):
            yield Keep(pair)
            index += 2
        else:
            yield blocks[index]
            index += 1


def _closes(pair: tuple[Block, ...]) -> bool:
    match pair:
        case (Paragraph() | ListItem() | FormLine(), Signatures() | Footing()):
            return True
    return False


def leads_on(block: Block) -> bool:
    """Whether the block is nothing without the next one: a heading, "… như sau:"."""
    return isinstance(block, Heading) or (
        isinstance(block, Paragraph | ListItem) and block.text.endswith(":")
    )


def column_widths(table: Table, style: Style) -> tuple[float, ...]:
    """Millimetres of every column; those without a width share what the others leave."""
    given = [column.width_mm for column in table.columns]
    rest = style.text_width_mm - sum(width or 0 for width in given)
    share = rest / max(given.count(None), 1)
    return tuple(share if width is None else width for width in given)
