"""What was typed into the field, understood: words, quoted phrases, and nothing else.

There is no grammar to make mistakes in: every sign but the quotation marks only separates words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from app.search.rules.words import words_in

TYPED_LENGTH = 200
_MOST_TERMS = 16
_SHORTEST_BEGINNING = 2
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"'))
_PIECES = re.compile(r'"([^"]*)"?|([^\s"]+)')


@dataclass(frozen=True)
class Term:
    """Words that stand one behind the other; of the last one perhaps only the beginning."""

    words: tuple[str, ...]
    is_beginning: bool = False


class Reading(StrEnum):
    """How what was typed is understood, the strictest first."""

    TOGETHER = "together"  # the words stand one behind the other, as they were typed
    APART = "apart"  # all of them stand somewhere in the text
    BEGINNING = "beginning"  # and of the last one perhaps only the beginning


@dataclass(frozen=True)
class Question:
    """Every term must be there; none at all asks for nothing."""

    terms: tuple[Term, ...]
    is_quoted: bool = False  # somewhere, so that what stands together has been said
    ends_open: bool = False  # its last word may still be unfinished

    @property
    def is_run(self) -> bool:
        """Several words, and nothing said of how they stand."""
        return len(self.terms) > 1 and not self.is_quoted

    def readings(
        self, strictest: Reading = Reading.TOGETHER
    ) -> Iterator[tuple[Reading, tuple[Term, ...]]]:
        """What to look for, from the `strictest` on, until something is found.

        Vietnamese words are several syllables long: “nghị quyết” is hardly ever meant as nghị
        somewhere and quyết somewhere else.
        """
        if self.is_run and strictest is Reading.TOGETHER:
            words = (word for term in self.terms for word in term.words)
            yield Reading.TOGETHER, (Term(tuple(words)),)
        if self.terms and strictest is not Reading.BEGINNING:
            yield Reading.APART, self.terms
        if self.ends_open and len(self.terms[-1].words[-1]) >= _SHORTEST_BEGINNING:
            *others, last = self.terms
            yield Reading.BEGINNING, (*others, replace(last, is_beginning=True))


def question(typed: str) -> Question:
    """Read what was typed; “05-NQ/CB” is one term of three words, like a quoted phrase."""
    terms: list[Term] = []
    is_quoted = ends_open = False
    for quoted, bare in _PIECES.findall(typed[:TYPED_LENGTH].translate(_QUOTES)):
        words = tuple(words_in(quoted or bare))
        if words and len(terms) < _MOST_TERMS:
            terms.append(Term(words))
            is_quoted, ends_open = is_quoted or bool(quoted), bool(bare)
    return Question(tuple(terms), is_quoted, ends_open)
