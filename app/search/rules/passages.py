"""The passage of a text that shows why it was found, with the hits marked in its own spelling."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.search.rules.question import Term
from app.search.rules.words import WORD, Folded

WIDTH = 240
_LEAD = 60  # how much stands before the first hit, so that it is read in its sentence
_MOST_HITS = 300
_LINES = re.compile(r"\s*\n\s*")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Piece:
    text: str
    is_hit: bool = False


@dataclass(frozen=True)
class _Hit:
    start: int
    end: int
    term: int


def marked(text: str, terms: Sequence[Term]) -> tuple[Piece, ...]:
    """The whole of a short text, its hits marked."""
    return _pieces(text, _hits(text, terms), 0, len(text))


def passage(text: str, terms: Sequence[Term]) -> tuple[Piece, ...]:
    """About `WIDTH` characters around the first place where most of the terms stand together."""
    hits = _hits(text, terms)
    best = _best(hits) if hits else _Hit(0, 0, 0)
    start = _start(text, best.start)
    end = max(_end(text, start), best.end)
    shown = [hit for hit in hits if start <= hit.start and hit.end <= end]
    before = (Piece("… "),) if start else ()
    after = (Piece("\u00a0…"),) if end < len(text) else ()
    return (*before, *_pieces(text, shown, start, end), *after)


def _hits(text: str, terms: Sequence[Term]) -> list[_Hit]:
    if not terms:
        return []
    folded = Folded(text)
    found: list[_Hit] = []
    for match in _pattern(terms).finditer(folded.text):
        found.append(_Hit(*folded.span(*match.span()), term=match.lastindex or 0))
        if len(found) == _MOST_HITS:
            break
    return found


def _pattern(terms: Sequence[Term]) -> re.Pattern[str]:
    """One group a term; longer ones first, so that a phrase is marked whole."""
    longest_first = sorted(terms, key=lambda term: -len(term.words))
    return re.compile("|".join(f"({_of_term(term)})" for term in longest_first))


def _of_term(term: Term) -> str:
    phrase = r"[\W_]+".join(map(re.escape, term.words))
    end = f"{WORD}*" if term.is_beginning else f"(?!{WORD})"
    return f"(?<!{WORD}){phrase}{end}"


def _best(hits: Sequence[_Hit]) -> _Hit:
    """The hit from which on most different terms stand within one passage; the first of equals."""
    most, best, last = 0, hits[0], 0
    for first, hit in enumerate(hits):
        last = max(last, first)
        while last < len(hits) and hits[last].end - hit.start <= WIDTH - _LEAD:
            last += 1
        together = len({other.term for other in hits[first:last]})
        if together > most:
            most, best = together, hit
    return best


def _start(text: str, hit: int) -> int:
    """A little before the hit, at the beginning of a line or of a word."""
    earliest = max(hit - _LEAD, 0) if len(text) > WIDTH else 0
    line = text.rfind("\n", earliest, hit) + 1
    if earliest == 0:
        return 0
    if line > earliest:
        return line
    space = text.find(" ", earliest, hit)
    return space + 1 if space >= 0 else earliest


def _end(text: str, start: int) -> int:
    latest = start + WIDTH
    if latest >= len(text):
        return len(text)
    space = max(text.rfind(" ", start, latest), text.rfind("\n", start, latest))
    return space if space > start else latest


def _pieces(text: str, hits: Sequence[_Hit], start: int, end: int) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    at = start
    for hit in hits:
        pieces.append(Piece(_on_one_line(text[at : hit.start])))
        pieces.append(Piece(_SPACES.sub(" ", text[hit.start : hit.end]), is_hit=True))
        at = hit.end
    pieces.append(Piece(_on_one_line(text[at:end])))
    return tuple(piece for piece in pieces if piece.text)


def _on_one_line(text: str) -> str:
    return _SPACES.sub(" ", _LINES.sub(" · ", text))
