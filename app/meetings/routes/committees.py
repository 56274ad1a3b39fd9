"""The meetings of a committee itself; each of them has the pages of any meeting."""

from flask import flash, render_template
from flask.typing import ResponseReturnValue

from app.access.guards import current_actor, guarded
from app.access.permissions import Permission
from app.kernel.clock import now, today
from app.meetings.forms.plan import PlanForm
from app.meetings.models import Meeting
from app.meetings.queries.committees import Committee, get_committee, propose_briefing
from app.meetings.routes import bp
from app.meetings.routes.entry import to_meeting
from app.meetings.routes.lists import listed
from app.meetings.routes.plan import offer, shown
from app.meetings.rules.life import MeetingMode, MeetingType
from app.meetings.service import life
from app.web.forms import saved


@bp.get("/organisations/<uuid:committee_id>/meetings")
@guarded(Permission.MEETING_LIST, load=get_committee)
def of_committee(committee: Committee) -> ResponseReturnValue:
    return render_template(
        "meetings/of_committee.html",
        committee=committee,
        organisation=committee.organisation,
        **listed(committee.organisation, committee),
    )


@bp.route("/organisations/<uuid:committee_id>/meetings/new", methods=["GET", "POST"])
@guarded(Permission.MEETING_PLAN, load=get_committee)
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
        flash(
            "Đã lập hội nghị. Chỉ Ban Thường vụ, chủ trì và thư ký thấy cho đến khi gửi thông báo."
        )
        return to_meeting(made[0])
    return render_template("meetings/new_of_committee.html", form=form, organisation=organisation)
