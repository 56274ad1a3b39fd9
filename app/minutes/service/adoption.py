"""The branch adopts its minutes, and takes them back while that is still possible."""

from datetime import datetime

from app.access.permissions import Actor
from app.assignments.service import adopt_assignments, lay_on_table
from app.audit.events import Event
from app.documents.files import digest
from app.extensions import db
from app.kernel.errors import RuleBroken
from app.meetings.models import Meeting
from app.meetings.rules.life import MeetingStatus
from app.meetings.service.roll import freeze_roll
from app.meetings.service.turns import take_turn
from app.minutes.document import LaterAdoption, minutes_document
from app.minutes.models import MinutesRecord
from app.minutes.queries import (
    data_of,
    drawn_papers,
    last_sealed,
    next_edition,
    readiness_of,
    running_after,
    standing_of,
)
from app.minutes.rules.adoption import check_adoptable
from app.minutes.rules.records import RecordKind
from app.minutes.rules.sealing import Sitting, check_decided_later, check_reopenable
from app.minutes.service.freezing import stored
from app.minutes.service.trail import note
from app.minutes.service.turns import take_turn_at


def adopt_minutes(
    meeting: Meeting,
    *,
    read_back: bool,
    seen: str | None = None,
    decided_in: Meeting | None = None,
    decision: str = "",
    by: Actor,
    now: datetime,
) -> MinutesRecord:
    """The branch has heard its minutes and adopts them: frozen, read-only from now on.

    :param seen: digest of the draft the actor had before them.
    :param decided_in: the later monthly meeting that adopts them, correcting them by `decision`.
    :raises RuleBroken: if something is missing, or the draft has changed since it was `seen`.
    """
    # Of two who adopt at once the second finds the minutes adopted; and what somebody wrote just
    # before is read, not what this request had read before it waited.
    take_turn(meeting)
    db.session.expire_all()
    draft = data_of(meeting)
    check_adoptable(
        readiness_of(meeting, is_roll_taken=draft.roll is not None), is_read_back=read_back
    )
    if decided_in is not None:
        check_decided_later(_sitting(decided_in, beside=meeting), earlier=meeting.held_on)
    if seen is not None and seen != digest(minutes_document(draft)):
        raise RuleBroken(
            "Biên bản vừa có thay đổi sau khi mở trang này. Mời đồng chí xem lại bản mới nhất "
            "rồi thông qua."
        )
    return _freeze(meeting, decided_in, decision if decided_in else "", by=by, now=now)


def _sitting(meeting: Meeting, *, beside: Meeting) -> Sitting:
    is_same_branch = meeting.organisation_id == beside.organisation_id
    return Sitting(meeting.type, meeting.status, meeting.held_on, is_same_branch)


def _freeze(
    meeting: Meeting, decided_in: Meeting | None, decision: str, *, by: Actor, now: datetime
) -> MinutesRecord:
    meeting.is_read_back = True
    freeze_roll(meeting)
    meeting.status = MeetingStatus.ADOPTED
    meeting.sealed_at = None
    later = LaterAdoption(decided_in.held_on, decision) if decided_in else None
    data = data_of(meeting, adopted_later=later)
    document = minutes_document(data)
    cut = minutes_document(data, with_restricted=False) if data.is_cut_for_readers else None
    record = MinutesRecord(
        meeting=meeting,
        kind=RecordKind.MAIN,
        edition=next_edition(meeting, RecordKind.MAIN),
        document=stored(document),
        circulated=stored(cut) if cut else None,
        papers={kind: stored(paper) for kind, paper in drawn_papers(meeting).items()},
        sha256=digest(document),
        adopted_at=now,
        adopted_by=by.name,
        decided_in=decided_in,
        decision=decision or None,
    )
    db.session.add(record)
    adopt_assignments(meeting.id)
    _pass_on(meeting, now=now)
    note(
        Event.MINUTES_ADOPTED,
        record,
        by=by,
        now=now,
        edition=record.edition,
        sha256=record.sha256,
        decision=record.decision,
    )
    return record


def _pass_on(meeting: Meeting, *, now: datetime) -> None:
    """A later meeting that began while these tasks waited here finds them on its table now."""
    for later in running_after(meeting):
        lay_on_table(giver=later.organisation, meeting_id=later.id, held_on=later.held_on, now=now)


def reopen_minutes(record: MinutesRecord, *, reason: str, by: Actor, now: datetime) -> None:
    """Open adopted minutes again to correct them; this edition stays as it was, for good.

    What the branch may read meanwhile is the last sealed edition, if there is one. A supplement
    that is not sealed is taken back the same way.

    :raises RuleBroken: without a reason, or where a supplement is the only way left.
    """
    take_turn_at(record)
    check_reopenable(standing_of(record), reason=reason)
    record.reopened_at, record.reopened_by, record.reopened_reason = now, by.name, reason
    if record.kind is RecordKind.MAIN:
        _to_draft(record.meeting)
    note(Event.MINUTES_REOPENED, record, by=by, now=now, edition=record.edition, reason=reason)


def _to_draft(meeting: Meeting) -> None:
    """Back to where it was before adoption; tasks already on a later table stay there, once."""
    meeting.status = MeetingStatus.MINUTES_DRAFTED
    adopt_assignments(meeting.id, is_adopted=False)
    shown = last_sealed(meeting)
    meeting.sealed_at = shown.seal.sealed_at if shown and shown.seal else None
