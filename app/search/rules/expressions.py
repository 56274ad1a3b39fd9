"""A condition on the index, and how each of the two databases wants it written.

Words and marks are made of letters and digits (marks of underscores too), so nothing in them can
be mistaken for the grammar of either.
"""

from dataclasses import dataclass
from functools import singledispatch

from app.search.rules.question import Term


@dataclass(frozen=True)
class Mark:
    """One of the marks that an entry bears beside its words."""

    name: str


@dataclass(frozen=True)
class All:
    parts: "tuple[Condition, ...]"


@dataclass(frozen=True)
class Any:
    parts: "tuple[Condition, ...]"


@dataclass(frozen=True)
class Except:
    kept: "Condition"
    left_out: "Condition"


Condition = Term | Mark | All | Any | Except


@singledispatch
def fts5(condition: Condition) -> str:
    """For MATCH on the SQLite table with the columns words and marks."""
    raise TypeError(condition)


@fts5.register
def _(term: Term) -> str:
    phrase = " ".join(term.words)
    return f'words : "{phrase}"{" *" if term.is_beginning else ""}'


@fts5.register
def _(mark: Mark) -> str:
    return f'marks : "{mark.name}"'


@fts5.register
def _(every: All) -> str:
    return f"({' AND '.join(map(fts5, every.parts))})"


@fts5.register
def _(some: Any) -> str:
    return f"({' OR '.join(map(fts5, some.parts))})"


@fts5.register
def _(rest: Except) -> str:
    return f"({fts5(rest.kept)} NOT {fts5(rest.left_out)})"


@singledispatch
def tsquery(condition: Condition) -> str:
    """For a tsquery of PostgreSQL."""
    raise TypeError(condition)


@tsquery.register
def _(term: Term) -> str:
    *others, last = (f"'{word}'" for word in term.words)
    return f"({' <-> '.join((*others, last + (':*' if term.is_beginning else '')))})"


@tsquery.register
def _(mark: Mark) -> str:
    return f"'{mark.name}'"


@tsquery.register
def _(every: All) -> str:
    return f"({' & '.join(map(tsquery, every.parts))})"


@tsquery.register
def _(some: Any) -> str:
    return f"({' | '.join(map(tsquery, some.parts))})"


@tsquery.register
def _(rest: Except) -> str:
    return f"({tsquery(rest.kept)} & !{tsquery(rest.left_out)})"
