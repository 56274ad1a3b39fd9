"""The bodies a branch works with: added, called otherwise, no longer worked with."""

from collections.abc import Mapping
from datetime import date, datetime

from app.access.permissions import Actor
from app.assignments.models import OutsideUnit
from app.assignments.queries import unit_named
from app.assignments.rules import UnitKind
from app.audit import service as audit
from app.audit.events import Event
from app.extensions import db
from app.kernel.errors import RuleBroken
from app.kernel.versions import check_fresh
from app.organisations.models import Organisation


def add_unit(
    organisation: Organisation, *, name: str, kind: UnitKind, by: Actor, now: datetime
) -> OutsideUnit:
    """:raises RuleBroken: if one is called so already."""
    _check_name(organisation, name, None)
    unit = OutsideUnit(organisation=organisation, name=name, kind=kind)
    db.session.add(unit)
    db.session.flush()
    _note(Event.UNIT_ADDED, unit, by=by, now=now, name=name, kind=kind)
    return unit


def change_unit(
    unit: OutsideUnit,
    *,
    name: str,
    kind: UnitKind,
    ended_on: date | None,
    version: int | None,
    by: Actor,
    now: datetime,
) -> None:
    """Another name, or a last day; the tasks it takes part in keep it.

    :raises RuleBroken: if another one is called so already.
    """
    check_fresh(unit, version)
    _check_name(unit.organisation, name, unit)
    before = _values(unit)
    unit.name, unit.kind, unit.ended_on = name, kind, ended_on
    after = _values(unit)
    if before != after:
        _note(Event.UNIT_CHANGED, unit, by=by, now=now, before=before, after=after)


def _check_name(organisation: Organisation, name: str, own: OutsideUnit | None) -> None:
    found = unit_named(organisation.id, name)
    if found is not None and found is not own:
        ended = " (đã thôi phối hợp; mở đơn vị đó và bỏ ngày thôi)" if found.ended_on else ""
        raise RuleBroken(f"Chi bộ đã có đơn vị mang tên này{ended}.", field="name")


def _values(unit: OutsideUnit) -> Mapping[str, object]:
    return {"name": unit.name, "kind": unit.kind, "ended_on": unit.ended_on}


def _note(event: Event, unit: OutsideUnit, *, by: Actor, now: datetime, **facts: object) -> None:
    audit.record(
        event,
        by=by,
        now=now,
        organisation_id=unit.organisation_id,
        subject=unit,
        **facts,
    )
