"""What is put right in sealed minutes that can no longer be opened."""

from datetime import datetime

from app.access.permissions import Actor
from app.audit.events import Event
from app.documents.files import digest
from app.extensions import db
from app.kernel.clock import local
from app.kernel.errors import RuleBroken
from app.meetings.models import Meeting
from app.minutes.document import supplement_document
from app.minutes.models import MinutesRecord
from app.minutes.queries import next_edition, standing_of, supplement_of
from app.minutes.rules.records import RecordKind
from app.minutes.rules.sealing import check_supplement
from app.minutes.service.freezing import stored
from app.minutes.service.trail import note
from app.minutes.service.turns import take_turn_at


def adopt_supplement(
    record: MinutesRecord,
    *,
    text: str,
    reason: str,
    decided_in: Meeting | None = None,
    by: Actor,
    now: datetime,
) -> MinutesRecord:
    """Supplementary minutes to the sealed `record`: a record of its own, confirmed and sealed next.

    :param decided_in: the later meeting that decided it; None where the branch agreed otherwise.
    :raises RuleBroken: if the minutes are not sealed, or can still be opened and corrected.
    """
    take_turn_at(record)
    check_supplement(standing_of(record))
    meeting = record.meeting
    if decided_in is not None and decided_in.held_on <= meeting.held_on:
        raise RuleBroken("Chọn một buổi họp sau buổi họp này.", field="decided_in")
    on = decided_in.held_on if decided_in else local(now).date()
    document = supplement_document(
        supplement_of(record, text=text, reason=reason, decided_in=decided_in, on=on)
    )
    supplement = MinutesRecord(
        meeting=meeting,
        kind=RecordKind.SUPPLEMENT,
        edition=next_edition(meeting, RecordKind.SUPPLEMENT),
        document=stored(document),
        papers={},
        sha256=digest(document),
        adopted_at=now,
        adopted_by=by.name,
        decided_in=decided_in,
        decision=reason,
    )
    db.session.add(supplement)
    note(
        Event.MINUTES_ADOPTED,
        supplement,
        by=by,
        now=now,
        edition=supplement.edition,
        sha256=supplement.sha256,
        decision=reason,
    )
    return supplement
