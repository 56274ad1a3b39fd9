"""The one place that knows that two databases search in two ways."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    bindparam,
    cast,
    column,
    func,
    literal_column,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from app.access.permissions import Actor
from app.extensions import db
from app.organisations.models import Organisation
from app.search.models import SearchEntry
from app.search.rules.expressions import All, Condition, fts5, tsquery
from app.search.rules.findables import Narrowed, SearchKind, numbers_from
from app.search.rules.passages import Piece, marked, passage
from app.search.rules.question import Question, Reading, Term
from app.search.rules.readers import at, of_kind, scope_of

# More than this is not worth counting: the reader will narrow the question.
COUNTED = 1000

_INDEX = table("search_index", column("rowid"), column("search_index"))


@dataclass(frozen=True)
class Hit:
    kind: SearchKind
    subject_id: UUID
    branch: str
    day: date
    title: tuple[Piece, ...]
    passage: tuple[Piece, ...]


@dataclass(frozen=True)
class Answer:
    """One page of hits, newest first, and how many there are in all, as far as counted."""

    reading: Reading | None = None  # how the question was understood in the end
    hits: tuple[Hit, ...] = ()
    next_before: int | None = None  # the next page holds what is numbered lower
    total: int = 0


def find(
    actor: Actor,
    asked: Question,
    narrowed: Narrowed,
    *,
    strictest: Reading = Reading.TOGETHER,
    before: int | None = None,
    limit: int = 20,
) -> Answer:
    """What the actor may read and the question is about, by the strictest reading that finds any.

    A subject is found once. Rows that are added meanwhile move nothing between the pages, where
    the later ones are asked for by the reading of the first.
    """
    scope = scope_of(actor)
    if scope is None:
        return Answer()
    marks = All((scope, *_wanted(narrowed)))
    for reading, terms in asked.readings(strictest):
        number, condition = _matching(terms, marks)
        matching = select(number.label("number")).where(condition, *_within(number, narrowed))
        if total := _count(matching):
            if before is not None:
                matching = matching.where(number < before)
            newest = matching.order_by(number.desc()).limit(limit + 1)
            return Answer(reading, *_page(terms, newest, limit), total)
    return Answer()


def _wanted(narrowed: Narrowed) -> list[Condition]:
    kind = [of_kind(narrowed.kind)] if narrowed.kind else []
    return [*kind, *([at(narrowed.place_id)] if narrowed.place_id else [])]


def _matching(
    terms: tuple[Term, ...], marks: Condition
) -> tuple[ColumnElement[int], ColumnElement[bool]]:
    """The number of an entry, and whether it meets the condition: answered by the index alone."""
    if db.engine.dialect.name == "sqlite":
        wanted = fts5(All((*terms, marks)))
        return _INDEX.c.rowid, _INDEX.c.search_index.op("MATCH", is_comparison=True)(wanted)
    words = func.to_tsquery("simple", _planned(tsquery(All(terms))))
    both = words.op("&&")(cast(_planned(tsquery(marks)), TSQUERY))
    index: ColumnElement[Any] = literal_column("search_entry.search_index")
    return SearchEntry.__table__.c.number, index.op("@@", is_comparison=True)(both)


def _planned(wanted: str) -> ColumnElement[str]:
    """Written into the statement: only a planner that sees the words knows how rare they are."""
    return bindparam(None, wanted, type_=Text(), literal_execute=True)


def _within(number: ColumnElement[int], narrowed: Narrowed) -> list[ColumnElement[bool]]:
    found = []
    if narrowed.first_year:
        found.append(number >= numbers_from(date(narrowed.first_year, 1, 1)))
    if narrowed.last_year:
        found.append(number < numbers_from(date(narrowed.last_year + 1, 1, 1)))
    return found


def _count(matching: Select[int]) -> int:
    some = matching.limit(COUNTED + 1).subquery()
    return db.session.scalar(select(func.count()).select_from(some)) or 0


def _page(
    terms: tuple[Term, ...], numbers: Select[int], limit: int
) -> tuple[tuple[Hit, ...], int | None]:
    rows = db.session.execute(
        select(
            SearchEntry.number,
            SearchEntry.kind,
            SearchEntry.subject_id,
            Organisation.name,
            SearchEntry.day,
            SearchEntry.title,
            SearchEntry.body,
        )
        .join(Organisation, Organisation.id == SearchEntry.organisation_id)
        .where(SearchEntry.number.in_(numbers))
        .order_by(SearchEntry.number.desc())
    ).all()
    hits = tuple(
        Hit(kind, subject_id, branch, day, marked(title, terms), passage(body, terms))
        for _, kind, subject_id, branch, day, title, body in rows[:limit]
    )
    next_before = rows[limit - 1].number if len(rows) > limit else None
    return hits, next_before


def entries_of(kind: SearchKind, subject_id: UUID) -> Sequence[SearchEntry]:
    return db.session.scalars(
        select(SearchEntry).where(SearchEntry.kind == kind, SearchEntry.subject_id == subject_id)
    ).all()


def entries_between(
    kind: SearchKind, after: UUID | None, last: UUID | None
) -> Sequence[SearchEntry]:
    """Of the subjects whose identity is greater than one and not greater than the other."""
    query = select(SearchEntry).where(SearchEntry.kind == kind)
    if after is not None:
        query = query.where(SearchEntry.subject_id > after)
    if last is not None:
        query = query.where(SearchEntry.subject_id <= last)
    return db.session.scalars(query).all()
