"""The plans of those who head an organisation: registered, made public, looked back at."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from uuid import UUID

from app.access.permissions import Actor
from app.devtools.demo import written
from app.devtools.demo.world import Happening, World
from app.devtools.demo.written import Row
from app.extensions import db
from app.personal_plans import service
from app.personal_plans.models import PersonalPlan
from app.personal_plans.rules import Audience, Channel, Posting
from app.pledges.rules import Outcome


def happenings(world: World) -> Iterator[Happening]:
    for row in written.personal_plans():
        yield from _HeadsPlan(world, row).life()


class _HeadsPlan:
    """One plan, once it is begun."""

    def __init__(self, world: World, row: Row) -> None:
        self.world, self.row = world, row
        self.id: UUID

    @property
    def _plan(self) -> PersonalPlan:
        return db.session.get_one(PersonalPlan, self.id)

    @property
    def _author(self) -> Actor:
        return self.world.actors[self.row["member"]]

    def life(self) -> Iterator[Happening]:
        yield self._at(self.row["started_at"], self._start)
        yield self._at(self.row["registered_at"], self._register)
        for row in self.row["publication"]:
            yield self._at(row["at"], partial(self._publish, row))
        yield self._at(self.row["looked_back_at"], self._look_back)
        if "closed_at" in self.row:
            yield self._at(self.row["closed_at"], self._close)

    def _at(self, stamp: datetime, do: Callable[[datetime], None]) -> Happening:
        return Happening(written.moment(stamp), f"plan of {self.row['member']}", do)

    def _start(self, now: datetime) -> None:
        branch = self.world.organisations[self.row["branch"]]
        year = written.pledges()["campaign"]["year"]
        plan = service.start_plan(branch, year, by=self._author, now=now)
        self.id = plan.id
        for row in self.row["line"]:
            service.add_line(
                plan,
                content=row["content"],
                measures=row["measures"],
                due_on=row.get("due_on"),
                by=self._author,
                now=now,
            )

    def _register(self, now: datetime) -> None:
        service.register_plan(self._plan, version=self._plan.version, by=self._author, now=now)
        db.session.flush()

    def _publish(self, row: Row, now: datetime) -> None:
        posting = Posting(
            Channel(row["channel"]),
            row["place"],
            Audience(row["audience"]),
            row["from_on"],
            row.get("until_on"),
        )
        service.publish_plan(self._plan, posting, by=self.world.actors[row["by"]], now=now)

    def _look_back(self, now: datetime) -> None:
        """What became of the lines so far; those without a result go on."""
        for line, row in zip(self._plan.lines, self.row["line"], strict=True):
            if "outcome" in row:
                service.record_result(
                    line,
                    outcome=Outcome(row["outcome"]),
                    result=row["result"],
                    version=line.version,
                    by=self._author,
                    now=now,
                )
        db.session.flush()

    def _close(self, now: datetime) -> None:
        service.close_plan(self._plan, version=self._plan.version, by=self._author, now=now)
