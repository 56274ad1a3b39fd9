"""A meeting as it is saved while it is typed: its units at the desk of one writer (ADR 0011)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.access.permissions import Actor
from app.audit.events import Event
from app.kernel.errors import RuleBroken
from app.meetings.models import AgendaItem, Meeting
from app.meetings.queries.units import VALUES_OF, record_to_change
from app.meetings.rules.grades import check_scored_by_sheet
from app.meetings.rules.life import check_editable, check_recordable
from app.meetings.rules.live import Check, Rights
from app.meetings.rules.units import (
    ADDABLE,
    APPOINTING,
    FIELDS,
    SHOWN_FIRST,
    Unit,
    UnitKind,
    unit_called,
)
from app.meetings.service.trail import index_meeting, note
from app.meetings.service.units import remove, write
from app.revisions.queries import Standing
from app.revisions.rules import Saving
from app.revisions.rules.live import Checked
from app.revisions.service.desk import Desk


@dataclass
class MeetingDesk(Desk[Unit]):
    """One writer at one meeting, whose row is locked."""

    meeting: Meeting
    standing: dict[str, Standing]
    checking: Check
    rights: Rights
    by: Actor
    now: datetime

    @property
    def scope_id(self) -> UUID:
        return self.meeting.id

    def unit_called(self, name: str) -> Unit:
        return unit_called(name)

    def is_addable(self, unit: Unit) -> bool:
        return unit.kind in ADDABLE

    def check_fields(self, unit: Unit, values: Mapping[str, str]) -> None:
        check = check_editable if unit.kind is UnitKind.ITEM else check_recordable
        check(self.meeting.status)
        if not values.keys() <= set(FIELDS[unit.kind]):
            raise RuleBroken("Có ô không thuộc phần này; tải lại trang rồi thử lại.")
        if unit.kind is UnitKind.CLOSING and self.meeting.has_self_sheet:
            check_scored_by_sheet(values)
        if not self.rights.may_appoint and not APPOINTING.isdisjoint(values):
            raise RuleBroken("Chỉ bí thư, phó bí thư cử chủ trì và thư ký.", field="chair_id")

    def record_of(self, unit: Unit) -> Any | None:
        record = record_to_change(self.meeting, unit)
        if record is None and unit.kind not in ADDABLE | {UnitKind.ROLL}:
            raise RuleBroken("Phần này không còn trong buổi họp; tải lại trang.")
        if isinstance(record, AgendaItem) and not self._may_read(record):
            raise RuleBroken("Nội dung này không ghi ở đây.")
        return record

    def _may_read(self, item: AgendaItem) -> bool:
        is_open = not item.is_restricted or self.rights.may_read_restricted
        return is_open and not item.is_withheld

    def values_of(self, unit: Unit, record: Any) -> dict[str, str]:
        return VALUES_OF[unit.kind](record)

    def shown_first(self, unit: Unit) -> Mapping[str, str]:
        return SHOWN_FIRST.get(unit.kind, {})

    def check(self, unit: Unit, values: Mapping[str, str], record: Any) -> Checked:
        return self.checking(unit, values, record)

    def write(self, unit: Unit, record: Any, data: Mapping[str, Any], saving: Saving) -> Any:
        return write(self.meeting, unit, record, data, saving=saving, by=self.by, now=self.now)

    def remove(self, unit: Unit, record: Any, saving: Saving) -> None:
        remove(self.meeting, unit, record, saving=saving, by=self.by, now=self.now)

    def begins_run(self, unit: Unit, number: int) -> None:
        note(
            Event.TEXT_WRITTEN,
            self.meeting,
            by=self.by,
            now=self.now,
            unit=str(unit),
            revision=number,
        )

    def was_written(self, unit: Unit) -> None:
        if unit.kind is UnitKind.STEP:
            index_meeting(self.meeting)
