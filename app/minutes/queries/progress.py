"""How far a record has come, for its page: who confirmed, what was sent, what may follow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Uuid, and_, bindparam, select

from app.access.permissions import Appointments, Role
from app.extensions import db
from app.kernel.clock import local
from app.meetings.models import Meeting
from app.meetings.queries.meetings import book_of
from app.meetings.rules.appointing import appointed_in
from app.meetings.rules.life import MeetingStatus, MeetingType
from app.minutes.models import Confirmation, Dispatch, MinutesRecord, SealedFile
from app.minutes.queries.records import standing_of
from app.minutes.rules.records import Copy, RecordKind, counted_from
from app.minutes.rules.sealing import (
    SIGNERS,
    Standing,
    may_reopen,
    may_supplement,
    obstacle_to_reopening,
)
from app.organisations.models import Organisation, OrganisationKind
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
    adopted_on = local(record.adopted_at).date()
    first = counted_from(record.kind, held_on=record.meeting.held_on, adopted_on=adopted_on)
    return Progress(record, standing_of(record), signed, first + within)


@dataclass(frozen=True)
class KeptFile:
    sha256: str
    edition: int
    copy: Copy
    kind: RecordKind = RecordKind.MAIN


@dataclass(frozen=True)
class Downloadable:
    """What a download is judged and named by, and its sealed files; read without the meeting."""

    meeting_id: UUID
    type: MeetingType
    status: MeetingStatus
    period: date
    sealed_at: datetime | None
    branch: str
    unit_path: str
    appointments: Appointments
    files: Mapping[str, Sequence[KeptFile]]  # of the latest sealed edition, by extension

    def file(self, extension: str, *, with_restricted: bool) -> KeptFile | None:
        """The one this reader gets."""
        return _for_reader(self.files.get(extension, ()), with_restricted=with_restricted)


def downloadable(meeting_id: UUID) -> Downloadable | None:
    """One query, for it is asked by everybody on the evening the minutes are sent out."""
    statement, asked = _downloadable_statement(), {"meeting": meeting_id}
    rows = db.session.connection().execute(statement, asked).all()
    if not rows:
        return None
    first = rows[0]
    files: dict[str, list[KeptFile]] = {}
    for row in rows:
        if row.sha256 is not None and row.edition == first.edition:
            kept = KeptFile(row.sha256, row.edition, row.copy)
            files.setdefault(row.extension, []).append(kept)
    return Downloadable(
        meeting_id=meeting_id,
        type=first.type,
        status=first.status,
        period=first.period,
        sealed_at=first.sealed_at,
        branch=first.branch,
        unit_path=first.path,
        appointments=appointed_in(first.level, first.path, first.chair_id, first.minute_taker_id),
        files=files,
    )


@cache
def _downloadable_statement() -> Select[*tuple[Any, ...]]:
    is_main = MinutesRecord.kind == RecordKind.MAIN
    return (
        select(
            Meeting.type,
            Meeting.status,
            Meeting.period,
            Meeting.sealed_at,
            Meeting.chair_id,
            Meeting.minute_taker_id,
            Organisation.name.label("branch"),
            Organisation.path,
            OrganisationKind.level,
            MinutesRecord.edition,
            SealedFile.extension,
            SealedFile.copy,
            SealedFile.sha256,
        )
        .join(Organisation, Organisation.id == Meeting.organisation_id)
        .join(OrganisationKind, OrganisationKind.code == Organisation.kind_code)
        .outerjoin(
            MinutesRecord.__table__.join(  # an edition counts once it is sealed
                SealedFile.__table__, SealedFile.record_id == MinutesRecord.id
            ),
            and_(MinutesRecord.meeting_id == Meeting.id, is_main),
        )
        .where(Meeting.id == bindparam("meeting", type_=Uuid()))
        .order_by(MinutesRecord.edition.desc(), SealedFile.copy)
    )


def file_of(record: MinutesRecord, extension: str, *, with_restricted: bool) -> KeptFile | None:
    found = [
        KeptFile(one.sha256, record.edition, one.copy, record.kind)
        for one in (record.seal.files if record.seal else ())
        if one.extension == extension
    ]
    return _for_reader(found, with_restricted=with_restricted)


def _for_reader(files: Sequence[KeptFile], *, with_restricted: bool) -> KeptFile | None:
    """The full copy for whoever may read all of it, and for all where nothing is left out."""
    by_copy = {file.copy: file for file in files}
    full = by_copy.get(Copy.FULL)
    return full if with_restricted else by_copy.get(Copy.CIRCULATED, full)
