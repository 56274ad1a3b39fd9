"""One plan, and one comrade's own."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.access.guards import guarded
from app.personal_plans.models import PersonalPlan
from app.personal_plans.queries import get_plan, reading
from app.personal_plans.routes import bp


@bp.get("/personal-plans/<uuid:plan_id>")
@guarded(reading, load=get_plan)
def show(plan: PersonalPlan) -> ResponseReturnValue:
    return render_template("personal_plans/show.html", plan=plan)
