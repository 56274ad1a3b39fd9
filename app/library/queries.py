"""The register of documents from above, as it is known somewhere."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, extract, func, or_, select
from sqlalchemy.orm import joinedload

from app.access.permissions import Permission
from app.extensions import db
from app.library.models import HigherDocument
from app.library.rules import words_of
from app.organisations.models import Organisation
from app.organisations.queries import get_organisation
from app.organisations.rules import places_along
from app.search.rules.findables import Findable, Subject


@dataclass(frozen=True)
class KnownDocument:
    """A document as it is read at one place: registered there or somewhere above."""

    document: HigherDocument
    organisation: Organisation

    @property
    def unit_path(self) -> str:
        return self.organisation.path

    @property
    def is_of_above(self) -> bool:
        return self.document.organisation_id != self.organisation.id


def get_document(document_id: UUID) -> HigherDocument | None:
    return db.session.get(
        HigherDocument,
        document_id,
        options=[joinedload(HigherDocument.organisation), joinedload(HigherDocument.file)],
    )


def get_known(organisation_id: UUID, document_id: UUID) -> KnownDocument | None:
    """The document if it is known at this place."""
    organisation, document = get_organisation(organisation_id), get_document(document_id)
    if organisation is None or document is None:
        return None
    is_known = organisation.path.startswith(document.unit_path)
    return KnownDocument(document, organisation) if is_known else None


def get_registered(organisation_id: UUID, document_id: UUID) -> HigherDocument | None:
    """The document if it stands in the register of this very place."""
    document = get_document(document_id)
    return document if document and document.organisation_id == organisation_id else None


def documents_known_at(
    organisation: Organisation, *, text: str = "", on: date | None = None
) -> Sequence[HigherDocument]:
    """What is registered at a place or above it, newest first.

    :param text: words of symbol, kind, issuer or title; the symbol with or without its hyphen.
    :param on: only what is in force on this day.
    """
    query = select(HigherDocument).where(_known_at(organisation), *_found_by(text))
    if on is not None:
        query = query.where(
            HigherDocument.issued_on <= on,
            or_(HigherDocument.withdrawn_on.is_(None), HigherDocument.withdrawn_on > on),
        )
    return db.session.scalars(_newest_first(query)).all()


def list_documents(
    organisation: Organisation,
    *,
    text: str = "",
    kind: str | None = None,
    year: int | None = None,
    limit: int,
    offset: int = 0,
) -> Sequence[HigherDocument]:
    """One page of the register as it is known at a place, withdrawn documents among it."""
    query = select(HigherDocument).where(_known_at(organisation), *_found_by(text))
    if kind:
        query = query.where(HigherDocument.kind == kind)
    if year:
        query = query.where(extract("year", HigherDocument.issued_on) == year)
    return db.session.scalars(_newest_first(query).limit(limit).offset(offset)).all()


def documents_to_be_presented(organisation: Organisation, *, on: date) -> Sequence[HigherDocument]:
    """What is in force and asked to be presented, the nearest day first."""
    return db.session.scalars(
        select(HigherDocument)
        .where(
            _known_at(organisation),
            HigherDocument.present_by.is_not(None),
            or_(HigherDocument.withdrawn_on.is_(None), HigherDocument.withdrawn_on > on),
        )
        .order_by(HigherDocument.present_by, HigherDocument.symbol, HigherDocument.id)
    ).all()


def years_of_documents(organisation: Organisation) -> list[int]:
    """From the latest known document back to the first."""
    first, last = db.session.execute(
        select(func.min(HigherDocument.issued_on), func.max(HigherDocument.issued_on)).where(
            _known_at(organisation)
        )
    ).one()
    return list(range(last.year, first.year - 1, -1)) if first else []


def same_known_at(
    organisation: Organisation, symbol: str, issued_on: date
) -> HigherDocument | None:
    """The document of this symbol and day, if it is known at a place already."""
    return db.session.scalar(
        select(HigherDocument)
        .where(
            _known_at(organisation),
            HigherDocument.symbol == symbol,
            HigherDocument.issued_on == issued_on,
        )
        .options(joinedload(HigherDocument.organisation))
        .limit(1)
    )


def _known_at(organisation: Organisation) -> ColumnElement[bool]:
    places = places_along(organisation.path)
    return HigherDocument.organisation_id.in_(places)


def _found_by(text: str) -> Iterator[ColumnElement[bool]]:
    for word in words_of(text):
        yield HigherDocument.folded.contains(word, autoescape=True)


def _newest_first(query: Select[HigherDocument]) -> Select[HigherDocument]:
    return query.order_by(
        HigherDocument.issued_on.desc(), HigherDocument.symbol, HigherDocument.id
    ).options(joinedload(HigherDocument.organisation))


def findable_document(document: HigherDocument) -> list[Findable]:
    """Its symbol, kind, issuer and title; found at its place, above it and everywhere below.

    “Chỉ thị 50” and “50CT/TW” are what people type.
    """
    short = f"{document.kind} {document.symbol}, {document.symbol.replace('-', '')}"
    return [
        Findable(
            organisation_id=document.organisation.id,
            unit_path=document.unit_path,
            day=document.issued_on,
            title=f"{document.kind} số {document.symbol}",
            body=f"{document.title}\n{document.issuer}. {short}",
            permission=Permission.LIBRARY_READ,
            is_known_below=True,
        )
    ]


def documents_after(document_id: UUID | None, limit: int) -> list[Subject]:
    """So many documents with a greater identity, and what is findable of each."""
    query = select(HigherDocument).order_by(HigherDocument.id).limit(limit)
    if document_id is not None:
        query = query.where(HigherDocument.id > document_id)
    rows = db.session.scalars(query.options(joinedload(HigherDocument.organisation)))
    return [Subject(row.id, findable_document(row)) for row in rows]
