"""Absence announced before the meeting, and its answer."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import can, current_actor, guarded
from app.access.permissions import Permission
from app.kernel.clock import now
from app.kernel.transaction import transaction
from app.meetings.forms.room import AbsenceForForm, AbsenceForm, AnswerForm
from app.meetings.models import AbsenceNotice, Meeting
from app.meetings.queries.absences import absences_of, get_absence, get_announced_meeting
from app.meetings.queries.roll import roll_of
from app.meetings.routes import bp
from app.meetings.routes.entry import entry, to_meeting
from app.meetings.rules.absences import AbsenceDecision
from app.meetings.rules.roll import MUST_ATTEND
from app.meetings.service import absences as service
from app.people.models import Member
from app.people.queries import get_member
from app.web.forms import ConflictError, saved


def absences_shown(meeting: Meeting) -> dict[str, object]:
    """For the page of a meeting: all for those who decide, the own one for everybody else."""
    if can(Permission.ABSENCE_DECIDE, meeting):
        notices = absences_of(meeting)
        member_id = current_actor().member_id
        return {
            "absences": notices,
            "own_absence": next((n for n in notices if n.member_id == member_id), None),
        }
    return {"absences": [], "own_absence": _own(meeting)}


def _own(meeting: Meeting) -> AbsenceNotice | None:
    member_id = current_actor().member_id
    return get_absence(meeting.id, member_id) if member_id else None


def _myself() -> Member:
    """The member behind the account; an account of nobody has no absence to announce."""
    member_id = current_actor().member_id
    return (get_member(member_id) if member_id else None) or abort(403)


@bp.route("/meetings/<uuid:meeting_id>/absence", methods=["GET", "POST"])
@guarded(Permission.ABSENCE_ANNOUNCE, load=get_announced_meeting)
def absence(meeting: Meeting) -> ResponseReturnValue:
    """The own absence only; another's is entered by those who decide."""
    notice = _own(meeting)
    form = AbsenceForm(obj=notice)

    def announce() -> None:
        service.announce_absence(
            meeting,
            _myself(),
            reason=form.reason.data,
            version=form.version.data,
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, announce, on=notice):
        flash("Đã gửi báo vắng. Trả lời sẽ hiện ở trang này.")
        return redirect(url_for("meetings.absence", meeting_id=meeting.id))
    return render_template("meetings/absence.html", meeting=meeting, form=form, notice=notice)


@bp.post("/meetings/<uuid:meeting_id>/absence/withdraw")
@guarded(Permission.ABSENCE_ANNOUNCE, load=get_announced_meeting)
def withdraw_absence(meeting: Meeting) -> ResponseReturnValue:
    notice = _own(meeting) or abort(404)
    with transaction():
        service.withdraw_absence(notice, by=current_actor(), now=now())
    flash("Đã rút báo vắng.")
    return to_meeting(meeting)


@bp.route("/meetings/<uuid:meeting_id>/absences/new", methods=["GET", "POST"])
@guarded(Permission.ABSENCE_DECIDE, load=get_announced_meeting)
def new_absence(meeting: Meeting) -> ResponseReturnValue:
    """For a comrade who has called, or has no account."""
    form = AbsenceForForm()
    rows = [row for row in roll_of(meeting).rows if row.status in MUST_ATTEND]
    form.offer((row.member_id, row.name) for row in rows)

    def announce() -> None:
        member = get_member(UUID(form.member_id.data)) or abort(404)
        service.announce_absence(
            meeting, member, reason=form.reason.data, by=current_actor(), now=now()
        )

    if form.validate_on_submit() and saved(form, announce):
        flash("Đã ghi báo vắng; chấp nhận hay không xin trả lời ở đây.")
        answer = url_for(
            "meetings.answer_absence", meeting_id=meeting.id, member_id=form.member_id.data
        )
        return redirect(answer)
    return entry(meeting, form, "Ghi báo vắng", hint="Ghi thay đồng chí đã báo qua điện thoại.")


@bp.route("/meetings/<uuid:meeting_id>/absences/<uuid:member_id>", methods=["GET", "POST"])
@guarded(Permission.ABSENCE_DECIDE, load=get_absence)
def answer_absence(notice: AbsenceNotice) -> ResponseReturnValue:
    pending = notice.decision is AbsenceDecision.PENDING
    form = AnswerForm(
        version=notice.version,
        decision=None if pending else notice.decision.value,
        answer=notice.answer or "",
    )

    def decide() -> None:
        service.decide_absence(
            notice,
            AbsenceDecision(form.decision.data),
            answer=form.answer.data,
            version=form.version.data,
            by=current_actor(),
            now=now(),
        )

    try:
        if form.validate_on_submit() and saved(form, decide):
            flash("Đã trả lời báo vắng.")
            return to_meeting(notice.meeting)
    except ConflictError:  # nothing to choose between: the reason as it is now has to be read
        flash("Báo vắng này vừa có thay đổi; xin đọc lại rồi trả lời.", "warning")
        return redirect(request.url)
    return render_template("meetings/answer_absence.html", notice=notice, form=form)
