"""Minutes as they were adopted and sealed, or as they stand until then."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from app.access.permissions import Role
from app.assignments.models import Assignment, AssignmentReview
from app.assignments.rules import ReviewOutcome
from app.documents.model import Document
from app.documents.serialise import from_json
from app.extensions import db
from app.meetings.document import (
    ProgrammeData,
    invitation_document,
    notice_document,
    programme_document,
    roll_document,
)
from app.meetings.models import Meeting
from app.meetings.queries.meetings import get_meeting
from app.meetings.queries.papers import notice_of, programme_of, roll_paper_of
from app.meetings.rules.life import MeetingStatus
from app.minutes.document import minutes_document, numbered
from app.minutes.models import Confirmation, MinutesRecord, MinutesSeal, SealedFile, SealHead
from app.minutes.queries.gathering import data_of
from app.minutes.rules.records import Copy, RecordKind
from app.minutes.rules.sealing import Standing, goes_up
from app.organisations.models import Organisation
from app.topics.queries import questions_of


def _programme(meeting: Meeting) -> ProgrammeData:
    questions = tuple(question.text for question in questions_of(meeting.id))
    return replace(programme_of(meeting), questions=questions)


_PAPERS: dict[str, Callable[[Meeting], Document]] = {
    "programme": lambda meeting: programme_document(_programme(meeting)),
    "notice": lambda meeting: notice_document(notice_of(meeting)),
    "invitation": lambda meeting: invitation_document(notice_of(meeting)),
    "roll": lambda meeting: roll_document(roll_paper_of(meeting)),
}


@dataclass(frozen=True)
class Preview:
    """The minutes as one reader may have them, and the record they are taken from, if any."""

    document: Document
    record: MinutesRecord | None
    copy: Copy

    @property
    def edition(self) -> int | None:
        return self.record.edition if self.record else None

    @property
    def is_cut(self) -> bool:
        return self.copy is Copy.CIRCULATED


def get_record(record_id: UUID) -> MinutesRecord | None:
    return db.session.scalar(
        select(MinutesRecord).where(MinutesRecord.id == record_id).options(*_with_meeting())
    )


def _with_meeting() -> tuple[ORMOption, ...]:
    meeting = joinedload(MinutesRecord.meeting)
    return (
        meeting.joinedload(Meeting.organisation),
        meeting.joinedload(Meeting.chair),
        meeting.joinedload(Meeting.minute_taker),
        joinedload(MinutesRecord.decided_in),
        selectinload(MinutesRecord.confirmations),
        joinedload(MinutesRecord.seal),
        joinedload(MinutesRecord.dispatch),
    )


def records_of(meeting: Meeting) -> Sequence[MinutesRecord]:
    """Everything ever adopted of a meeting: editions of its minutes, then supplements."""
    return db.session.scalars(
        select(MinutesRecord)
        .where(MinutesRecord.meeting_id == meeting.id)
        .options(*_with_meeting())
        .order_by(MinutesRecord.kind, MinutesRecord.edition)
    ).all()


def record_adopted(meeting: Meeting) -> MinutesRecord | None:
    """The edition of the minutes in force; None before adoption and while they are open again."""
    record = _latest(meeting) if meeting.status is MeetingStatus.ADOPTED else None
    return record if record and record.reopened_at is None else None


def record_for_readers(meeting: Meeting) -> MinutesRecord | None:
    """The same, but while they are open again the sealed edition of before."""
    if meeting.status is MeetingStatus.ADOPTED or meeting.sealed_at is None:
        return record_adopted(meeting)
    return last_sealed(meeting)


def last_sealed(meeting: Meeting) -> MinutesRecord | None:
    return _latest(meeting, is_sealed=True)


def _latest(meeting: Meeting, *, is_sealed: bool = False) -> MinutesRecord | None:
    query = select(MinutesRecord).where(
        MinutesRecord.meeting_id == meeting.id, MinutesRecord.kind == RecordKind.MAIN
    )
    if is_sealed:
        query = query.join(MinutesSeal)
    return db.session.scalar(query.order_by(MinutesRecord.edition.desc()).limit(1))


def next_edition(meeting: Meeting, kind: RecordKind) -> int:
    last = db.session.scalar(
        select(func.max(MinutesRecord.edition)).where(
            MinutesRecord.meeting_id == meeting.id, MinutesRecord.kind == kind
        )
    )
    return (last or 0) + 1


def frozen(stored: object) -> Document:
    return from_json(json.dumps(stored))


def copies_of(record: MinutesRecord) -> tuple[Copy, ...]:
    """The copies there are: one for all where nothing is left out for anybody."""
    return (Copy.FULL, Copy.CIRCULATED) if record.circulated else (Copy.FULL,)


def final_document(record: MinutesRecord, copy: Copy = Copy.FULL) -> Document:
    """The words that were confirmed, under the number if it has been taken."""
    cut = record.circulated if copy is Copy.CIRCULATED else None
    document = frozen(cut or record.document)
    return numbered(document, record.number_symbol) if record.number_symbol else document


def copy_for(record: MinutesRecord, *, with_restricted: bool) -> Copy:
    return Copy.FULL if with_restricted or not record.circulated else Copy.CIRCULATED


def preview_of(record: MinutesRecord, *, with_restricted: bool) -> Preview:
    copy = copy_for(record, with_restricted=with_restricted)
    return Preview(final_document(record, copy), record, copy)


def minutes_of(meeting: Meeting, *, with_restricted: bool, with_drafts: bool = True) -> Preview:
    """The minutes as this reader may have them: as adopted, or as they stand now."""
    record = record_adopted(meeting) if with_drafts else record_for_readers(meeting)
    if record is not None:
        return preview_of(record, with_restricted=with_restricted)
    data = data_of(meeting)
    document = minutes_document(data, with_restricted=with_restricted)
    is_cut = data.is_cut_for_readers and not with_restricted
    return Preview(document, None, Copy.CIRCULATED if is_cut else Copy.FULL)


def drawn_papers(meeting: Meeting) -> dict[str, Document]:
    """The papers that are frozen beside the minutes, as they stand now."""
    return {kind: draw(meeting) for kind, draw in _PAPERS.items()}


def paper_of(meeting: Meeting, kind: str, *, with_drafts: bool = True) -> Document:
    """As it was when the minutes were adopted; before that, as it stands now."""
    record = record_adopted(meeting) if with_drafts else record_for_readers(meeting)
    return frozen(record.papers[kind]) if record else _PAPERS[kind](meeting)


def number_before(meeting: Meeting) -> str | None:
    """The number an earlier edition of these minutes took: it stays theirs."""
    return db.session.scalar(
        select(MinutesRecord.number_symbol)
        .where(
            MinutesRecord.meeting_id == meeting.id,
            MinutesRecord.kind == RecordKind.MAIN,
            MinutesRecord.number_symbol.is_not(None),
        )
        .limit(1)
    )


def confirmed_roles(record: MinutesRecord) -> frozenset[Role]:
    roles = select(Confirmation.role).where(Confirmation.record_id == record.id)
    return frozenset(db.session.scalars(roles))


def role_of(record: MinutesRecord, member_id: UUID | None) -> Role | None:
    """As what this comrade confirms the record, if at all."""
    held = (role for role, member in record.appointments if member_id and member == member_id)
    return next(held, None)


def standing_of(record: MinutesRecord) -> Standing:
    """What the rules ask about a record; two queries."""
    seal, dispatch = record.seal, record.dispatch
    head = db.session.get(SealHead, record.meeting.organisation_id)
    return Standing(
        kind=record.kind,
        is_sealed=seal is not None,
        is_latest=seal is None or head is None or head.sequence == seal.sequence,
        is_received=dispatch is not None and dispatch.received_at is not None,
        is_reopened=record.reopened_at is not None,
        is_judged=record.kind is RecordKind.MAIN and _is_judged_later(record.meeting),
        goes_up=goes_up(record.meeting.type, is_of_committee=record.meeting.is_of_committee),
    )


def _is_judged_later(meeting: Meeting) -> bool:
    """Whether a later meeting has judged a task that this one gave or judged itself."""
    here = aliased(AssignmentReview)
    judged_here = select(here.assignment_id).where(here.meeting_id == meeting.id)
    found = (
        select(AssignmentReview.id)
        .join(Assignment, Assignment.id == AssignmentReview.assignment_id)
        .where(
            AssignmentReview.meeting_id != meeting.id,
            AssignmentReview.held_on >= meeting.held_on,
            AssignmentReview.outcome != ReviewOutcome.PENDING,
            (Assignment.meeting_id == meeting.id) | Assignment.id.in_(judged_here),
        )
        .limit(1)
    )
    return db.session.scalar(found) is not None


def sealed_file(record_id: UUID, copy: Copy, extension: str) -> SealedFile | None:
    return db.session.get(SealedFile, (record_id, copy, extension))


def latest_meeting(branch: Organisation | None) -> Meeting | None:
    """The latest meeting, of one branch or of all, that has begun and so has minutes."""
    query = select(Meeting.id).where(Meeting.began_time.is_not(None))
    if branch is not None:
        query = query.where(Meeting.organisation_id == branch.id)
    latest = db.session.scalar(
        query.order_by(Meeting.held_on.desc(), Meeting.start_time.desc()).limit(1)
    )
    return get_meeting(latest) if latest else None
