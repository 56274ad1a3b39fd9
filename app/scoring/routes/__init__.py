"""Rubrics, the scores of meetings, and the grades of the year."""

from flask import Blueprint
from flask.blueprints import BlueprintSetupState

from app.scoring.rules.cards import CARD_LABELS, CARD_STEP_LABELS, RUBRIC_LABELS, CardState
from app.scoring.rules.rubric import COLUMN_LABELS, GATE_LABELS, KIND_LABELS
from app.scoring.rules.subjects import SUBJECT_LABELS

bp = Blueprint("scoring", __name__)

RUBRIC = "/rubrics/<uuid:rubric_id>"
CARD = "/scorecards/<uuid:scorecard_id>"
CAMPAIGN = "/gradings/<uuid:grading_id>"
PLACE = "/organisations/<uuid:organisation_id>"

_TONES = {
    CardState.DRAFT: "none",
    CardState.SUBMITTED: "soon",
    CardState.RETURNED: "late",
    CardState.REVIEWED: "soon",
    CardState.DECIDED: "ok",
}


@bp.record_once
def _name_things(state: BlueprintSetupState) -> None:
    """The words for stored values, where every template and macro finds them."""
    state.app.jinja_env.globals.update(
        card_labels=CARD_LABELS,
        card_tones=_TONES,
        card_step_labels=CARD_STEP_LABELS,
        column_labels=COLUMN_LABELS,
        criterion_kind_labels=KIND_LABELS,
        gate_labels=GATE_LABELS,
        rubric_labels=RUBRIC_LABELS,
        subject_labels=SUBJECT_LABELS,
    )


# Each theme registers its views on `bp` as it is loaded.
from app.scoring.routes import (  # noqa: E402
    asides,
    building,
    cards,
    evidence,
    mine,
    rubric_files,
    rubrics,
    trying,
)

__all__ = [
    "asides",
    "bp",
    "building",
    "cards",
    "evidence",
    "mine",
    "rubric_files",
    "rubrics",
    "trying",
]
