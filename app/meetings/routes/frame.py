"""Opening and closing formalities, and the moments between them."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import can, current_actor, guarded
from app.access.permissions import Permission
from app.assignments.queries import assignments_from
from app.kernel.clock import local, now
from app.kernel.transaction import transaction
from app.meetings.forms.plan import BeginForm, EndForm
from app.meetings.forms.record import ClosingForm, OpeningForm
from app.meetings.models import Meeting
from app.meetings.queries.meetings import earlier_waiting, get_meeting, reading_record
from app.meetings.queries.panel import minimum_minutes, panel_of
from app.meetings.queries.roll import guests_of, observers_to_call
from app.meetings.routes import bp
from app.meetings.routes.asides import asides_of
from app.meetings.routes.entry import entry, live_page
from app.meetings.routes.screen import on_screen
from app.meetings.rules.screen import CLOSING
from app.meetings.service import life
from app.web.forms import saved


@bp.route("/meetings/<uuid:meeting_id>/begin", methods=["GET", "POST"])
@guarded(Permission.MEETING_RECORD, load=get_meeting)
def begin(meeting: Meeting) -> ResponseReturnValue:
    form = BeginForm(began_time=meeting.start_time)

    def open_() -> None:
        life.open_meeting(meeting, began_time=form.began_time.data, by=current_actor(), now=now())

    if form.validate_on_submit() and saved(form, open_):
        flash("Buổi họp đã bắt đầu. Điểm danh trước, rồi ghi từng bước.")
        return redirect(url_for("meetings.roll", meeting_id=meeting.id))
    hint = f"Buổi họp ghi ngày {meeting.held_on:%d/%m/%Y}, {meeting.place}."
    return entry(meeting, form, "Bắt đầu họp", submit="Bắt đầu họp", hint=hint)


@bp.route("/meetings/<uuid:meeting_id>/opening", methods=["GET", "POST"])
@guarded(Permission.MEETING_RECORD, load=get_meeting)
def opening(meeting: Meeting) -> ResponseReturnValue:
    panel = panel_of(meeting)
    form = OpeningForm(
        obj=meeting,
        chair_id=str(meeting.chair_id or ""),
        minute_taker_id=str(meeting.minute_taker_id or ""),
    )
    if not can(Permission.MEETING_APPOINT, meeting):
        del form.chair_id, form.minute_taker_id
    form.suit(meeting.type)
    form.offer((row.member_id, row.name) for row in panel.roll.rows)
    if form.validate_on_submit() and _change(meeting, form):
        flash("Đã lưu phần mở đầu.")
        return redirect(url_for("meetings.opening", meeting_id=meeting.id))
    guests = guests_of(meeting)
    return render_template(
        "meetings/opening.html",
        meeting=meeting,
        form=form,
        panel=panel,
        guests=guests,
        to_call=observers_to_call(meeting, guests),
        on_screen=on_screen(meeting),
        earlier=earlier_waiting(meeting),
        live=live_page(meeting, "opening"),
    )


def _change(meeting: Meeting, form: OpeningForm | ClosingForm) -> bool:
    def change() -> None:
        life.change_frame(
            meeting, form.values(), version=form.version.data, by=current_actor(), now=now()
        )

    return saved(form, change, on=meeting)


@bp.route("/meetings/<uuid:meeting_id>/closing", methods=["GET", "POST"])
@guarded(Permission.MEETING_RECORD, load=get_meeting)
def closing(meeting: Meeting) -> ResponseReturnValue:
    panel = panel_of(meeting)
    form = ClosingForm(obj=meeting)
    form.suit(meeting.type, has_sheet=meeting.has_self_sheet)
    if form.validate_on_submit() and _change(meeting, form):
        flash("Đã lưu phần kết thúc.")
        return redirect(url_for("meetings.closing", meeting_id=meeting.id))
    return render_template(
        "meetings/closing.html",
        meeting=meeting,
        form=form,
        panel=panel,
        assignments=assignments_from(meeting.id),
        minimum=minimum_minutes(meeting, panel.book),
        on_screen=on_screen(meeting),
        live=live_page(meeting, "closing"),
        **asides_of(meeting, CLOSING),
    )


@bp.route("/meetings/<uuid:meeting_id>/end", methods=["GET", "POST"])
@guarded(Permission.MEETING_RECORD, load=get_meeting)
def end(meeting: Meeting) -> ResponseReturnValue:
    form = EndForm(ended_time=meeting.ended_time or local(now()).time(), version=meeting.version)

    def close() -> None:
        life.close_meeting(
            meeting,
            ended_time=form.ended_time.data,
            version=form.version.data,
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, close, on=meeting):
        flash("Đã kết thúc buổi họp. Đọc lại biên bản dự thảo rồi thông qua.")
        return redirect(url_for("meetings.show", meeting_id=meeting.id))
    return entry(meeting, form, "Kết thúc buổi họp", submit="Kết thúc buổi họp")


@bp.post("/meetings/<uuid:meeting_id>/resume")
@guarded(Permission.MEETING_RECORD, load=get_meeting)
def resume(meeting: Meeting) -> ResponseReturnValue:
    with transaction():
        life.resume_meeting(meeting, by=current_actor(), now=now())
    flash("Buổi họp tiếp tục.")
    return redirect(url_for("meetings.show", meeting_id=meeting.id))


@bp.get("/meetings/<uuid:meeting_id>/record")
@guarded(reading_record, load=get_meeting)
def record(meeting: Meeting) -> ResponseReturnValue:
    """Everything recorded, on one page, to read."""
    return render_template(
        "meetings/record.html",
        meeting=meeting,
        panel=panel_of(meeting),
        guests=guests_of(meeting),
        assignments=assignments_from(meeting.id),
    )
