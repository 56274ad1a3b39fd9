"""The roll call and the guests in the room."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import current_actor, guarded
from app.access.permissions import Permission
from app.kernel.clock import now
from app.kernel.errors import RuleBroken
from app.kernel.transaction import transaction
from app.meetings.forms.record import GuestForm, RollForm, marks_in
from app.meetings.models import Guest, Meeting
from app.meetings.queries.absences import absences_of
from app.meetings.queries.check_in import arrivals_of
from app.meetings.queries.meetings import book_of, get_meeting
from app.meetings.queries.panel import Panel, panel_of
from app.meetings.queries.points import points_of
from app.meetings.queries.record import get_guest, record_of
from app.meetings.queries.roll import Roll, RollRow, guests_of, observers_to_call, roll_of
from app.meetings.routes import bp
from app.meetings.routes.entry import entry, live_page
from app.meetings.rules.roll import Presence
from app.meetings.service import roll as service
from app.people.queries import observers_of
from app.web.forms import saved


@bp.route("/meetings/<uuid:meeting_id>/roll", methods=["GET", "POST"])
@guarded(Permission.MEETING_RECORD, load=get_meeting)
def roll(meeting: Meeting) -> ResponseReturnValue:
    form = RollForm(obj=meeting)
    panel = panel_of(meeting)
    ids = [row.member_id for row in panel.roll.rows]

    def take() -> None:
        service.take_roll(
            meeting,
            marks_in(request.form, ids),
            version=form.version.data,
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, take, on=meeting):
        flash("Đã lưu điểm danh.")
        return redirect(url_for("meetings.opening", meeting_id=meeting.id))
    if form.is_submitted():
        panel = _as_typed(panel, request.form, [point.id for point in meeting.points])
    return render_template(
        "meetings/roll.html",
        meeting=meeting,
        form=form,
        panel=panel,
        typed=request.form,
        live=live_page(meeting, "roll"),
        arrivals=arrivals_of(meeting, panel.roll.rows),
        announced={notice.member_id: notice for notice in absences_of(meeting)},
        to_call=observers_to_call(meeting, guests_of(meeting)),
    )


@bp.get("/meetings/<uuid:meeting_id>/roll/arrivals")
@guarded(Permission.MEETING_RECORD, load=get_meeting)
def arrivals(meeting: Meeting) -> ResponseReturnValue:
    """Who has said to be there, as the roll page shows it while it is open."""
    rows = roll_of(meeting).rows
    return render_template(
        "meetings/_arrivals.html", rows=rows, arrivals=arrivals_of(meeting, rows)
    )


def _as_typed(panel: Panel, typed: Mapping[str, str], points: list[UUID]) -> Panel:
    """The refused roll as it was sent, so that only the fault has to be mended."""
    rows = tuple(_row_as_typed(row, typed, points) for row in panel.roll.rows)
    return replace(panel, roll=Roll(rows, panel.roll.is_taken))


def _row_as_typed(row: RollRow, typed: Mapping[str, str], points: list[UUID]) -> RollRow:
    presence = typed.get(f"presence_{row.member_id.hex}", "")
    if presence not in row.choices:
        return row
    key = row.member_id.hex
    point = next((p for p in points if str(p) == typed.get(f"point_{key}")), None)
    return replace(
        row,
        presence=Presence(presence),
        reason=typed.get(f"reason_{key}", ""),
        point_id=point,
    )


@bp.post("/meetings/<uuid:meeting_id>/roll/figures")
@guarded(Permission.MEETING_RECORD, load=get_meeting)
def roll_figures(meeting: Meeting) -> ResponseReturnValue:
    """The figures of the roll as it stands on the screen; nothing is stored."""
    current = roll_of(meeting)
    try:
        marks = marks_in(request.form, [row.member_id for row in current.rows])
    except RuleBroken:
        marks = {}
    names = {point.id: point.name for point in meeting.points} if meeting.has_points else {}
    rows = tuple(_marked(row, marks, names) for row in current.rows)
    roll_now = Roll(rows, current.is_taken)
    points = points_of(meeting, roll_now)
    panel = Panel(roll_now, record_of(meeting), book_of(meeting), points)
    return render_template("meetings/_figures.html", meeting=meeting, panel=panel)


def _marked(row: RollRow, marks: Mapping[UUID, service.Mark], names: Mapping[UUID, str]) -> RollRow:
    mark = marks.get(row.member_id)
    if mark is None:
        return row
    name = names.get(mark.point_id, "") if mark.point_id else ""
    return replace(row, presence=mark.presence, point_name=name)


@bp.route("/meetings/<uuid:meeting_id>/guests/new", methods=["GET", "POST"])
@guarded(Permission.MEETING_PLAN, load=get_meeting)
def new_guest(meeting: Meeting) -> ResponseReturnValue:
    form = GuestForm()

    def add() -> None:
        service.add_guest(
            meeting,
            name=form.name.data,
            party_title=form.party_title.data,
            state_title=form.state_title.data,
            is_observer=form.is_observer.data,
            member_id=_observer_called(meeting, form.name.data),
            by=current_actor(),
            now=now(),
        )

    back = url_for("meetings.show", meeting_id=meeting.id)
    if form.validate_on_submit() and saved(form, add):
        flash("Đã thêm đại biểu.")
        return redirect(back)
    return entry(meeting, form, "Thêm đại biểu", back=back)


def _observer_called(meeting: Meeting, name: str) -> UUID | None:
    """The member behind a guest who follows this branch, so that visits can be counted."""
    periods = observers_of(meeting.organisation_id, on=meeting.held_on)
    return next((p.member_id for p in periods if p.member.name == name), None)


@bp.post("/meetings/<uuid:meeting_id>/guests/observers")
@guarded(Permission.MEETING_PLAN, load=get_meeting)
def add_observer(meeting: Meeting) -> ResponseReturnValue:
    """Put down, with one press, a comrade whom the committee sends to this branch."""
    sent = {str(p.member_id): p for p in observers_to_call(meeting, guests_of(meeting))}
    period = sent.get(request.form.get("member_id", ""))
    if period is None:
        flash("Đồng chí này đã có trong danh sách đại biểu, hoặc không còn theo dõi chi bộ.")
    else:
        with transaction():
            service.add_observer(meeting, period, by=current_actor(), now=now())
        flash(f"Đã ghi đồng chí {period.member.name} vào danh sách đại biểu.")
    page = request.form.get("page")
    page = page if page in ("roll", "opening") else "show"
    return redirect(url_for(f"meetings.{page}", meeting_id=meeting.id))


@bp.post("/meetings/<uuid:meeting_id>/guests/<uuid:guest_id>/remove")
@guarded(Permission.MEETING_PLAN, load=get_guest)
def remove_guest(guest: Guest) -> ResponseReturnValue:
    meeting = guest.meeting
    has_spoken = any(s.guest_id == guest.id for s in record_of(meeting).statements)
    with transaction():
        service.remove_guest(guest, has_spoken=has_spoken, by=current_actor(), now=now())
    flash("Đã xóa đại biểu.")
    return redirect(url_for("meetings.show", meeting_id=meeting.id))
