"""The other papers of a meeting: called with, kept beside, filled by hand."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from app.access.guards import can, guarded
from app.access.permissions import Permission
from app.documents.model import Document
from app.documents.sending import sent
from app.meetings.document import (
    Occasion,
    blank_roll_document,
    tally_document,
)
from app.meetings.models import Meeting
from app.meetings.queries.meetings import (
    book_of,
    get_meeting,
    reading,
    reading_minutes,
    reading_record,
)
from app.meetings.queries.papers import occasion_of, roll_paper_of
from app.minutes.document import blank_minutes_document
from app.minutes.queries import paper_of
from app.minutes.routes import bp
from app.resolutions.queries import resolutions_from
from app.resolutions.rules import STATUS_LABELS


def _meeting(meeting_id: UUID, **_rest: Any) -> Meeting | None:
    return get_meeting(meeting_id)


def _kept(kind: str) -> Callable[[Meeting], Document]:
    return lambda meeting: paper_of(
        meeting, kind, with_drafts=can(Permission.MINUTES_READ_DRAFT, meeting)
    )


def _plain_form(draw: Callable[[Occasion], Document]) -> Callable[[Meeting], Document]:
    return lambda meeting: draw(occasion_of(meeting, book_of(meeting)))


# Under its name in the address: what the file is called, and how the paper is drawn.
_PAPERS: dict[str, tuple[str, Callable[[Meeting], Document]]] = {
    "programme": ("chuong-trinh", _kept("programme")),
    "notice": ("thong-bao", _kept("notice")),
    "invitation": ("giay-moi", _kept("invitation")),
    "blank-minutes": ("mau-bien-ban", _plain_form(blank_minutes_document)),
    "vote-tally": ("mau-bieu-quyet", _plain_form(tally_document)),
}


@bp.get("/meetings/<uuid:meeting_id>/papers")
@guarded(reading, load=_meeting)
def papers(meeting: Meeting) -> ResponseReturnValue:
    with_drafts = can(Permission.MINUTES_READ_DRAFT, meeting)
    return render_template(
        "minutes/papers.html",
        meeting=meeting,
        resolutions=resolutions_from(meeting.id, with_drafts=with_drafts),
        labels=STATUS_LABELS,
    )


@bp.get(
    "/meetings/<uuid:meeting_id>/papers/"
    "<any(programme, notice, invitation, 'blank-minutes', 'vote-tally'):kind>"
    ".<any(pdf, docx):extension>"
)
@guarded(reading, load=_meeting)
def paper(meeting: Meeting) -> Response:
    name, drawn = _PAPERS[(request.view_args or {})["kind"]]
    return _sent(meeting, drawn(meeting), name)


@bp.get("/meetings/<uuid:meeting_id>/papers/roll.<any(pdf, docx):extension>")
@guarded(reading_minutes, load=_meeting)
def roll(meeting: Meeting) -> Response:
    return _sent(meeting, _kept("roll")(meeting), "diem-danh")


@bp.get("/meetings/<uuid:meeting_id>/papers/blank-roll.<any(pdf, docx):extension>")
@guarded(reading_record, load=_meeting)
def blank_roll(meeting: Meeting) -> Response:
    return _sent(meeting, blank_roll_document(roll_paper_of(meeting)), "mau-diem-danh")


def _sent(meeting: Meeting, document: Document, kind: str) -> Response:
    return sent(document, kind, meeting.organisation.name, f"{meeting.held_on}")
