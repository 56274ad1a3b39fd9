"""Writing a pledge, row by row."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.access.guards import guarded
from app.access.permissions import Permission
from app.pledges.models import Pledge
from app.pledges.queries.pledges import get_pledge
from app.pledges.routes import bp


@bp.get("/pledges/<uuid:pledge_id>/write")
@guarded(Permission.PLEDGE_WRITE, load=get_pledge)
def write(pledge: Pledge) -> ResponseReturnValue:
    return render_template("pledges/write.html", pledge=pledge)
