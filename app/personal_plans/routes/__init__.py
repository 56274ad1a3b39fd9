"""Heads' personal plans: written, registered, published, looked back at."""

from flask import Blueprint
from flask.blueprints import BlueprintSetupState

from app.personal_plans.rules import (
    AUDIENCE_LABELS,
    CHANNEL_LABELS,
    PERSONAL_PLAN_LABELS,
    PersonalPlanStatus,
)

bp = Blueprint("personal_plans", __name__)

_TONES = {
    PersonalPlanStatus.DRAFT: "none",
    PersonalPlanStatus.SUBMITTED: "soon",
    PersonalPlanStatus.CLOSED: "ok",
}


@bp.record_once
def _name_things(state: BlueprintSetupState) -> None:
    """The words for stored values, where every template and macro finds them."""
    state.app.jinja_env.globals.update(
        audience_labels=AUDIENCE_LABELS,
        channel_labels=CHANNEL_LABELS,
        personal_plan_labels=PERSONAL_PLAN_LABELS,
        personal_plan_tones=_TONES,
    )


# Each theme registers its views on `bp` as it is loaded.
from app.personal_plans.routes import lines, lists, plans, publications  # noqa: E402

__all__ = ["bp", "lines", "lists", "plans", "publications"]
