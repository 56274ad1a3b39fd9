"""What a committee has given to its branches."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import can, guarded
from app.access.permissions import Permission
from app.assignments.forms import GivenFilter
from app.assignments.queries.given import charged_branches, given_by
from app.assignments.routes import bp
from app.kernel.clock import today
from app.organisations.models import Organisation
from app.organisations.queries import get_committee

PAGE = 10


@bp.get("/organisations/<uuid:committee_id>/given")
@guarded(Permission.ASSIGNMENT_READ, load=get_committee)
def given(committee: Organisation) -> ResponseReturnValue:
    form = GivenFilter(request.args)
    form.offer(charged_branches(committee.id))
    form.validate()
    page = min(max(request.args.get("page", default=1, type=int), 1), 1000)
    works = given_by(
        committee.id,
        with_drafts=can(Permission.BRANCH_ASSIGN, committee),
        state=form.chosen_state,
        branch_id=form.branch_id,
        on=today(),
        limit=PAGE + 1,
        offset=(page - 1) * PAGE,
    )

    def page_url(number: int) -> str:
        return url_for(
            "assignments.given",
            committee_id=committee.id,
            page=number,
            state=form.chosen_state,
            branch=form.branch_id,
        )

    return render_template(
        "assignments/given.html",
        committee=committee,
        form=form,
        works=works[:PAGE],
        page=page,
        previous_url=page_url(page - 1) if page > 1 else None,
        next_url=page_url(page + 1) if len(works) > PAGE else None,
        today=today(),
    )
