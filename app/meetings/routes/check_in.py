"""A comrade in the room says so from their own phone; the roll stays with the secretary."""

from datetime import timedelta

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import current_actor, guarded
from app.access.permissions import Permission
from app.kernel.clock import now
from app.kernel.errors import RuleBroken
from app.meetings.forms.room import CheckInForm
from app.meetings.models import CheckIn, Meeting
from app.meetings.queries.absences import get_announced_meeting
from app.meetings.queries.check_in import check_in_of
from app.meetings.routes import bp
from app.meetings.service import check_in as service
from app.web.forms import saved, show_on

WRONG = "Mã chưa đúng hoặc đã đổi; nhập mã đang hiện trên màn hình."


@bp.route("/meetings/<uuid:meeting_id>/check-in", methods=["GET", "POST"])
@guarded(Permission.MEETING_CHECK_IN, load=get_announced_meeting)
def check_in(meeting: Meeting) -> ResponseReturnValue:
    """The code in the address is only put into the form: whether it fits is said on sending."""
    form = CheckInForm(code=request.args.get("code", ""))
    kept: list[CheckIn | None] = []

    def enter() -> None:
        config = current_app.config
        kept.append(
            service.check_in(
                meeting,
                form.code.data,
                secret=config["SECRET_KEY"],
                attempts=config["SIGN_IN_ATTEMPTS"],
                window=timedelta(minutes=config["SIGN_IN_WINDOW_MINUTES"]),
                by=current_actor(),
                now=now(),
            )
        )

    if form.validate_on_submit() and saved(form, enter):
        if kept[0] is not None:
            flash("Đã báo có mặt.")
            return redirect(url_for("meetings.check_in", meeting_id=meeting.id))
        show_on(form, RuleBroken(WRONG, field="code"))
    member_id = current_actor().member_id
    return render_template(
        "meetings/check_in.html",
        meeting=meeting,
        form=form,
        mine=check_in_of(meeting, member_id) if member_id else None,
    )
