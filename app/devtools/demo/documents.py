"""Documents from above: registered, presented in meetings, told afterwards to who missed them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from functools import partial

from sqlalchemy import select

from app.access.permissions import Actor
from app.devtools.demo import written
from app.devtools.demo.world import Happening, World
from app.devtools.demo.written import Row
from app.dissemination.service import tell_members
from app.extensions import db
from app.library.models import HigherDocument
from app.library.service import register_document, withdraw_document
from app.meetings.models import AgendaItem, AgendaStep
from app.meetings.service.documents import attach_document

_TYPED = ("symbol", "kind", "issued_on", "issuer", "title")


def happenings(world: World) -> Iterator[Happening]:
    register = Register(world)
    today = written.cast()["sample"]["today"]
    held_on = {row["key"]: row["held_on"] for _, row in written.meetings()}
    for row in written.documents()["document"]:
        at = written.at(row["registered_on"], time(10, 0))
        yield Happening(at, row["symbol"], partial(register.write, row))
    for row in written.documents()["presented"]:
        for key in row["meetings"]:
            at = written.at(min(held_on[key], today), time(6, 30))
            yield Happening(at, key, partial(register.present, row, key))
    for row in written.documents()["told"]:
        at = written.at(row["told_on"], time(16, 0))
        yield Happening(at, row["document"], partial(register.tell, row))


@dataclass(frozen=True)
class Register:
    world: World

    def write(self, row: Row, now: datetime) -> None:
        document = register_document(
            self.world.organisations[row["keeper"]],
            {**{name: row[name] for name in _TYPED}, "present_by": row.get("present_by")},
            by=self._keeper(row["keeper"], now),
            now=now,
        )
        if "withdrawn_on" in row:
            db.session.flush()
            withdraw_document(
                document,
                row["withdrawn_on"],
                version=document.version,
                by=self._keeper(row["keeper"], now),
                now=now,
            )

    def _keeper(self, place: str, now: datetime) -> Actor:
        return self.world.office if place == "du" else self.world.secretary(place, now.date())

    def present(self, row: Row, key: str, now: datetime) -> None:
        section, _, slot = row["slot"].partition(".")
        item = db.session.scalars(
            select(AgendaItem)
            .join(AgendaStep)
            .where(
                AgendaStep.meeting_id == self.world.meetings[key],
                AgendaStep.section == section,
                AgendaItem.slot == slot,
            )
        ).one()
        by = self.world.secretary(key.partition("-")[0], item.step.meeting.held_on)
        attach_document(item, self._document(row["document"]), by=by, now=now)

    def _document(self, symbol: str) -> HigherDocument:
        return db.session.scalars(
            select(HigherDocument).where(HigherDocument.symbol == symbol)
        ).one()

    def tell(self, row: Row, now: datetime) -> None:
        tell_members(
            self._document(row["document"]),
            self.world.organisations[row["branch"]],
            [self.world.members[key].id for key in row["members"]],
            told_on=row["told_on"],
            how=row["how"],
            by=self.world.secretary(row["branch"], row["told_on"]),
            now=now,
        )
