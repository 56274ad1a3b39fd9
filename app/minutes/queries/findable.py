"""Which words of a meeting's minutes can be found, and by whom."""

from collections.abc import Iterator
from uuid import UUID

from app.access.permissions import Permission
from app.documents.text import render_body
from app.meetings.models import Meeting
from app.meetings.queries.findable import findable_draft, findable_in, subjects_after
from app.meetings.queries.meetings import reading_adopted
from app.minutes.models import MinutesRecord
from app.minutes.queries import copies_of, final_document, record_for_readers, records_of
from app.minutes.rules.records import Copy, RecordKind
from app.search.rules.findables import Findable, Subject


def findable_minutes(meeting: Meeting) -> list[Findable]:
    """The draft, and each record that readers have: in full, and circulated where that says less."""
    draft = findable_draft(meeting)
    found = [
        copy
        for record in _standing(meeting)
        for copy in _copies(meeting, record, is_redrafted=bool(draft))
    ]
    return [*draft, *found]


def _standing(meeting: Meeting) -> Iterator[MinutesRecord]:
    main = record_for_readers(meeting)
    if main is not None:
        yield main
    for record in records_of(meeting):
        if record.kind is RecordKind.SUPPLEMENT and record.reopened_at is None:
            yield record


def _copies(meeting: Meeting, record: MinutesRecord, *, is_redrafted: bool) -> Iterator[Findable]:
    """While the minutes are open again, who writes them finds the draft in place of the record."""
    everyone, restricted = reading_adopted(meeting.type), Permission.RESTRICTED_READ
    is_cut = Copy.CIRCULATED in copies_of(record)
    hides = is_redrafted and record.kind is RecordKind.MAIN
    for copy in copies_of(record):
        document = final_document(record, copy)
        is_full = copy is Copy.FULL
        yield findable_in(
            meeting,
            ", số ".join(filter(None, (document.title, record.number_symbol))),
            [render_body(document)],
            restricted if is_full and is_cut else everyone,
            fuller_for=(Permission.MINUTES_READ_DRAFT if hides else None)
            if is_full
            else restricted,
        )


def findable_minutes_after(meeting_id: UUID | None, limit: int) -> list[Subject]:
    return subjects_after(findable_minutes, meeting_id, limit)
