"""Who has submitted and who has not: by branch, and by committee."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.access.guards import guarded
from app.access.permissions import Permission
from app.pledges.queries.coverage import Covered, get_covered, get_covered_branch
from app.pledges.routes import bp


@bp.get("/branches/<uuid:branch_id>/pledges/<int:year>")
@guarded(Permission.PLEDGE_LIST, load=get_covered_branch)
def branch(covered: Covered) -> ResponseReturnValue:
    return render_template("pledges/branch.html", covered=covered)


@bp.get("/organisations/<uuid:organisation_id>/pledges/<int:year>")
@guarded(Permission.PLEDGE_LIST, load=get_covered)
def committee(covered: Covered) -> ResponseReturnValue:
    return render_template("pledges/committee.html", covered=covered)
