from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select

from app.extensions import db
from app.organisations.models import Organisation
from app.regulations.models import RegulationValue
from app.regulations.rules import Book, Value, in_force, national_values


def book_for(unit_path: str, on: date) -> Book:
    """Every value in force at a place on a day, in one query."""
    return in_force((*national_values(), *_values_above(unit_path)), unit_path=unit_path, on=on)


def _values_above(unit_path: str) -> list[Value]:
    ids = [UUID(part) for part in unit_path.strip("/").split("/")]
    rows = db.session.execute(
        select(RegulationValue, Organisation.path)
        .join(Organisation, Organisation.id == RegulationValue.organisation_id)
        .where(RegulationValue.organisation_id.in_(ids))
    )
    return [
        Value(row.key, row.value, row.valid_from, row.valid_until, row.source, "", path)
        for row, path in rows
    ]


def values_of(organisation: Organisation) -> Sequence[RegulationValue]:
    """What this organisation itself has laid down, newest period first."""
    return db.session.scalars(
        select(RegulationValue)
        .where(RegulationValue.organisation_id == organisation.id)
        .order_by(RegulationValue.key, RegulationValue.valid_from.desc())
    ).all()


def get_value(value_id: UUID) -> RegulationValue | None:
    return db.session.get(RegulationValue, value_id)
