"""How far a record has come, for its page: who confirmed, what was sent, what may follow."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from app.access.permissions import Role
from app.extensions import db
from app.kernel.clock import local
from app.meetings.models import Meeting
from app.meetings.queries.meetings import book_of
from app.meetings.rules.life import MeetingStatus, MeetingType
from app.minutes.models import Confirmation, Dispatch, MinutesRecord, MinutesSeal, SealedFile
from app.minutes.queries.records import standing_of
from app.minutes.rules.records import Copy, RecordKind
from app.minutes.rules.sealing import (
    SIGNERS,
    Standing,
    may_reopen,
    may_supplement,
    obstacle_to_reopening,
)
from app.organisations.models import Organisation
from app.people.models import Member

PUBLISH_DAYS = "minutes.publish_days"


@dataclass(frozen=True)
class Progress:
    record: MinutesRecord
    standing: Standing
    signed: dict[Role, Confirmation]
    due_on: date

    @property
    def missing(self) -> tuple[Role, ...]:
        """Who has still to confirm; nobody once it is opened again."""
        if self.record.reopened_at is not None:
            return ()
        return tuple(role for role in SIGNERS if role not in self.signed)

    @property
    def dispatch(self) -> Dispatch | None:
        return self.record.dispatch

    @property
    def is_late(self) -> bool:
        return self.dispatch is not None and local(self.dispatch.sent_at).date() > self.due_on

    @property
    def goes_up(self) -> bool:
        return self.standing.goes_up

    @property
    def may_reopen(self) -> bool:
        return may_reopen(self.standing)

    @property
    def may_supplement(self) -> bool:
        return may_supplement(self.standing)

    @property
    def obstacle(self) -> str:
        return obstacle_to_reopening(self.standing)

    def signer(self, role: str) -> Member | None:
        meeting = self.record.meeting
        return meeting.chair if role == Role.CHAIR else meeting.minute_taker


def progress_of(record: MinutesRecord) -> Progress:
    signed = {row.role: row for row in record.confirmations}
    within = timedelta(days=book_of(record.meeting).number(PUBLISH_DAYS))
    return Progress(record, standing_of(record), signed, _counted_from(record) + within)


def _counted_from(record: MinutesRecord) -> date:
    is_main = record.kind is RecordKind.MAIN
    return record.meeting.held_on if is_main else local(record.adopted_at).date()


@dataclass(frozen=True)
class Downloadable:
    """What a download is judged and named by, read without loading the meeting."""

    meeting_id: UUID
    type: MeetingType
    status: MeetingStatus
    period: date
    sealed_at: datetime | None
    branch: str
    unit_path: str
    chair_id: UUID | None
    minute_taker_id: UUID | None

    @property
    def appointments(self) -> tuple[tuple[Role, UUID | None], ...]:
        return ((Role.CHAIR, self.chair_id), (Role.MINUTE_TAKER, self.minute_taker_id))


def downloadable(meeting_id: UUID) -> Downloadable | None:
    row = (
        db.session.execute(
            select(
                Meeting.type,
                Meeting.status,
                Meeting.period,
                Meeting.sealed_at,
                Organisation.name.label("branch"),
                Organisation.path.label("unit_path"),
                Meeting.chair_id,
                Meeting.minute_taker_id,
            )
            .join(Organisation, Organisation.id == Meeting.organisation_id)
            .where(Meeting.id == meeting_id)
        )
        .mappings()
        .one_or_none()
    )
    return Downloadable(meeting_id, **row) if row else None


@dataclass(frozen=True)
class KeptFile:
    sha256: str
    edition: int
    copy: Copy
    kind: RecordKind = RecordKind.MAIN


def sealed_minutes(meeting_id: UUID, extension: str, *, with_restricted: bool) -> KeptFile | None:
    """The file of the latest sealed edition that this reader gets; one query."""
    rows = db.session.execute(
        select(SealedFile.sha256, MinutesRecord.edition, SealedFile.copy)
        .join(MinutesSeal, MinutesSeal.record_id == SealedFile.record_id)
        .join(MinutesRecord, MinutesRecord.id == SealedFile.record_id)
        .where(
            MinutesRecord.meeting_id == meeting_id,
            MinutesRecord.kind == RecordKind.MAIN,
            SealedFile.extension == extension,
        )
        .order_by(MinutesRecord.edition.desc(), SealedFile.copy)
    ).all()
    latest = [KeptFile(*row) for row in rows if row.edition == rows[0].edition]
    return _for_reader(latest, with_restricted=with_restricted)


def file_of(record: MinutesRecord, extension: str, *, with_restricted: bool) -> KeptFile | None:
    found = [
        KeptFile(one.sha256, record.edition, one.copy, record.kind)
        for one in (record.seal.files if record.seal else ())
        if one.extension == extension
    ]
    return _for_reader(found, with_restricted=with_restricted)


def _for_reader(files: list[KeptFile], *, with_restricted: bool) -> KeptFile | None:
    """The full copy for whoever may read all of it, and for all where nothing is left out."""
    by_copy = {file.copy: file for file in files}
    full = by_copy.get(Copy.FULL)
    return full if with_restricted else by_copy.get(Copy.CIRCULATED, full)
