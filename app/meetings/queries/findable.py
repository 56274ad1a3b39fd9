"""What of a meeting can be found: its call and plan, and what was said while it is a draft."""

from collections.abc import Callable, Iterable, Iterator
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.access.permissions import Permission
from app.extensions import db
from app.meetings.models import AgendaItem, AgendaStep, Meeting
from app.meetings.queries.documents import Cited, documents_in
from app.meetings.queries.meetings import materials_of, reading
from app.meetings.queries.record import record_of
from app.meetings.rules.life import RECORDABLE, minutes_subject
from app.search.rules.findables import Findable, Subject


def findable_meeting(meeting: Meeting) -> list[Findable]:
    """What everybody called to it may know; the fixed agenda is no news and stays out."""
    own_items = (
        item.title
        for step in meeting.steps
        for item in step.items
        if item.slot is None and not item.is_restricted
    )
    papers = (material.title for material in materials_of(meeting))
    texts = (meeting.topic, meeting.purpose, meeting.place, *own_items, *papers)
    texts = (*texts, meeting.cancelled_reason)
    return [findable_in(meeting, meeting.title, texts, reading(meeting))]


def findable_draft(meeting: Meeting) -> list[Findable]:
    """The record as it stands, for those who write it; adopted minutes are found themselves."""
    if meeting.status not in RECORDABLE:
        return []
    title = f"Dự thảo biên bản {minutes_subject(meeting.type, meeting.period)}"
    return [findable_in(meeting, title, _recorded(meeting), Permission.MINUTES_READ_DRAFT)]


def _recorded(meeting: Meeting) -> Iterator[str | None]:
    cited = documents_in(meeting.id)
    for step in meeting.steps:
        for item in step.items:
            texts = (item.content, item.source_documents, *_cited(cited, item), item.conclusion)
            if any(texts):
                yield from (item.title, *texts)
    record = record_of(meeting)
    yield from (f"Đồng chí {said.speaker_name}: {said.text}" for said in record.statements)
    yield meeting.conclusion
    yield from (point.text for point in record.conclusions)
    yield from (vote.subject for vote in record.votes)
    yield from (meeting.weakness, meeting.remedy)


def _cited(cited: Cited, item: AgendaItem) -> Iterator[str]:
    return (document.citation for document in cited.get(item.id, ()))


def findable_in(
    meeting: Meeting,
    title: str,
    texts: Iterable[str | None],
    permission: Permission,
    fuller_for: Permission | None = None,
) -> Findable:
    """A text about a meeting, of its day and open to its chair and minute-taker."""
    return Findable(
        organisation_id=meeting.organisation_id,
        unit_path=meeting.unit_path,
        day=meeting.held_on,
        title=title,
        body="\n".join(text for text in texts if text),
        permission=permission,
        appointments=meeting.appointments,
        fuller_for=fuller_for,
    )


def findable_meetings_after(meeting_id: UUID | None, limit: int) -> list[Subject]:
    return subjects_after(findable_meeting, meeting_id, limit)


def findable_drafts_after(meeting_id: UUID | None, limit: int) -> list[Subject]:
    return subjects_after(findable_draft, meeting_id, limit)


def subjects_after(
    findable: Callable[[Meeting], list[Findable]], meeting_id: UUID | None, limit: int
) -> list[Subject]:
    """So many meetings with a greater identity, with what is findable of them."""
    query = select(Meeting).order_by(Meeting.id).limit(limit)
    if meeting_id is not None:
        query = query.where(Meeting.id > meeting_id)
    rows = db.session.scalars(
        query.options(
            joinedload(Meeting.organisation),
            selectinload(Meeting.steps).selectinload(AgendaStep.items),
        )
    )
    return [Subject(row.id, findable(row), row.status in RECORDABLE) for row in rows]
