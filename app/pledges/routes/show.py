"""One pledge: its text, its steps, what may be done with it now."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.access.guards import guarded
from app.pledges.models import Pledge
from app.pledges.queries.pledges import get_pledge, reading
from app.pledges.routes import bp


@bp.get("/pledges/<uuid:pledge_id>")
@guarded(reading, load=get_pledge)
def show(pledge: Pledge) -> ResponseReturnValue:
    return render_template("pledges/show.html", pledge=pledge)
