"""The yearly work of a branch: planned, approved, done or moved to a later month."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import partial
from uuid import UUID

from app.access.permissions import Actor
from app.devtools.demo import written
from app.devtools.demo.world import Happening, World
from app.devtools.demo.written import Row
from app.extensions import db
from app.kernel.clock import local
from app.organisations.models import Organisation
from app.programmes.models import WorkItem
from app.programmes.queries.work import items_of
from app.programmes.rules import PlanStatus
from app.programmes.service import work
from app.programmes.service.topics import seen_of

_DECIDER = "tran-duy-khiem"  # the committee's deputy secretary


def happenings(world: World) -> Iterator[Happening]:
    for row in written.work_programmes():
        yield from Year(world, row).happenings()


@dataclass(frozen=True)
class Year:
    """One branch's written year; `known` are its items so far, by their place in the file."""

    world: World
    row: Row
    known: dict[int, UUID] = field(default_factory=dict)

    def happenings(self) -> Iterator[Happening]:
        of = f"{self.row['branch']}, work of {self.row['year']}"
        for name, step in (
            ("planned_at", self.plan),
            ("registered_at", self.register),
            ("approved_at", self.approve),
        ):
            yield Happening(written.moment(self.row[name]), of, step)
        for number, item in enumerate(self.row["item"]):
            if "moved_at" in item:
                moved_at = written.moment(item["moved_at"])
                yield Happening(moved_at, of, partial(self.move, number))
            if "done_on" in item:
                # Written down in the evening of the day.
                done_at = written.at(item["done_on"], time(17)) + timedelta(minutes=number)
                yield Happening(done_at, of, partial(self.finish, number))

    @property
    def _branch(self) -> Organisation:
        return self.world.organisations[self.row["branch"]]

    def _secretary(self, now: datetime) -> Actor:
        return self.world.secretary(self.row["branch"], local(now).date())

    def _item(self, number: int) -> WorkItem:
        return db.session.get_one(WorkItem, self.known[number])

    def _values(self, row: Row) -> dict[str, object]:
        owner = self.world.members[row["owner"]] if "owner" in row else None
        known = {name: row[name] for name in ("month", "text", "due_on")}
        return {**known, "owner": owner}

    def plan(self, now: datetime) -> None:
        by, year = self._secretary(now), self.row["year"]
        for number, row in enumerate(self.row["item"]):
            item = work.plan_item(self._branch, year, self._values(row), by=by, now=now)
            self.known[number] = item.id

    def _seen(self, status: PlanStatus) -> str:
        items = items_of(self._branch, self.row["year"], with_drafts=True)
        return seen_of([item for item in items if item.status is status])

    def register(self, now: datetime) -> None:
        by, seen = self._secretary(now), self._seen(PlanStatus.DRAFT)
        work.register_all(self._branch, self.row["year"], seen=seen, by=by, now=now)
        db.session.flush()

    def approve(self, now: datetime) -> None:
        by, seen = self.world.actors[_DECIDER], self._seen(PlanStatus.REGISTERED)
        work.approve_all(self._branch, self.row["year"], seen=seen, by=by, now=now)
        db.session.flush()

    def move(self, number: int, now: datetime) -> None:
        item, row = self._item(number), self.row["item"][number]
        moved = {"month": row["moved_to"], "due_on": row["moved_due_on"]}
        values = {**self._values(row), **moved}
        work.change_item(item, values, version=item.version, by=self._secretary(now), now=now)

    def finish(self, number: int, now: datetime) -> None:
        item, row = self._item(number), self.row["item"][number]
        work.record_result(
            item,
            result=row["result"],
            done_on=row["done_on"],
            version=item.version,
            by=self._secretary(now),
            now=now,
        )
