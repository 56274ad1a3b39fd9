from datetime import datetime

from app.access.permissions import Actor
from app.audit.events import Event
from app.extensions import db
from app.kernel.errors import RuleBroken
from app.library.models import HigherDocument
from app.meetings.models import AgendaItem, ItemDocument
from app.meetings.queries.documents import get_citation
from app.meetings.rules.agenda import StepState
from app.meetings.rules.life import check_editable
from app.meetings.service.trail import note
from app.meetings.service.turns import take_turn


def attach_document(
    item: AgendaItem, document: HigherDocument, *, by: Actor, now: datetime
) -> None:
    """Present a document from above under an item; once is enough.

    :raises RuleBroken: once the minutes are adopted, for a document that is not known here or is
        younger than the meeting, and for an item that not everybody may read.
    """
    step = item.step
    meeting = step.meeting
    check_editable(take_turn(meeting))
    if not meeting.unit_path.startswith(document.unit_path):
        raise RuleBroken("Chọn văn bản trong sổ của chi bộ hoặc của cấp trên.", field="document_id")
    if item.is_restricted or item.is_withheld:
        raise RuleBroken(
            "Nội dung này không mở cho mọi đảng viên; chọn nội dung khác để phổ biến văn bản.",
            field="item_id",
        )
    if step.state is StepState.NO_CONTENT:
        raise RuleBroken("Phần này đã ghi không có nội dung; mở lại phần này trước.")
    if document.issued_on > meeting.held_on:
        raise RuleBroken(
            f"Văn bản ban hành ngày {document.issued_on:%d/%m/%Y}, sau ngày họp.",
            field="document_id",
        )
    if get_citation(item, document) is not None:
        return
    db.session.add(ItemDocument(item_id=item.id, document=document, added_at=now))
    _note(Event.DOCUMENT_ATTACHED, item, document, by=by, now=now)


def detach_document(
    item: AgendaItem, document: HigherDocument, *, by: Actor, now: datetime
) -> None:
    """Take it off again, as long as the minutes are open."""
    check_editable(take_turn(item.step.meeting))
    citation = get_citation(item, document)
    if citation is None:
        return
    db.session.delete(citation)
    _note(Event.DOCUMENT_DETACHED, item, document, by=by, now=now)


def _note(
    event: Event, item: AgendaItem, document: HigherDocument, *, by: Actor, now: datetime
) -> None:
    db.session.flush()
    note(event, item.step.meeting, by=by, now=now, symbol=document.symbol, item=item.title)
