from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from sqlalchemy import select

from app.audit.events import Event
from app.audit.models import AuditEntry
from app.extensions import db
from app.organisations.models import Organisation
from app.organisations.queries import get_organisation
from app.organisations.rules import places_along
from app.regulations.models import RegulationValue
from app.regulations.rules import Book, Setting, Value, in_force, national_values, settings

NATIONAL = "Toàn quốc"


def book_for(unit_path: str, on: date) -> Book:
    """Every value in force at a place on a day, in one query."""
    values = [value for value, _ in _laid_down_above(unit_path)]
    return in_force((*national_values(), *values), unit_path=unit_path, on=on)


def _laid_down_above(unit_path: str) -> list[tuple[Value, str]]:
    """What the place and its superiors have laid down, each with the organisation's name."""
    ids = places_along(unit_path)
    rows = db.session.execute(
        select(RegulationValue, Organisation.path, Organisation.name)
        .join(Organisation, Organisation.id == RegulationValue.organisation_id)
        .where(RegulationValue.organisation_id.in_(ids))
    )
    return [
        (Value(row.key, row.value, row.valid_from, row.valid_until, row.source, "", path), name)
        for row, path, name in rows
    ]


def numbers_at(key: str, places: Collection[tuple[str, date]]) -> dict[tuple[str, date], int]:
    """One number for many places, each on a day of its own, in one query."""
    rows = db.session.execute(
        select(RegulationValue, Organisation.path)
        .join(Organisation, Organisation.id == RegulationValue.organisation_id)
        .where(RegulationValue.key == key)
    )
    values = [value for value in national_values() if value.key == key] + [
        Value(row.key, row.value, row.valid_from, row.valid_until, row.source, "", path)
        for row, path in rows
    ]
    return {
        (path, on): in_force(values, unit_path=path, on=on).number(key) for path, on in set(places)
    }


@dataclass(frozen=True)
class Line:
    """A setting with the value in force, and where that comes from."""

    setting: Setting
    value: Value
    origin: str

    @property
    def shown(self) -> str:
        return self.setting.shown(self.value.value)


def lines_in_force(unit_path: str, *, on: date) -> list[tuple[str, list[Line]]]:
    """Every setting by group, with its value at a place on a day."""
    above = _laid_down_above(unit_path)
    names = {"/": NATIONAL} | {value.unit_path: name for value, name in above}
    book = in_force(
        (*national_values(), *(value for value, _ in above)), unit_path=unit_path, on=on
    )
    lines = [
        Line(setting, value, names[value.unit_path])
        for key, setting in settings().items()
        if (value := book.values.get(key)) is not None
    ]
    return [
        (group, list(found)) for group, found in groupby(lines, lambda line: line.setting.group)
    ]


@dataclass(frozen=True)
class SettingAt:
    """One setting as one organisation may lay it down: what the guard is asked about."""

    organisation: Organisation
    setting: Setting

    @property
    def unit_path(self) -> str:
        return self.organisation.path


def get_setting_at(organisation_id: UUID, setting_key: str) -> SettingAt | None:
    organisation = get_organisation(organisation_id)
    setting = settings().get(setting_key)
    return SettingAt(organisation, setting) if organisation and setting else None


def periods_at(place: SettingAt) -> list[Line]:
    """Every value of the setting that ever applies at the place, the nearest and latest first."""
    above = _laid_down_above(place.unit_path)
    values = [(value, NATIONAL) for value in national_values()] + above
    lines = [
        Line(place.setting, value, name) for value, name in values if value.key == place.setting.key
    ]
    return sorted(
        lines, key=lambda line: (len(line.value.unit_path), line.value.valid_from), reverse=True
    )


def values_of_setting(organisation: Organisation, key: str) -> Sequence[RegulationValue]:
    """What this organisation itself has laid down of one setting, latest period first."""
    return db.session.scalars(
        select(RegulationValue)
        .where(RegulationValue.organisation_id == organisation.id, RegulationValue.key == key)
        .order_by(RegulationValue.valid_from.desc())
    ).all()


def get_value(value_id: UUID) -> RegulationValue | None:
    return db.session.get(RegulationValue, value_id)


_CHANGES = (Event.REGULATION_SET, Event.REGULATION_ENDED, Event.REGULATION_WITHDRAWN)


def changes_of(place: SettingAt, *, limit: int = 50) -> Sequence[AuditEntry]:
    """Who laid down or ended what of this setting here, latest first."""
    return db.session.scalars(
        select(AuditEntry)
        .where(
            AuditEntry.organisation_id == place.organisation.id,
            AuditEntry.event.in_([event.value for event in _CHANGES]),
            AuditEntry.facts["key"].as_string() == place.setting.key,
        )
        .order_by(AuditEntry.sequence.desc())
        .limit(limit)
    ).all()
