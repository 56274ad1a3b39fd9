import json
from datetime import datetime
from uuid import uuid4

from app.access.permissions import Actor
from app.assignments.service import adopt_assignments, lay_on_table
from app.audit import service as audit
from app.audit.events import Event
from app.documents.files import digest
from app.documents.model import Document
from app.documents.serialise import to_json
from app.extensions import db
from app.kernel.errors import RuleBroken
from app.meetings.models import Meeting
from app.meetings.rules.agenda import check_all_treated, sections
from app.meetings.rules.life import MeetingStatus
from app.meetings.service.roll import freeze_roll
from app.minutes.document import minutes_document
from app.minutes.models import MinutesRecord
from app.minutes.queries import data_of, drawn_papers, readiness_of, running_after
from app.minutes.rules.adoption import check_adoptable
from app.minutes.service.finding import index_minutes
from app.numbering.rules import DocumentType
from app.numbering.service import take_number


def adopt_minutes(
    meeting: Meeting, *, read_back: bool, seen: str | None = None, by: Actor, now: datetime
) -> MinutesRecord:
    """The branch has heard its minutes and adopts them: numbered, frozen, read-only from now on.

    :param seen: digest of the draft the actor had before them.
    :raises RuleBroken: if something is missing, or the draft has changed since it was `seen`.
    """
    # Two who adopt at once stand in line here; the second finds the minutes adopted.
    db.session.refresh(meeting, with_for_update={"of": Meeting})
    draft = data_of(meeting)
    check_adoptable(
        readiness_of(meeting, is_roll_taken=draft.roll is not None), is_read_back=read_back
    )
    check_all_treated(
        {step.section: step.state for step in meeting.steps if sections()[step.section].is_mandated}
    )
    if seen is not None and seen != digest(minutes_document(draft)):
        raise RuleBroken(
            "Biên bản vừa có thay đổi sau khi mở trang này. Mời đồng chí xem lại bản mới nhất "
            "rồi thông qua."
        )
    return _seal(meeting, by=by, now=now)


def _seal(meeting: Meeting, *, by: Actor, now: datetime) -> MinutesRecord:
    record_id = uuid4()
    number = take_number(
        meeting.organisation,
        DocumentType.MINUTES,
        document_id=record_id,
        on=meeting.held_on,
        by=by,
        now=now,
    )
    meeting.is_read_back = True
    freeze_roll(meeting)
    data = data_of(meeting, number=number)
    document = minutes_document(data)
    cut = minutes_document(data, with_restricted=False) if data.is_cut_for_readers else None
    record = MinutesRecord(
        id=record_id,
        meeting=meeting,
        number_symbol=number,
        document=_stored(document),
        circulated=_stored(cut) if cut else None,
        papers={kind: _stored(paper) for kind, paper in drawn_papers(meeting).items()},
        sha256=digest(document),
        adopted_at=now,
        adopted_by=by.name,
    )
    db.session.add(record)
    meeting.status = MeetingStatus.ADOPTED
    adopt_assignments(meeting.id)
    _pass_on(meeting, now=now)
    audit.record(
        Event.MINUTES_ADOPTED,
        by=by,
        now=now,
        organisation_id=meeting.organisation_id,
        subject=meeting,
        edition=record.edition,
        sha256=record.sha256,
        decision=record.decision,
    )
    index_minutes(meeting)
    return record


def _pass_on(meeting: Meeting, *, now: datetime) -> None:
    """A later meeting that began while these tasks waited here finds them on its table now."""
    for later in running_after(meeting):
        lay_on_table(
            organisation=later.organisation, meeting_id=later.id, held_on=later.held_on, now=now
        )


def _stored(document: Document) -> dict[str, object]:
    stored: dict[str, object] = json.loads(to_json(document))
    return stored
