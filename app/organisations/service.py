from collections.abc import Mapping
from datetime import date, datetime, timedelta
from itertools import chain, count
from uuid import UUID, uuid4

from app.access.permissions import Actor
from app.audit import service as audit
from app.audit.events import Event
from app.extensions import db
from app.kernel.errors import RuleBroken
from app.kernel.versions import check_fresh
from app.organisations.models import Organisation, OrganisationKind, Term
from app.organisations.queries import codes_like, organisation_coded, sibling_named, terms_of
from app.organisations.rules import (
    BranchType,
    Level,
    check_place_in_tree,
    check_term,
    overlaps,
    proposed_body,
    proposed_code,
    proposed_symbol,
)


def add_organisation(
    *,
    parent: Organisation | None,
    kind: OrganisationKind,
    name: str,
    code: str = "",
    header_name: str = "",
    body_name: str = "",
    symbol: str = "",
    place: str = "",
    branch_type: BranchType | None = None,
    by: Actor | None,
    now: datetime,
) -> Organisation:
    """Add a node under `parent` (None for the root); what is left empty follows from the name.

    :raises RuleBroken: if such a kind cannot stand there, or the name or code is taken.
    """
    check_place_in_tree(kind.level, parent.level if parent else None)
    code = code or _free_code(name)
    _check_code_free(code, None)
    _check_name_free(name, parent.id if parent else None, None)
    id_ = uuid4()
    organisation = Organisation(
        id=id_,
        parent_id=parent.id if parent else None,
        kind=kind,
        name=name,
        code=code,
        header_name=header_name or name,
        body_name=body_name or proposed_body(kind.level, name, parent.body_name if parent else ""),
        symbol=symbol or proposed_symbol(kind.level, name),
        place=place or (parent.place if parent else ""),
        branch_type=branch_type if kind.level is Level.BRANCH else None,
        path=f"{parent.path if parent else '/'}{id_.hex}/",
    )
    db.session.add(organisation)
    db.session.flush()
    audit.record(
        Event.ORGANISATION_ADDED,
        by=by,
        now=now,
        organisation_id=organisation.id,
        subject=organisation,
        name=name,
        kind=kind.code,
    )
    return organisation


_DAY = timedelta(days=1)
_CHANGEABLE = ("name", "code", "header_name", "body_name", "symbol", "place", "branch_type")


def change_organisation(
    organisation: Organisation,
    values: Mapping[str, object],
    *,
    version: int | None,
    by: Actor,
    now: datetime,
) -> None:
    """Change names and marks; the place in the tree stays, for every record hangs on it."""
    check_fresh(organisation, version)
    _check_code_free(str(values["code"]), organisation)
    _check_name_free(str(values["name"]), organisation.parent_id, organisation)
    before = {name: getattr(organisation, name) for name in _CHANGEABLE}
    for name in _CHANGEABLE:
        setattr(organisation, name, values[name] or None if name == "branch_type" else values[name])
    audit.record(
        Event.ORGANISATION_CHANGED,
        by=by,
        now=now,
        organisation_id=organisation.id,
        subject=organisation,
        before=before,
        after={name: getattr(organisation, name) for name in _CHANGEABLE},
    )


def _check_code_free(code: str, organisation: Organisation | None) -> None:
    other = organisation_coded(code)
    if other is not None and other is not organisation:
        raise RuleBroken(f"Mã {code} đã dùng cho {other.name}.", field="code")


def _check_name_free(name: str, parent_id: UUID | None, organisation: Organisation | None) -> None:
    other = sibling_named(name, parent_id)
    if other is not None and other is not organisation:
        raise RuleBroken(f"Ở đây đã có {other.name}.", field="name")


def _free_code(name: str) -> str:
    """The initials of the name, numbered when another place has them."""
    wanted = proposed_code(name)
    taken = codes_like(wanted)
    numbered = (f"{wanted}{number}" for number in count(2))
    return next(code for code in chain([wanted], numbered) if code not in taken)


def add_term(
    organisation: Organisation,
    *,
    name: str,
    starts_on: date,
    ends_on: date | None,
    by: Actor | None,
    now: datetime,
) -> Term:
    """Begin a term; one still open ends the day before the new congress closes.

    :raises RuleBroken: if the period is upside down or shares a day with another term.
    """
    check_term(starts_on, ends_on)
    terms = terms_of(organisation)
    for earlier in terms:
        if earlier.ends_on is None and earlier.starts_on < starts_on - _DAY:
            _end_term(earlier, starts_on - _DAY, by=by, now=now)
    periods = [(term.starts_on, term.ends_on) for term in terms]
    if overlaps(starts_on, ends_on, periods):
        raise RuleBroken("Khoảng thời gian này trùng với một nhiệm kỳ đã có.", field="starts_on")
    term = Term(organisation=organisation, name=name, starts_on=starts_on, ends_on=ends_on)
    db.session.add(term)
    audit.record(
        Event.TERM_ADDED,
        by=by,
        now=now,
        organisation_id=organisation.id,
        subject=term,
        name=name,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    return term


def _end_term(term: Term, ends_on: date, *, by: Actor | None, now: datetime) -> None:
    term.ends_on = ends_on
    audit.record(
        Event.TERM_ENDED,
        by=by,
        now=now,
        organisation_id=term.organisation_id,
        subject=term,
        name=term.name,
        ends_on=ends_on,
    )
