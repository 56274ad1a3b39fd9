"""Heads counted at connection points, beyond the roll."""

from types import SimpleNamespace

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import current_actor, guarded
from app.access.permissions import Permission
from app.kernel.clock import now
from app.meetings.forms.points import counts_in, points_form, seen_in, shown
from app.meetings.models import Meeting
from app.meetings.queries.meetings import get_meeting
from app.meetings.queries.panel import panel_of
from app.meetings.routes import bp
from app.meetings.service.points import count_points
from app.web.forms import saved


@bp.route("/meetings/<uuid:meeting_id>/points", methods=["GET", "POST"])
@guarded(Permission.MEETING_RECORD, load=get_meeting)
def points(meeting: Meeting) -> ResponseReturnValue:
    form = points_form(meeting.points)

    def count() -> None:
        count_points(
            meeting,
            counts_in(form, meeting.points),
            seen=seen_in(form.version.data),
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(
        form, count, on=lambda: SimpleNamespace(**shown(meeting.points))
    ):
        flash("Đã lưu số người tại các điểm.")
        return redirect(url_for("meetings.points", meeting_id=meeting.id))
    return render_template(
        "meetings/points.html", meeting=meeting, form=form, panel=panel_of(meeting)
    )
