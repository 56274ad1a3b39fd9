from flask import Blueprint
from flask.blueprints import BlueprintSetupState

from app.programmes.rules import PLAN_STATUS_LABELS, TOPIC_GROUP_LABELS, PlanStatus
from app.programmes.rules.quarters import QUARTERS, ROMAN, STANDING_LABELS, Standing
from app.programmes.rules.work import WORK_LABELS

bp = Blueprint("programmes", __name__)

_PLAN_TONES = {
    PlanStatus.DRAFT: "none",
    PlanStatus.REGISTERED: "soon",
    PlanStatus.APPROVED: "ok",
    PlanStatus.RETURNED: "late",
}
_STANDING_TONES = {
    Standing.TO_COME: "none",
    Standing.HELD: "ok",
    Standing.HELD_LATE: "soon",
    Standing.OVERDUE: "late",
}


@bp.record_once
def _name_things(state: BlueprintSetupState) -> None:
    """The words for stored values, where every template and macro finds them."""
    state.app.jinja_env.globals.update(
        plan_status_labels=PLAN_STATUS_LABELS,
        plan_status_tones=_PLAN_TONES,
        topic_group_labels=TOPIC_GROUP_LABELS,
        standing_labels=STANDING_LABELS,
        standing_tones=_STANDING_TONES,
        work_labels=WORK_LABELS,
        quarter_names=dict(zip(QUARTERS, ROMAN, strict=True)),
    )


from app.programmes.routes import papers, sittings, topics, tracker, work  # noqa: E402

__all__ = ["bp", "papers", "sittings", "topics", "tracker", "work"]
