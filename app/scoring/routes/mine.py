"""Where scoring begins for whoever signs in."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.access.guards import current_actor, signed_in
from app.access.permissions import Permission
from app.organisations.queries import list_where
from app.scoring.routes import bp


@bp.get("/scores")
@signed_in
def mine() -> ResponseReturnValue:
    places = list_where(current_actor(), Permission.SCORE_LIST)
    return render_template("scoring/mine.html", places=places)
