"""Which words of a meeting's minutes can be found, and by whom."""

from collections.abc import Iterator
from uuid import UUID

from app.access.permissions import Permission
from app.documents.text import render_body
from app.meetings.models import Meeting
from app.meetings.queries.findable import findable_in, subjects_after
from app.meetings.queries.meetings import reading_adopted
from app.meetings.rules.life import MeetingStatus
from app.minutes.models import MinutesRecord
from app.minutes.queries import copies_of, final_document, record_for_readers, records_of
from app.minutes.rules.records import Copy, RecordKind
from app.search.rules.findables import Findable, Subject


def findable_minutes(meeting: Meeting) -> list[Findable]:
    """Each record that readers have: in full, and circulated where that says less."""
    return [copy for record in _standing(meeting) for copy in _copies(meeting, record)]


def _standing(meeting: Meeting) -> Iterator[MinutesRecord]:
    main = record_for_readers(meeting)
    if main is not None:
        yield main
    for record in records_of(meeting):
        if record.kind is RecordKind.SUPPLEMENT and record.reopened_at is None:
            yield record


def _copies(meeting: Meeting, record: MinutesRecord) -> Iterator[Findable]:
    everyone, restricted = reading_adopted(meeting.type), Permission.RESTRICTED_READ
    writers = _writers(meeting, record)
    if Copy.CIRCULATED not in copies_of(record):
        yield _copy(meeting, record, Copy.FULL, everyone, fuller_for=writers)
        return
    yield _copy(meeting, record, Copy.FULL, restricted, fuller_for=writers)
    yield _copy(meeting, record, Copy.CIRCULATED, everyone, fuller_for=restricted)


def _writers(meeting: Meeting, record: MinutesRecord) -> Permission | None:
    """While the minutes are open again, who writes them finds the draft in place of the record."""
    is_open_again = meeting.status is not MeetingStatus.ADOPTED
    is_main = record.kind is RecordKind.MAIN
    return Permission.MINUTES_READ_DRAFT if is_open_again and is_main else None


def _copy(
    meeting: Meeting,
    record: MinutesRecord,
    copy: Copy,
    permission: Permission,
    *,
    fuller_for: Permission | None,
) -> Findable:
    document = final_document(record, copy)
    title = ", số ".join(filter(None, (document.title, record.number_symbol)))
    return findable_in(meeting, title, [render_body(document)], permission, fuller_for)


def findable_minutes_after(meeting_id: UUID | None, limit: int) -> list[Subject]:
    return subjects_after(findable_minutes, meeting_id, limit)
