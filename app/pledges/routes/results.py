"""What became of each commitment: by its author, then by the branch."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.access.guards import guarded
from app.pledges.models import Pledge
from app.pledges.queries.pledges import get_pledge, reading
from app.pledges.routes import bp


@bp.get("/pledges/<uuid:pledge_id>/results")
@guarded(reading, load=get_pledge)
def results(pledge: Pledge) -> ResponseReturnValue:
    return render_template("pledges/results.html", pledge=pledge)
