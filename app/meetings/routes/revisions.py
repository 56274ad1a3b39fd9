"""The history of a meeting's texts: who wrote what when; compare two, bring one back."""

from collections.abc import Mapping

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import can, current_actor, guarded
from app.access.permissions import Permission
from app.kernel.clock import now
from app.kernel.transaction import transaction
from app.meetings.models import Meeting
from app.meetings.queries.live import get_meeting_to_write, writing_live
from app.meetings.queries.meetings import get_meeting, reading_record
from app.meetings.queries.revisions import (
    KeptText,
    UnitHistory,
    get_kept_text,
    get_unit_history,
    get_unit_history_at,
    overview_of,
)
from app.meetings.routes import bp
from app.meetings.routes.live import desk_of
from app.meetings.rules.life import PREPARABLE, RECORDABLE
from app.meetings.rules.units import Unit
from app.meetings.service.restoring import restore_text
from app.revisions.rules import KIND_LABELS


def _reading(meeting: Meeting) -> Permission:
    """How a draft came about is read by those who write it; of a record by who checks it too."""
    is_draft = reading_record(meeting) is Permission.MINUTES_READ_DRAFT
    return Permission.MINUTES_READ_DRAFT if is_draft else Permission.REVISION_READ


def _may_restore(meeting: Meeting) -> bool:
    return meeting.status in PREPARABLE | RECORDABLE and can(writing_live(meeting), meeting)


@bp.get("/meetings/<uuid:meeting_id>/revisions")
@guarded(_reading, load=get_meeting)
def revisions(meeting: Meeting) -> ResponseReturnValue:
    return render_template(
        "meetings/revisions.html",
        meeting=meeting,
        overview=overview_of(meeting, with_restricted=can(Permission.RESTRICTED_READ, meeting)),
        may_restore=_may_restore(meeting),
    )


@bp.get("/meetings/<uuid:meeting_id>/revisions/<string:unit>")
@guarded(lambda history: _reading(history.meeting), load=get_unit_history)
def unit_revisions(history: UnitHistory) -> ResponseReturnValue:
    if history.is_restricted and not can(Permission.RESTRICTED_READ, history):
        abort(403)
    latest = history.runs[0]
    first = _number("from", latest.before, history.number)
    last = _number("to", latest.last, history.number)
    return render_template(
        "meetings/unit_revisions.html",
        meeting=history.meeting,
        history=history,
        first=first,
        last=last,
        differences=history.compared(first, last),
        may_restore=_may_restore(history.meeting),
        kind_labels=KIND_LABELS,
    )


def _number(name: str, default: int, highest: int) -> int:
    number = request.args.get(name, default, type=int)
    return number if 0 <= number <= highest else default


@bp.post("/meetings/<uuid:meeting_id>/revisions/<string:unit>/<int:number>/restore")
@guarded(lambda history: writing_live(history.meeting), load=get_unit_history_at)
def restore_revision(history: UnitHistory) -> ResponseReturnValue:
    number = int((request.view_args or {})["number"])
    _restore(history.meeting, history.unit, history.at(number), number)
    flash(f"Đã khôi phục bản {number}.")
    return redirect(
        url_for("meetings.unit_revisions", meeting_id=history.meeting.id, unit=str(history.unit))
    )


@bp.post("/meetings/<uuid:meeting_id>/revisions/kept/<uuid:kept_id>/restore")
@guarded(lambda kept: writing_live(kept.meeting), load=get_kept_text)
def restore_kept(kept: KeptText) -> ResponseReturnValue:
    _restore(kept.meeting, kept.unit, kept.texts, 0)
    flash("Đã đưa nội dung để lại vào biên bản.")
    return redirect(
        url_for("meetings.unit_revisions", meeting_id=kept.meeting.id, unit=str(kept.unit))
    )


def _restore(meeting: Meeting, unit: Unit, values: Mapping[str, str], restored: int) -> None:
    known = request.form.get("known", -1, type=int)
    with transaction():
        locked = get_meeting_to_write(meeting.id)
        assert locked is not None
        desk = desk_of(locked, by=current_actor(), moment=now())
        restore_text(desk, unit, values, restored=restored, known=known)
