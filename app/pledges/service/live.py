"""A pledge as it is saved while it is typed: its rows at the desk of one writer (ADR 0011)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.access.permissions import Actor
from app.kernel.clock import local
from app.kernel.errors import RuleBroken
from app.pledges.models import Pledge, PledgeItem
from app.pledges.queries.live import row_to_change
from app.pledges.queries.sources import sources_of
from app.pledges.queries.writing import row_values, written_in
from app.pledges.rules.life import check_writable
from app.pledges.rules.rows import FIELDS, Row, row_called, source_key
from app.pledges.service import writing
from app.revisions.queries import Standing
from app.revisions.rules import Saving
from app.revisions.rules.live import Checked
from app.revisions.service import record_revision
from app.revisions.service.desk import Desk

Check = Callable[[Mapping[str, str], PledgeItem | None], Checked]


@dataclass
class PledgeDesk(Desk[Row]):
    """One writer at one pledge, whose row is locked; a draft leaves nothing in the trail."""

    pledge: Pledge
    standing: dict[str, Standing]
    checking: Check
    by: Actor
    now: datetime

    @property
    def scope_id(self) -> UUID:
        return self.pledge.id

    def unit_called(self, name: str) -> Row:
        return row_called(name)

    def is_addable(self, unit: Row) -> bool:
        return True

    def check_fields(self, unit: Row, values: Mapping[str, str]) -> None:
        check_writable(self.pledge.status, self.pledge.last.state)
        if not values.keys() <= set(FIELDS):
            raise RuleBroken("Có ô không thuộc phần này; tải lại trang rồi thử lại.")

    def record_of(self, unit: Row) -> PledgeItem | None:
        return row_to_change(self.pledge, unit)

    def values_of(self, unit: Row, record: PledgeItem) -> dict[str, str]:
        return row_values(record)

    def check(self, unit: Row, values: Mapping[str, str], record: PledgeItem | None) -> Checked:
        return self.checking(values, record)

    def write(
        self, unit: Row, record: PledgeItem | None, data: Mapping[str, Any], saving: Saving
    ) -> PledgeItem:
        how: dict[str, Any] = {"saving": saving, "by": self.by, "now": self.now}
        if record is None:
            return writing.add_item(self.pledge, item_id=unit.id, **self._sourced(data), **how)
        values = {name: data[name] for name in ("section_id", "content", "measure", "due_on")}
        writing.change_item(self.pledge, record, **values, version=record.version, **how)
        return record

    def _sourced(self, data: Mapping[str, Any]) -> Mapping[str, Any]:
        """The words stand in any case; a source is only named if it was offered."""
        if data["source"] is None:
            return data
        offered = sources_of(self.pledge, written_in(self.pledge), on=local(self.now).date())
        if offered.called(source_key(data["source"], data["source_id"])):
            return data
        return {**data, "source": None, "source_id": None}

    def remove(self, unit: Row, record: PledgeItem | None, saving: Saving) -> None:
        how: dict[str, Any] = {"saving": saving, "by": self.by, "now": self.now}
        if record is None:  # never complete: what is held of it waits no longer
            record_revision(self.pledge.id, str(unit), {}, {}, **how)
        else:
            writing.remove_item(self.pledge, record, version=record.version, **how)
