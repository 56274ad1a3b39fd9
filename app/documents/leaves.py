"""The leaves of a bound volume that are none of its papers: cover, contents, last page."""

from dataclasses import dataclass
from datetime import date

from app.documents.model import Block, Document, Header, Paragraph, Signatory, Signatures


@dataclass(frozen=True)
class Volume:
    """What every leaf of a volume has in common."""

    title: str
    style: str
    dated: date
    place: str


def leaf(volume: Volume, *blocks: Block, heading: str = "") -> Document:
    """A page without the head of an official paper."""
    return Document(
        style=volume.style,
        dated=volume.dated,
        title=volume.title,
        header=Header(over="", issuer=""),
        type_name=heading,
        subject="",
        blocks=blocks,
    )


def closing_leaf(volume: Volume, counted: str, *, maker: str) -> Document:
    """How much is bound, and who signs for it by hand.

    :param maker: what stands over the signature of whoever made the volume.
    """
    return leaf(
        volume,
        Paragraph(counted),
        Paragraph(
            f"{volume.place}, ngày ……… tháng ……… năm …………",
            align="right",
            is_italic=True,
            is_indented=False,
        ),
        Signatures(Signatory((maker,)), Signatory(("T/M CHI BỘ", "BÍ THƯ"))),
    )
