"""The minutes of a meeting: looked at, taken away, adopted."""

from typing import Any
from uuid import UUID

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import can, current_actor, guarded
from app.access.permissions import Permission
from app.documents.files import digest, file_name
from app.documents.sending import pictured, sent
from app.documents.text import render_text
from app.kernel.clock import now
from app.meetings.models import Meeting
from app.meetings.queries.meetings import get_meeting, reading_minutes
from app.meetings.queries.roll import Roll, roll_of
from app.meetings.rules.life import MeetingStatus
from app.minutes import service
from app.minutes.forms import AdoptForm
from app.minutes.queries import Preview, gaps_of, minutes_of, records_of, warnings_of
from app.minutes.queries.progress import (
    Downloadable,
    KeptFile,
    downloadable,
)
from app.minutes.routes import bp
from app.minutes.routes.files import kept, name_parts, number_of_pages, pages_to_see
from app.minutes.routes.shown import shown
from app.minutes.rules.adoption import Gap, Place
from app.minutes.rules.records import RecordKind
from app.web.forms import saved


def _meeting(meeting_id: UUID, **_rest: Any) -> Meeting | None:
    return get_meeting(meeting_id)


def _preview(meeting: Meeting) -> Preview:
    return minutes_of(
        meeting,
        with_restricted=can(Permission.RESTRICTED_READ, meeting),
        with_drafts=can(Permission.MINUTES_READ_DRAFT, meeting),
    )


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
    can_adopt = is_open and can(Permission.MINUTES_ADOPT, meeting) and preview.record is None
    form.seen.data = digest(preview.document)
    pages, no_pages = number_of_pages(preview)
    return render_template(
        "minutes/show.html",
        meeting=meeting,
        preview=preview,
        page_urls=[
            url_for("minutes.page", meeting_id=meeting.id, number=page + 1) for page in range(pages)
        ],
        no_pages=no_pages,
        text=render_text(preview.document),
        form=form,
        can_adopt=can_adopt,
        **(shown(preview.record) if preview.record else {}),
        **_others(meeting, preview),
        **(_before_adoption(meeting) if can_adopt else {}),
    )


def _others(meeting: Meeting, preview: Preview) -> dict[str, object]:
    """What else was adopted of this meeting: earlier editions, and supplements."""
    others = [record for record in records_of(meeting) if record is not preview.record]
    reads_all = can(Permission.MINUTES_READ_DRAFT, meeting)
    opened = [r for r in others if r.kind is RecordKind.MAIN and r.reopened_at]
    return {
        "reopened": opened[-1] if opened else None,
        "editions": [r for r in others if r.kind is RecordKind.MAIN and (r.seal or reads_all)],
        "supplements": [
            r
            for r in others
            if r.kind is RecordKind.SUPPLEMENT and (r.reopened_at is None or reads_all)
        ],
    }


def _before_adoption(meeting: Meeting) -> dict[str, object]:
    roll = roll_of(meeting)
    return {"warnings": warnings_of(meeting, roll), "gaps": ways_to_close(meeting, roll)}


def ways_to_close(meeting: Meeting, roll: Roll) -> list[tuple[str, str]]:
    """What keeps the minutes from adoption, each with the page where it is mended."""
    return [(gap.sentence, _way_to(meeting, gap)) for gap in gaps_of(meeting, roll)]


def _way_to(meeting: Meeting, gap: Gap) -> str:
    if gap.place is Place.STEP:
        return url_for("meetings.step", meeting_id=meeting.id, section=gap.section)
    return url_for(f"meetings.{gap.place.value}", meeting_id=meeting.id)


@bp.get("/meetings/<uuid:meeting_id>/minutes/pages/<int:number>.png")
@guarded(reading_minutes, load=_meeting)
def page(meeting: Meeting) -> Response:
    return pictured(pages_to_see(_preview(meeting)))


def _downloadable(meeting_id: UUID, **_rest: Any) -> Downloadable | None:
    return downloadable(meeting_id)


@bp.get("/meetings/<uuid:meeting_id>/minutes/download.<any(pdf, docx, txt):extension>")
@guarded(reading_minutes, load=_downloadable)
def download(place: Downloadable) -> Response:
    extension = (request.view_args or {})["extension"]
    month = f"{place.period:%Y-%m}"
    file = _sealed(place, extension)
    if file is not None:
        parts = name_parts(place.type, place.branch, month, f"ban-{file.edition}", file.copy)
        name = file_name(*parts, extension=extension)
        return kept(file.sha256, name=name, extension=extension)
    return _drawn(place)


def _sealed(place: Downloadable, extension: str) -> KeptFile | None:
    """The sealed file, unless this reader sees a draft."""
    sees_draft = place.status is not MeetingStatus.ADOPTED and can(
        Permission.MINUTES_READ_DRAFT, place
    )
    if place.sealed_at is None or sees_draft:
        return None
    return place.file(extension, with_restricted=can(Permission.RESTRICTED_READ, place))


def _drawn(place: Downloadable) -> Response:
    """What is not sealed is drawn as it stands; plain text is always read from the record."""
    meeting = get_meeting(place.meeting_id)
    if meeting is None:
        abort(404)
    preview = _preview(meeting)
    state = f"ban-{preview.edition}" if preview.edition else "du-thao"
    month = f"{place.period:%Y-%m}"
    return sent(preview.document, *name_parts(place.type, place.branch, month, state, preview.copy))


@bp.get("/meetings/<uuid:meeting_id>/minutes/handbook")
@guarded(reading_minutes, load=_meeting)
def handbook(meeting: Meeting) -> ResponseReturnValue:
    """The words of the circulated copy, to paste into the national handbook app."""
    preview = minutes_of(meeting, with_restricted=False, with_drafts=False)
    if preview.record is None:
        abort(404)
    return render_template(
        "minutes/handbook.html", meeting=meeting, text=render_text(preview.document)
    )
