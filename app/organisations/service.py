from collections.abc import Mapping
from datetime import date, datetime
from uuid import uuid4

from app.access.permissions import Actor
from app.audit import service as audit
from app.audit.events import Event
from app.extensions import db
from app.kernel.errors import RuleBroken
from app.organisations.models import Organisation, OrganisationKind, Term
from app.organisations.queries import organisation_coded, terms_of
from app.organisations.rules import BranchType, check_period, check_place_in_tree, overlaps


def add_organisation(
    *,
    parent: Organisation | None,
    kind: OrganisationKind,
    name: str,
    code: str,
    header_name: str,
    body_name: str,
    symbol: str,
    place: str,
    branch_type: BranchType | None,
    by: Actor | None,
    now: datetime,
) -> Organisation:
    """Add a node under `parent` (None for the root of the tree).

    :raises RuleBroken: if such a kind cannot stand there, or the code is taken.
    """
    check_place_in_tree(kind.level, parent.level if parent else None)
    _check_code_free(code, None)
    id_ = uuid4()
    organisation = Organisation(
        id=id_,
        parent_id=parent.id if parent else None,
        kind=kind,
        name=name,
        code=code,
        header_name=header_name,
        body_name=body_name,
        symbol=symbol,
        place=place,
        branch_type=branch_type,
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


_CHANGEABLE = ("name", "code", "header_name", "body_name", "symbol", "place", "branch_type")


def change_organisation(
    organisation: Organisation, values: Mapping[str, object], *, by: Actor, now: datetime
) -> None:
    """Change names and marks; the place in the tree stays, for every record hangs on it."""
    _check_code_free(str(values["code"]), organisation)
    before = {name: getattr(organisation, name) for name in _CHANGEABLE}
    for name in _CHANGEABLE:
        setattr(organisation, name, values[name])
    audit.record(
        Event.ORGANISATION_CHANGED,
        by=by,
        now=now,
        organisation_id=organisation.id,
        subject=organisation,
        before=before,
        after={name: values[name] for name in _CHANGEABLE},
    )


def _check_code_free(code: str, organisation: Organisation | None) -> None:
    other = organisation_coded(code)
    if other is not None and other is not organisation:
        raise RuleBroken(f"Mã {code} đã dùng cho {other.name}.", field="code")


def add_term(
    organisation: Organisation,
    *,
    name: str,
    starts_on: date,
    ends_on: date | None,
    by: Actor | None,
    now: datetime,
) -> Term:
    """:raises RuleBroken: if the period is upside down or shares a day with another term."""
    check_period(starts_on, ends_on)
    periods = [(term.starts_on, term.ends_on) for term in terms_of(organisation)]
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
