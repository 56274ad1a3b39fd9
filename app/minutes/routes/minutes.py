"""The minutes of a meeting: looked at, taken away, adopted."""

from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import can, current_actor, guarded
from app.access.permissions import Permission
from app.documents.files import digest, pages_of
from app.documents.pdf import DocumentEngineMissing
from app.documents.sending import pictured, sent
from app.documents.text import render_text
from app.kernel.clock import now
from app.meetings.models import Meeting
from app.meetings.queries.meetings import get_meeting, reading_minutes
from app.meetings.queries.roll import roll_of
from app.meetings.rules.life import MeetingStatus, MeetingType
from app.minutes import service
from app.minutes.forms import AdoptForm
from app.minutes.queries import Preview, gaps_of, minutes_of, record_adopted, warnings_of
from app.minutes.routes import bp
from app.minutes.rules.adoption import Place
from app.web.forms import saved

_KINDS = {
    MeetingType.REGULAR: "bien-ban",
    MeetingType.TOPICAL: "bien-ban-chuyen-de",
    MeetingType.COMBINED: "bien-ban-ket-hop-chuyen-de",
    MeetingType.EXTRAORDINARY: "bien-ban-hop-bat-thuong",
    MeetingType.BRANCH_COMMITTEE: "bien-ban-hop-chi-uy",
}


def _meeting(meeting_id: UUID, **_rest: Any) -> Meeting | None:
    return get_meeting(meeting_id)


def _preview(meeting: Meeting) -> Preview:
    return minutes_of(meeting, with_restricted=can(Permission.RESTRICTED_READ, meeting))


@bp.get("/meetings/<uuid:meeting_id>/minutes")
@guarded(reading_minutes, load=_meeting)
def show(meeting: Meeting) -> ResponseReturnValue:
    return _page(meeting, AdoptForm(formdata=None))


@bp.post("/meetings/<uuid:meeting_id>/minutes/adopt")
@guarded(Permission.MINUTES_ADOPT, load=_meeting)
def adopt(meeting: Meeting) -> ResponseReturnValue:
    form = AdoptForm()

    def adopt_() -> None:
        service.adopt_minutes(
            meeting,
            read_back=form.read_back.data,
            seen=form.seen.data or "",  # who saw no draft has adopted none
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, adopt_):
        flash("Biên bản đã được thông qua. Chủ trì và thư ký xác nhận để lấy số và chốt.")
        return redirect(url_for("minutes.show", meeting_id=meeting.id))
    return _page(meeting, form)


def _page(meeting: Meeting, form: AdoptForm) -> ResponseReturnValue:
    preview = _preview(meeting)
    is_open = meeting.status is MeetingStatus.MINUTES_DRAFTED
    form.seen.data = digest(preview.document)
    return render_template(
        "minutes/show.html",
        meeting=meeting,
        preview=preview,
        record=record_adopted(meeting),
        page_urls=_page_urls(meeting, preview),
        text=render_text(preview.document),
        form=form,
        can_adopt=is_open and can(Permission.MINUTES_ADOPT, meeting),
        **(_before_adoption(meeting) if is_open else {}),
    )


def _before_adoption(meeting: Meeting) -> dict[str, object]:
    roll = roll_of(meeting)
    gaps = gaps_of(meeting, roll)
    return {
        "warnings": warnings_of(meeting, roll),
        "gaps": [(gap.sentence, _way_to(meeting, gap.place)) for gap in gaps],
    }


def _way_to(meeting: Meeting, place: Place) -> str:
    if place is Place.TASKS:
        return url_for("meetings.step", meeting_id=meeting.id, section=place.value)
    return url_for(f"meetings.{place.value}", meeting_id=meeting.id)


def _page_urls(meeting: Meeting, preview: Preview) -> list[str]:
    """The pages to look at; none where this machine cannot draw them."""
    try:
        number = len(pages_of(preview.document))
    except DocumentEngineMissing:
        return []
    return [
        url_for("minutes.page", meeting_id=meeting.id, number=page + 1) for page in range(number)
    ]


@bp.get("/meetings/<uuid:meeting_id>/minutes/pages/<int:number>.png")
@guarded(reading_minutes, load=_meeting)
def page(meeting: Meeting) -> Response:
    return pictured(_preview(meeting).document)


@bp.get("/meetings/<uuid:meeting_id>/minutes/download.<any(pdf, docx, txt):extension>")
@guarded(reading_minutes, load=_meeting)
def download(meeting: Meeting) -> Response:
    preview = _preview(meeting)
    return sent(
        preview.document,
        _KINDS[meeting.type],
        meeting.organisation.name,
        f"{meeting.period:%Y-%m}",
        f"ban-{preview.edition}" if preview.edition else "du-thao",
        "pho-bien" if preview.is_cut else "",
    )


@bp.app_errorhandler(DocumentEngineMissing)
def engine_missing(problem: DocumentEngineMissing) -> ResponseReturnValue:
    return render_template("errors/refused.html", message=str(problem)), 503
