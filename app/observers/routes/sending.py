"""Which comrades of the committee are sent to which branches."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import current_actor, guarded
from app.access.permissions import Permission
from app.kernel.clock import now, today
from app.observers import service
from app.observers.forms import EndForm, SendForm
from app.observers.queries.sending import branches_watched, candidates_for, get_sending
from app.observers.routes import bp
from app.organisations.models import Organisation
from app.organisations.queries import ancestors_of, get_organisation, list_branches_below
from app.people.models import PositionPeriod
from app.people.service import end_position
from app.web.forms import saved


@bp.get("/organisations/<uuid:organisation_id>/observers")
@guarded(Permission.OBSERVER_READ, load=get_organisation)
def index(organisation: Organisation) -> ResponseReturnValue:
    return render_template(
        "observers/index.html",
        organisation=organisation,
        above=ancestors_of(organisation),
        watched=branches_watched(organisation, on=today()),
    )


@bp.route("/organisations/<uuid:organisation_id>/observers/new", methods=["GET", "POST"])
@guarded(Permission.OBSERVER_ASSIGN, load=get_organisation)
def new(organisation: Organisation) -> ResponseReturnValue:
    branches = {
        str(branch.id): branch
        for branch in list_branches_below(organisation.path)
        if branch.dissolved_on is None
    }
    members = {str(member.id): member for member in candidates_for(organisation)}
    form = SendForm(branch_id=request.args.get("branch", ""), starts_on=today())
    form.offer(
        ((branch.id, branch.name) for branch in branches.values()),
        ((member.id, member.name) for member in members.values()),
    )

    def send() -> None:
        service.send_observer(
            members[form.member_id.data],
            branches[form.branch_id.data],
            **form.values(),
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, send):
        name = members[form.member_id.data].name
        flash(f"Đã phân công đồng chí {name}, {branches[form.branch_id.data].name}.")
        return redirect(url_for("observers.index", organisation_id=organisation.id))
    return render_template(
        "observers/new.html", organisation=organisation, form=form, has_candidates=bool(members)
    )


@bp.route(
    "/organisations/<uuid:organisation_id>/observers/<uuid:period_id>/end",
    methods=["GET", "POST"],
)
@guarded(Permission.OBSERVER_ASSIGN, load=get_sending)
def end(period: PositionPeriod) -> ResponseReturnValue:
    form = EndForm(ends_on=today())
    back = url_for("observers.index", organisation_id=(request.view_args or {})["organisation_id"])
    if form.validate_on_submit() and saved(
        form,
        lambda: end_position(period, ends_on=form.ends_on.data, by=current_actor(), now=now()),
    ):
        flash(f"Đã ghi ngày cuối cùng đồng chí {period.member.name} dự {period.organisation.name}.")
        return redirect(back)
    return render_template("observers/end.html", form=form, period=period, back=back)
