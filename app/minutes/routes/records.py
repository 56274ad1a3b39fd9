"""One adopted record: confirmed by both, opened again, supplemented; earlier editions to read."""

from typing import Any
from uuid import UUID

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import can, current_actor, guarded
from app.access.permissions import Permission, Role
from app.documents.files import file_name
from app.documents.sending import pictured, sent
from app.documents.text import render_text
from app.kernel.clock import now
from app.kernel.transaction import reading, transaction
from app.meetings.models import Meeting
from app.meetings.queries.meetings import get_meeting, reading_adopted
from app.minutes import service
from app.minutes.forms import ReopenForm, SupplementForm
from app.minutes.models import MinutesRecord
from app.minutes.queries import (
    Preview,
    deciding_meetings,
    get_record,
    preview_of,
    record_adopted,
    role_of,
)
from app.minutes.queries.progress import file_of, progress_of
from app.minutes.routes import bp
from app.minutes.routes.files import kept, name_parts, number_of_pages, pages_to_see
from app.minutes.routes.shown import shown
from app.minutes.rules.records import RecordKind
from app.minutes.rules.sealing import SIGNER_LABELS
from app.web.downloads import files_folder
from app.web.forms import saved


def _record(record_id: UUID, **_rest: Any) -> MinutesRecord | None:
    return get_record(record_id)


def _reading(record: MinutesRecord) -> Permission:
    """An edition taken back before it was sealed is known to those who work on the next one."""
    if record.reopened_at is not None and record.seal is None:
        return Permission.MINUTES_READ_DRAFT
    return reading_adopted(record.meeting.type)


def _preview(record: MinutesRecord) -> Preview:
    return preview_of(record, with_restricted=can(Permission.RESTRICTED_READ, record))


def to_record(record: MinutesRecord) -> ResponseReturnValue:
    """Back to where the record is shown: the minutes of the meeting, or its own page."""
    return redirect(url_of(record))


def url_of(record: MinutesRecord) -> str:
    if record.kind is RecordKind.MAIN:
        return url_for("minutes.show", meeting_id=record.meeting_id)
    return url_for("minutes.record", record_id=record.id)


@bp.get("/minutes/<uuid:record_id>")
@guarded(_reading, load=_record)
def record(record: MinutesRecord) -> ResponseReturnValue:
    preview = _preview(record)
    pages, no_pages = number_of_pages(preview)
    return render_template(
        "minutes/record.html",
        meeting=record.meeting,
        preview=preview,
        **shown(record),
        page_urls=[
            url_for("minutes.record_page", record_id=record.id, number=number + 1)
            for number in range(pages)
        ],
        no_pages=no_pages,
        text=render_text(preview.document),
    )


@bp.get("/minutes/<uuid:record_id>/pages/<int:number>.png")
@guarded(_reading, load=_record)
def record_page(record: MinutesRecord) -> Response:
    return pictured(pages_to_see(_preview(record)))


@bp.get("/minutes/<uuid:record_id>/download.<any(pdf, docx, txt):extension>")
@guarded(_reading, load=_record)
def download_record(record: MinutesRecord) -> Response:
    extension = (request.view_args or {})["extension"]
    meeting, preview = record.meeting, _preview(record)
    is_main = record.kind is RecordKind.MAIN
    state = f"{'ban' if is_main else 'bo-sung'}-{record.edition}"
    month = f"{meeting.period:%Y-%m}"
    parts = name_parts(meeting.type, meeting.organisation.name, month, state, preview.copy)
    reads_all = can(Permission.RESTRICTED_READ, record)
    file = file_of(record, extension, with_restricted=reads_all)
    if file is None:
        return sent(preview.document, *parts)
    return kept(file.sha256, name=file_name(*parts, extension=extension), extension=extension)


@bp.post("/minutes/<uuid:record_id>/confirm")
@guarded(Permission.MINUTES_CONFIRM, load=_record)
def confirm(record: MinutesRecord) -> ResponseReturnValue:
    role = role_of(record, current_actor().member_id)
    return _confirm(record, role, is_on_paper=False)


@bp.post("/minutes/<uuid:record_id>/confirm-paper")
@guarded(Permission.MINUTES_CONFIRM_PAPER, load=_record)
def confirm_paper(record: MinutesRecord) -> ResponseReturnValue:
    """Signed on the printed copy by somebody who does not sign in here."""
    named = request.form.get("role")
    role = next((role for role in SIGNER_LABELS if role.value == named), None)
    return _confirm(record, role, is_on_paper=True)


def _confirm(record: MinutesRecord, role: Role | None, *, is_on_paper: bool) -> ResponseReturnValue:
    if role is None:
        abort(400)
    with reading():  # others go on writing while the files are drawn
        texts = service.texts_ahead(record, role)
    drawn = service.draw(texts)
    with transaction():
        seal = service.confirm_minutes(
            record,
            role,
            seen=request.form.get("seen", ""),
            is_on_paper=is_on_paper,
            drawn=drawn,
            folder=files_folder(),
            by=current_actor(),
            now=now(),
        )
    flash(
        f"Đã xác nhận. Biên bản lấy số {record.number_symbol} và đã chốt."
        if seal
        else "Đã xác nhận. Biên bản được chốt khi cả chủ trì và thư ký đã xác nhận."
    )
    return to_record(record)


@bp.route("/minutes/<uuid:record_id>/reopen", methods=["GET", "POST"])
@guarded(Permission.MINUTES_REOPEN, load=_record)
def reopen(record: MinutesRecord) -> ResponseReturnValue:
    form = ReopenForm()

    def reopen_() -> None:
        service.reopen_minutes(record, reason=form.reason.data, by=current_actor(), now=now())

    if form.validate_on_submit() and saved(form, reopen_):
        flash(
            "Biên bản đã mở lại: sửa nội dung đã ghi, rồi thông qua và xác nhận lại. "
            "Bản trước được giữ nguyên."
        )
        return to_record(record)
    return render_template(
        "minutes/reopen.html", form=form, progress=progress_of(record), back_url=url_of(record)
    )


@bp.route("/meetings/<uuid:meeting_id>/minutes/supplements/new", methods=["GET", "POST"])
@guarded(Permission.MINUTES_SUPPLEMENT, load=lambda meeting_id: get_meeting(meeting_id))
def new_supplement(meeting: Meeting) -> ResponseReturnValue:
    record = record_adopted(meeting)
    if record is None:
        abort(404)
    form = SupplementForm()
    later = deciding_meetings(meeting)
    form.decided_in.choices = [
        ("", "Không gắn với buổi họp nào"),
        *((str(one.id), f"{one.title}, ngày {one.held_on:%d/%m/%Y}") for one in later),
    ]
    made: list[MinutesRecord] = []

    def adopt() -> None:
        made.append(
            service.adopt_supplement(
                record,
                text=form.text.data,
                reason=form.reason.data,
                decided_in=next((one for one in later if one.id == form.meeting_id), None),
                by=current_actor(),
                now=now(),
            )
        )

    if form.validate_on_submit() and saved(form, adopt):
        flash("Biên bản bổ sung đã được thông qua. Chủ trì và thư ký xác nhận để chốt.")
        return to_record(made[0])
    return render_template(
        "minutes/new_supplement.html", form=form, meeting=meeting, number=record.number_symbol
    )
