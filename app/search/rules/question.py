"""What was typed into the field, understood: words, quoted phrases, and nothing else.

There is no grammar to make mistakes in: every sign but the quotation marks only separates words.
"""

import re
from dataclasses import dataclass, replace

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


@dataclass(frozen=True)
class Question:
    """Every term must be there; none at all asks for nothing."""

    terms: tuple[Term, ...]
    ends_open: bool = False  # its last word may still be unfinished

    def loosened(self) -> "Question | None":
        """The same with its last word taken as the beginning of one, where that makes sense."""
        if not self.ends_open or len(self.terms[-1].words[-1]) < _SHORTEST_BEGINNING:
            return None
        *others, last = self.terms
        return Question((*others, replace(last, is_beginning=True)))


def question(typed: str) -> Question:
    """Read what was typed; “05-NQ/CB” is one term of three words, like a quoted phrase."""
    terms: list[Term] = []
    ends_open = False
    for quoted, bare in _PIECES.findall(typed[:TYPED_LENGTH].translate(_QUOTES)):
        term = Term(tuple(words_in(quoted or bare)))
        if term.words and term not in terms:
            terms.append(term)
            ends_open = bool(bare)
    return Question(tuple(terms[:_MOST_TERMS]), ends_open and len(terms) <= _MOST_TERMS)
