"""A committee's rubrics: listed, looked at, built."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.access.guards import guarded
from app.scoring.models import RubricEdition
from app.scoring.queries.rubrics import get_rubric, reading_rubric
from app.scoring.routes import RUBRIC, bp


@bp.get(RUBRIC)
@guarded(reading_rubric, load=get_rubric)
def rubric(rubric: RubricEdition) -> ResponseReturnValue:
    return render_template("scoring/rubric.html", edition=rubric)
