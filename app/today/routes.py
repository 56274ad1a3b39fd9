from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.access.guards import signed_in

bp = Blueprint("today", __name__)


@bp.get("/")
@signed_in
def index() -> ResponseReturnValue:
    return render_template("today/index.html")
