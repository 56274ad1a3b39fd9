"""The bodies a branch works with that are no members."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.assignments.models import OutsideUnit, assigned_unit
from app.extensions import db
from app.kernel.text import collation_key


def units_of(organisation_id: UUID) -> list[tuple[OutsideUnit, int]]:
    """Every unit ever kept, with in how many tasks it takes part; those that ended come last."""
    tasks = (
        select(func.count())
        .where(assigned_unit.c.unit_id == OutsideUnit.id)
        .correlate(OutsideUnit)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(OutsideUnit, tasks).where(OutsideUnit.organisation_id == organisation_id)
    )
    found = [(unit, number) for unit, number in rows]
    return sorted(found, key=lambda row: (row[0].ended_on is not None, collation_key(row[0].name)))


def units_to_choose(
    organisation_id: UUID, *, on: date, besides: Iterable[OutsideUnit] = ()
) -> list[tuple[UUID, str]]:
    """Those that still work with the branch, and whoever takes part already."""
    kept = {unit.id for unit in besides}
    return [
        (unit.id, unit.name)
        for unit, _ in units_of(organisation_id)
        if unit.ended_on is None or unit.ended_on > on or unit.id in kept
    ]


def units_with(ids: Collection[UUID]) -> Sequence[OutsideUnit]:
    if not ids:
        return []
    return db.session.scalars(
        select(OutsideUnit).where(OutsideUnit.id.in_(ids)).order_by(OutsideUnit.name)
    ).all()


def get_unit(branch_id: UUID, unit_id: UUID) -> OutsideUnit | None:
    return db.session.scalar(
        select(OutsideUnit)
        .where(OutsideUnit.id == unit_id, OutsideUnit.organisation_id == branch_id)
        .options(joinedload(OutsideUnit.organisation))
    )


def unit_named(organisation_id: UUID, name: str) -> OutsideUnit | None:
    """Whatever the case: "Đoàn thanh niên" is "Đoàn Thanh niên"."""
    wanted = name.casefold()
    return next(
        (unit for unit, _ in units_of(organisation_id) if unit.name.casefold() == wanted), None
    )
