"""The register of documents from above, as it is known somewhere."""

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.library.models import HigherDocument
from app.library.rules import words_of
from app.organisations.models import Organisation


def documents_known_at(
    organisation: Organisation, *, text: str = "", on: date | None = None
) -> Sequence[HigherDocument]:
    """What is registered at a place or above it, newest first.

    :param text: words of symbol, kind, issuer or title; the symbol with or without its hyphen.
    :param on: only what is in force on this day.
    """
    query = select(HigherDocument).where(*_known_at(organisation), *_found_by(text))
    if on is not None:
        query = query.where(
            HigherDocument.issued_on <= on,
            or_(HigherDocument.withdrawn_on.is_(None), HigherDocument.withdrawn_on > on),
        )
    return db.session.scalars(_newest_first(query)).all()


def _known_at(organisation: Organisation) -> Iterator[ColumnElement[bool]]:
    places = [UUID(part) for part in organisation.path.strip("/").split("/")]
    yield HigherDocument.organisation_id.in_(places)


def _found_by(text: str) -> Iterator[ColumnElement[bool]]:
    for word in words_of(text):
        yield HigherDocument.folded.contains(word, autoescape=True)


def _newest_first(query: Select[HigherDocument]) -> Select[HigherDocument]:
    return query.order_by(
        HigherDocument.issued_on.desc(), HigherDocument.symbol, HigherDocument.id
    ).options(joinedload(HigherDocument.organisation))
