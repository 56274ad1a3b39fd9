from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from app.access.permissions import Actor
from app.audit import service as audit
from app.audit.events import Event
from app.extensions import db
from app.files.models import StoredFile
from app.files.service import store_file
from app.kernel.clock import local
from app.kernel.errors import RuleBroken
from app.kernel.versions import check_fresh
from app.library.models import HigherDocument
from app.library.queries import findable_document, same_known_at
from app.library.rules import check_days, found_by, kind_for, read_symbol
from app.organisations.models import Organisation
from app.search.rules.findables import SearchKind
from app.search.service import index


@dataclass(frozen=True)
class Upload:
    """A file as it came, and the folder where such are kept."""

    name: str
    content: bytes
    folder: Path


def register_document(
    organisation: Organisation,
    typed: Mapping[str, Any],
    *,
    upload: Upload | None = None,
    by: Actor,
    now: datetime,
) -> HigherDocument:
    """Write a document from above into the register of a place; it is known below it, too.

    :param typed: symbol, kind (empty: as the symbol says), issued_on, issuer, title, and
        present_by where every branch is asked to present it.
    :raises RuleBroken: if the symbol cannot be read, or the document is known here already.
    """
    values = _proper(typed)
    check_days(values["issued_on"], present_by=values.get("present_by"), today=local(now).date())
    _check_new(organisation, values, None)
    document = HigherDocument(
        organisation=organisation, added_at=now, added_by=by.name, **values, folded=_folded(values)
    )
    if upload is not None:
        document.file = _stored(organisation, upload, now)
    db.session.add(document)
    _note(
        Event.DOCUMENT_REGISTERED,
        document,
        by=by,
        now=now,
        symbol=document.symbol,
        issued_on=document.issued_on,
        issuer=document.issuer,
        present_by=document.present_by,
    )
    return document


def change_document(
    document: HigherDocument,
    typed: Mapping[str, Any],
    *,
    upload: Upload | None = None,
    drops_file: bool = False,
    version: int | None,
    by: Actor,
    now: datetime,
) -> None:
    """Mend what was registered; papers that cite it already keep the words they were drawn with.

    :raises RuleBroken: as for a new one.
    """
    check_fresh(document, version)
    values = _proper(typed)
    check_days(
        values["issued_on"],
        withdrawn_on=document.withdrawn_on,
        present_by=values.get("present_by"),
        today=local(now).date(),
    )
    _check_new(document.organisation, values, document)
    before = _facts(document)
    for name, value in values.items():
        setattr(document, name, value)
    document.folded = _folded(values)
    if upload is not None:
        document.file = _stored(document.organisation, upload, now)
    elif drops_file:
        document.file = None
    after = _facts(document)
    if before != after:
        _note(Event.DOCUMENT_CHANGED, document, by=by, now=now, before=before, after=after)


def withdraw_document(
    document: HigherDocument,
    withdrawn_on: date | None,
    *,
    version: int | None,
    by: Actor,
    now: datetime,
) -> None:
    """Note from which day it is no longer in force; without a day it is in force again.

    It stays in the register, to be cited for the time in which it was.
    """
    check_fresh(document, version)
    check_days(document.issued_on, withdrawn_on=withdrawn_on, today=local(now).date())
    before = document.withdrawn_on
    if before == withdrawn_on:
        return
    document.withdrawn_on = withdrawn_on
    if withdrawn_on is None:
        _note(
            Event.DOCUMENT_CHANGED,
            document,
            by=by,
            now=now,
            before={"withdrawn_on": before},
            after={"withdrawn_on": None},
        )
    else:
        _note(
            Event.DOCUMENT_WITHDRAWN,
            document,
            by=by,
            now=now,
            symbol=document.symbol,
            withdrawn_on=withdrawn_on,
        )


def _proper(typed: Mapping[str, Any]) -> dict[str, Any]:
    symbol = read_symbol(typed["symbol"])
    kind = kind_for(symbol, typed["kind"])
    return {**typed, "symbol": str(symbol), "kind": kind}


def _check_new(
    organisation: Organisation, values: Mapping[str, Any], itself: HigherDocument | None
) -> None:
    same = same_known_at(organisation, values["symbol"], values["issued_on"])
    if same is not None and same is not itself:
        raise RuleBroken(
            f"Văn bản số {same.symbol}, ngày {same.issued_on:%d/%m/%Y} đã có trong sổ của "
            f"{same.organisation.name}.",
            field="symbol",
        )


def _folded(values: Mapping[str, Any]) -> str:
    return found_by(**{name: values[name] for name in ("kind", "symbol", "issuer", "title")})


def _stored(organisation: Organisation, upload: Upload, now: datetime) -> StoredFile:
    return store_file(
        upload.content,
        upload.name,
        organisation_id=organisation.id,
        folder=upload.folder,
        now=now,
    )


def _facts(document: HigherDocument) -> dict[str, Any]:
    return {
        "symbol": document.symbol,
        "document_kind": document.kind,
        "issued_on": document.issued_on,
        "issuer": document.issuer,
        "abstract": document.title,
        "present_by": document.present_by,
        "file": document.file.name if document.file else None,
        "sha256": document.file.sha256 if document.file else None,
    }


def _note(
    event: Event, document: HigherDocument, *, by: Actor, now: datetime, **facts: object
) -> None:
    audit.record(
        event,
        by=by,
        now=now,
        organisation_id=document.organisation.id,
        subject=document,
        **facts,
    )
    index(SearchKind.DOCUMENT, document.id, findable_document(document))
