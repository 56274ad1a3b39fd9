"""The head of a branch's papers, and the turns of phrase they share."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from app.documents.model import Header, ListItem, Paragraph
from app.documents.typography import place_date
from app.numbering.rules import DocumentType
from app.people.rules import OBSERVING, POSITION_LABELS, Position

_DOTS = "……"
_OF_THE_BRANCH = {
    Position.SECRETARY: "Bí thư chi bộ",
    Position.DEPUTY_SECRETARY: "Phó bí thư chi bộ",
}


@dataclass(frozen=True)
class Letterhead:
    """Who issues a paper and after which guide, as in force on the paper's day."""

    over: str
    issuer: str
    name: str
    symbol: str
    place: str
    style: str
    is_capital: bool = False

    def header(
        self, *, number: str | None = None, dated: date | None = None, year: int | None = None
    ) -> Header:
        """
        :param year: of a paper that may have no day yet; the day is left to be written in.
        """
        written = f"{self.place}, ngày {_DOTS} tháng {_DOTS} năm {year}" if year else None
        return Header(
            over=self.over,
            issuer=self.issuer,
            number_symbol=f"Số {number}" if number else None,
            place_date=place_date(self.place, dated) if dated else written,
        )

    def subject(self, text: str) -> str:
        return text[:1].upper() + text[1:] if self.is_capital else text


def dotted_number(document_type: DocumentType, symbol: str) -> str:
    """The number of a paper that has none yet, to be written in by hand."""
    return f"{_DOTS}-{document_type.value}/{symbol}"


def lower_first(text: str) -> str:
    """A title in the middle of a sentence; an abbreviation or a proper name keeps its capitals."""
    first = text.split(" ", 1)[0]
    return text if first.isupper() and len(first) > 1 else text[:1].lower() + text[1:]


def titled(positions: Iterable[Position]) -> str:
    """The leading position as a paper names it; empty for a member without one."""
    held = [position for position in positions if position not in OBSERVING]
    if not held:
        return ""
    return _OF_THE_BRANCH.get(held[0], POSITION_LABELS[held[0]])


def comrade(name: str, title: str = "") -> str:
    """“đồng chí Trần Thị Hạnh, Bí thư chi bộ”; a function written instead of a name stays."""
    called = f"đồng chí {name}" if _is_name(name) else name
    return f"{called}, {title}" if title else called


def _is_name(text: str) -> bool:
    words = text.split()
    return len(words) > 1 and all(word[:1].isupper() and word.isalpha() for word in words)


def listed(parts: Iterable[str], *, by: str = "; ") -> str:
    return by.join(part for part in parts if part)


def month_of(period: date) -> str:
    return f"tháng {period.month:02}" if period.month <= 2 else f"tháng {period.month}"


def typed(text: str) -> Iterator[Paragraph | ListItem]:
    """What somebody typed, a paragraph a line; a line opened with a dash is one of a list."""
    for line in text.splitlines():
        bare = line.strip()
        if bare.startswith(("- ", "– ", "+ ")):
            yield ListItem(bare[2:].strip())
        elif bare:
            yield Paragraph(bare)


_OWN_MARK = re.compile(r"^(?:\d{1,2}[.)]|[-–+•])\s+")


def unmarked(text: str) -> str:
    """A line that gets its number from the paper, without the one somebody typed before it."""
    return _OWN_MARK.sub("", text.strip())


def is_marked(text: str) -> bool:
    """Whether a line opens with a number or a dash of its own."""
    return _OWN_MARK.match(text.strip()) is not None
