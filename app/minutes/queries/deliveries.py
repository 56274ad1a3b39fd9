"""Sealed records on their way from the branches to a committee."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from app.extensions import db
from app.kernel.clock import local
from app.meetings.models import Meeting
from app.meetings.rules.life import MeetingType, meeting_title
from app.minutes.models import Dispatch, MinutesRecord, MinutesSeal
from app.minutes.queries.progress import PUBLISH_DAYS
from app.minutes.rules.records import RecordKind, counted_from
from app.organisations.models import Organisation, OrganisationKind
from app.organisations.rules import Level
from app.regulations.queries import numbers_at

RECEIVED_SHOWN = 30


@dataclass(frozen=True)
class Delivery:
    record_id: UUID
    meeting_id: UUID
    kind: RecordKind
    number_symbol: str
    adopted_at: datetime
    branch: str
    unit_path: str
    type: MeetingType
    period: date
    held_on: date
    sent_at: datetime | None
    received_at: datetime | None
    received_by: str | None
    note: str | None
    days: int

    @property
    def title(self) -> str:
        return meeting_title(self.type, self.period)

    @property
    def due_on(self) -> date:
        adopted_on = local(self.adopted_at).date()
        first = counted_from(self.kind, held_on=self.held_on, adopted_on=adopted_on)
        return first + timedelta(self.days)

    def is_late(self, today: date) -> bool:
        return (local(self.sent_at).date() if self.sent_at else today) > self.due_on


@dataclass(frozen=True)
class Deliveries:
    """By what they wait for: the branch, the committee, nobody."""

    unsent: list[Delivery]
    sent: list[Delivery]
    received: list[Delivery]


def deliveries_below(path: str) -> Deliveries:
    """Everything that waits, and what was received lately, below a place; three queries."""
    query = _deliveries().where(Organisation.path.startswith(path, autoescape=True))
    waiting = query.where(Dispatch.received_at.is_(None)).order_by(
        Meeting.held_on, Organisation.name
    )
    done = (
        query.where(Dispatch.received_at.is_not(None))
        .order_by(Dispatch.received_at.desc(), Organisation.name)
        .limit(RECEIVED_SHOWN)
    )
    rows = [row for part in (waiting, done) for row in db.session.execute(part).mappings()]
    asked = numbers_at(PUBLISH_DAYS, {(row["unit_path"], row["held_on"]) for row in rows})
    found = [Delivery(**row, days=asked[row["unit_path"], row["held_on"]]) for row in rows]
    return Deliveries(
        unsent=[one for one in found if one.sent_at is None],
        sent=[one for one in found if one.sent_at and not one.received_at],
        received=[one for one in found if one.received_at],
    )


def _deliveries() -> Select[*tuple[Any, ...]]:
    """Sealed records that stand; one that is open again comes back as its next edition."""
    return (
        select(
            MinutesRecord.id.label("record_id"),
            MinutesRecord.meeting_id,
            MinutesRecord.kind,
            MinutesRecord.number_symbol,
            MinutesRecord.adopted_at,
            Organisation.name.label("branch"),
            Organisation.path.label("unit_path"),
            Meeting.type,
            Meeting.period,
            Meeting.held_on,
            Dispatch.sent_at,
            Dispatch.received_at,
            Dispatch.received_by,
            Dispatch.note,
        )
        .join(MinutesSeal, MinutesSeal.record_id == MinutesRecord.id)
        .join(Meeting, Meeting.id == MinutesRecord.meeting_id)
        .join(Organisation, Organisation.id == Meeting.organisation_id)
        .outerjoin(Dispatch, Dispatch.record_id == MinutesRecord.id)
        .join(OrganisationKind, OrganisationKind.code == Organisation.kind_code)
        .where(
            MinutesRecord.reopened_at.is_(None),
            Meeting.type != MeetingType.BRANCH_COMMITTEE,
            OrganisationKind.level == Level.BRANCH,
        )
    )
