"""One comrade's own pledges, year by year."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.access.guards import signed_in
from app.pledges.routes import bp


@bp.get("/pledges")
@signed_in
def mine() -> ResponseReturnValue:
    return render_template("pledges/mine.html")
