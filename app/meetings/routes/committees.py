"""The meetings of a committee itself; each of them has the pages of any meeting."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import current_actor, guarded
from app.access.permissions import Permission
from app.assignments.models import Assignment
from app.assignments.rules import Priority
from app.assignments.service.branches import give_to_branches as give_tasks
from app.kernel.clock import now, today
from app.meetings.forms.branches import BranchTaskForm
from app.meetings.forms.plan import PlanForm
from app.meetings.models import Meeting
from app.meetings.queries.committees import (
    Committee,
    branches_to_charge,
    convening,
    get_meeting_of_committee,
    propose_briefing,
)
from app.meetings.queries.record import conclusions_of
from app.meetings.routes import bp
from app.meetings.routes.entry import to_meeting
from app.meetings.routes.lists import listed
from app.meetings.routes.plan import offer, shown
from app.meetings.rules.life import MeetingMode, MeetingType, check_recordable
from app.meetings.service import life
from app.meetings.service.turns import take_turn
from app.web.forms import saved


@bp.get("/organisations/<uuid:committee_id>/meetings")
@guarded(Permission.MEETING_LIST, load=convening)
def of_committee(committee: Committee) -> ResponseReturnValue:
    return render_template(
        "meetings/of_committee.html",
        committee=committee,
        organisation=committee.organisation,
        **listed(committee.organisation, committee),
    )


@bp.route("/organisations/<uuid:committee_id>/meetings/new", methods=["GET", "POST"])
@guarded(Permission.MEETING_PLAN, load=convening)
def new_of_committee(committee: Committee) -> ResponseReturnValue:
    organisation = committee.organisation
    proposal = propose_briefing(organisation, on=today())
    form = PlanForm(data=shown(proposal, type=MeetingType.BRIEFING, mode=MeetingMode.IN_PERSON))
    offer(form, organisation)
    made: list[Meeting] = []

    def plan() -> None:
        made.append(
            life.plan_meeting(
                organisation,
                form.meeting_type,
                form.plan(),
                points=form.point_names,
                by=current_actor(),
                now=now(),
            )
        )

    if form.validate_on_submit() and saved(form, plan):
        flash("Đã lập hội nghị. Chỉ người chuẩn bị thấy cho đến khi gửi thông báo.")
        return to_meeting(made[0])
    return render_template("meetings/new_of_committee.html", form=form, organisation=organisation)


@bp.route("/meetings/<uuid:meeting_id>/assignments/branches", methods=["GET", "POST"])
@guarded(Permission.MEETING_RECORD, load=get_meeting_of_committee)
def give_to_branches(meeting: Meeting) -> ResponseReturnValue:
    """One task for each branch that is ticked."""
    branches = branches_to_charge(meeting)
    form = BranchTaskForm(
        conclusion_id=request.args.get("conclusion", ""), priority=Priority.NORMAL.value
    )
    form.offer(branches, ((c.id, c.text) for c in conclusions_of(meeting)))
    given: list[Assignment] = []

    def give() -> None:
        check_recordable(take_turn(meeting))
        given[:] = give_tasks(
            form.chosen(branches),
            giver=meeting.organisation,
            meeting_id=meeting.id,
            given_on=meeting.held_on,
            **form.values(),
            by=current_actor(),
            now=now(),
        )

    back = url_for("meetings.closing", meeting_id=meeting.id)
    if form.validate_on_submit() and saved(form, give):
        flash(f"Đã giao việc cho {len(given)} chi bộ.")
        return redirect(back)
    return render_template(
        "meetings/give_to_branches.html", meeting=meeting, form=form, back_url=back
    )
