"""Next month's meeting adopts the minutes of the month before, and says what to correct."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import current_actor, guarded
from app.access.permissions import Permission
from app.documents.files import digest
from app.documents.text import render_text
from app.kernel.clock import now
from app.meetings.models import Meeting
from app.meetings.queries.meetings import earlier_waiting, get_meeting
from app.meetings.queries.roll import roll_of
from app.minutes import service
from app.minutes.forms import EarlierForm
from app.minutes.queries import minutes_of
from app.minutes.routes import bp
from app.minutes.routes.minutes import ways_to_close
from app.web.forms import saved


def _meeting(meeting_id: UUID) -> Meeting | None:
    return get_meeting(meeting_id)


@bp.route("/meetings/<uuid:meeting_id>/minutes/earlier", methods=["GET", "POST"])
@guarded(Permission.MINUTES_ADOPT, load=_meeting)
def adopt_earlier(meeting: Meeting) -> ResponseReturnValue:
    earlier = earlier_waiting(meeting)
    if earlier is None:
        abort(404)
    form = EarlierForm()

    def adopt() -> None:
        service.adopt_minutes(
            earlier,
            read_back=form.read_back.data,
            seen=form.seen.data or "",
            decided_in=meeting,
            decision=form.decision.data,
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, adopt):
        flash("Biên bản kỳ trước đã được thông qua. Chủ trì và thư ký kỳ trước xác nhận để chốt.")
        return redirect(url_for("meetings.opening", meeting_id=meeting.id))
    document = minutes_of(earlier, with_restricted=True).document
    form.seen.data = digest(document)
    return render_template(
        "minutes/adopt_earlier.html",
        form=form,
        meeting=meeting,
        earlier=earlier,
        gaps=ways_to_close(earlier, roll_of(earlier)),
        text=render_text(document),
    )
