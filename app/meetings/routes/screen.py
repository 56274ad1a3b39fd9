"""The view for the projector, and which section it shows."""

from flask import Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import current_actor, guarded
from app.access.permissions import Permission
from app.kernel.clock import now
from app.kernel.transaction import transaction
from app.meetings.models import Meeting
from app.meetings.queries.meetings import get_meeting
from app.meetings.queries.screen import last_move, place_of, screen_of
from app.meetings.routes import bp
from app.meetings.routes.asides import on_screen_of
from app.meetings.routes.entry import section_url
from app.meetings.rules.check_in import code_of, minute_of
from app.meetings.service import screen as service
from app.web.qr import qr_svg

_STEPS = {"next": 1, "previous": -1}


@bp.get("/meetings/<uuid:meeting_id>/screen")
@guarded(Permission.MEETING_SCREEN, load=get_meeting)
def screen(meeting: Meeting) -> ResponseReturnValue:
    return render_template("meetings/screen.html", **_shown_in_the_room(meeting))


@bp.get("/meetings/<uuid:meeting_id>/screen/state")
@guarded(Permission.MEETING_SCREEN, load=get_meeting)
def screen_state(meeting: Meeting) -> ResponseReturnValue:
    """What changes on the screen; asked for every few seconds."""
    return render_template("meetings/_screen.html", **_shown_in_the_room(meeting))


def _shown_in_the_room(meeting: Meeting) -> dict[str, object]:
    moment = now()
    screen = screen_of(meeting, now=moment)
    return {
        "meeting": meeting,
        "screen": screen,
        "asides": on_screen_of(meeting, screen.place.section),
        "minute": minute_of(moment),
        "code": _code(meeting, minute_of(moment)),
    }


def _code(meeting: Meeting, minute: int) -> str:
    return code_of(meeting.id, minute, secret=current_app.config["SECRET_KEY"])


@bp.get("/meetings/<uuid:meeting_id>/screen/code.svg")
@guarded(Permission.MEETING_SCREEN, load=get_meeting)
def screen_code(meeting: Meeting) -> ResponseReturnValue:
    """The way to the check-in with the code of this minute."""
    code = _code(meeting, minute_of(now()))
    way = url_for("meetings.check_in", meeting_id=meeting.id, code=code, _external=True)
    return Response(qr_svg(way), mimetype="image/svg+xml")


@bp.post("/meetings/<uuid:meeting_id>/screen/move")
@guarded(Permission.MEETING_RECORD, load=get_meeting)
def move_screen(meeting: Meeting) -> ResponseReturnValue:
    step = _STEPS.get(request.form.get("to", ""), 0)
    with transaction():
        service.move_screen(meeting, step, by=current_actor(), now=now())
    return redirect(url_for("meetings.screen", meeting_id=meeting.id))


@bp.post("/meetings/<uuid:meeting_id>/screen/section")
@guarded(Permission.MEETING_RECORD, load=get_meeting)
def reach_section(meeting: Meeting) -> ResponseReturnValue:
    section = request.form.get("section", "")
    with transaction():
        service.reach_section(meeting, section, by=current_actor(), now=now())
    return redirect(section_url(meeting, section))


@bp.get("/meetings/<uuid:meeting_id>/screen/section")
@guarded(Permission.MEETING_SCREEN, load=get_meeting)
def followed_section(meeting: Meeting) -> ResponseReturnValue:
    """Where the screen is, for the pages of those who write."""
    return render_template("meetings/_followed.html", on_screen=on_screen(meeting))


def on_screen(meeting: Meeting) -> dict[str, object]:
    return {"place": place_of(meeting), "moved": last_move(meeting)}
