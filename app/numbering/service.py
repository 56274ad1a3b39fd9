from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from app.access.permissions import Actor
from app.audit import service as audit
from app.audit.events import Event
from app.extensions import db
from app.kernel.locking import locked
from app.numbering.models import NumberCounter, NumberEntry
from app.numbering.rules import CounterScope, DocumentType, number_symbol, scope_key
from app.organisations.models import Organisation
from app.organisations.queries import term_on
from app.regulations.queries import book_for


def take_number(
    organisation: Organisation,
    document_type: DocumentType,
    *,
    document_id: UUID,
    on: date,
    by: Actor | None,
    now: datetime,
) -> str:
    """The next number of the organisation's register, as `05-NQ/CB`.

    The number belongs to the caller's transaction: rolled back with it, so that none is lost.

    :raises RuleBroken: if numbers run by term and no term covers `on`.
    """
    key = _register(organisation, on)
    counter = _locked_counter(organisation.id, document_type, key)
    counter.last_number += 1
    symbol = number_symbol(counter.last_number, document_type, organisation.symbol)
    entry = NumberEntry(
        organisation_id=organisation.id,
        document_type=document_type,
        scope=key,
        number=counter.last_number,
        symbol=symbol,
        taken_on=on,
        document_id=document_id,
    )
    db.session.add(entry)
    audit.record(
        Event.NUMBER_TAKEN,
        by=by,
        now=now,
        organisation_id=organisation.id,
        subject=entry,
        number_symbol=symbol,
        scope=key,
    )
    return symbol


def foresee_number(organisation: Organisation, document_type: DocumentType, *, on: date) -> str:
    """What `take_number` would give just now; somebody else may be faster.

    :raises RuleBroken: if numbers run by term and no term covers `on`.
    """
    found = db.session.get(
        NumberCounter, (organisation.id, document_type, _register(organisation, on))
    )
    number = found.last_number + 1 if found else 1
    return number_symbol(number, document_type, organisation.symbol)


def _register(organisation: Organisation, on: date) -> str:
    scope = CounterScope(book_for(organisation.path, on).choice("numbering.scope"))
    term = term_on(organisation.id, on)
    return scope_key(scope, on=on, term_id=term.id if term else None)


def _locked_counter(
    organisation_id: UUID, document_type: DocumentType, scope: str
) -> NumberCounter:
    return locked(
        select(NumberCounter).where(
            NumberCounter.organisation_id == organisation_id,
            NumberCounter.document_type == document_type,
            NumberCounter.scope == scope,
        ),
        lambda: NumberCounter(
            organisation_id=organisation_id,
            document_type=document_type,
            scope=scope,
            last_number=0,
        ),
    )
