"""Rubrics, the scores of meetings, and the grades of the year."""

from flask import Blueprint, current_app
from flask.blueprints import BlueprintSetupState

from app.mail.rules import server_of
from app.scoring.queries.cards import reading_card
from app.scoring.rules.cards import CARD_LABELS, CARD_STEP_LABELS, RUBRIC_LABELS, CardState
from app.scoring.rules.deciding import STANDING_LABELS, Standing
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
_STANDING_TONES = {
    Standing.NOT_MET: "late",
    Standing.NOT_SCORED: "soon",
    Standing.RETURNED: "none",
    Standing.APPEALED: "soon",
    Standing.SUBMITTED: "soon",
    Standing.REVIEWED: "soon",
    Standing.DECIDED: "ok",
}


def mail_site() -> str | None:
    """What links in mail begin with; None where no mail goes out."""
    server = server_of(current_app.config)
    return server.site if server else None


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
        reading_card=reading_card,
        rubric_labels=RUBRIC_LABELS,
        score_standing_labels=STANDING_LABELS,
        score_standing_tones=_STANDING_TONES,
        subject_labels=SUBJECT_LABELS,
    )


# Each theme registers its views on `bp` as it is loaded.
from app.scoring.routes import (  # noqa: E402
    asides,
    building,
    campaigns,
    card_papers,
    cards,
    deciding,
    evidence,
    grades,
    mine,
    papers,
    queue,
    reports,
    results,
    rubric_files,
    rubrics,
    trying,
    typing_grades,
    year_cards,
)

__all__ = [
    "asides",
    "bp",
    "building",
    "campaigns",
    "card_papers",
    "cards",
    "deciding",
    "evidence",
    "grades",
    "mine",
    "papers",
    "queue",
    "reports",
    "results",
    "rubric_files",
    "rubrics",
    "trying",
    "typing_grades",
    "year_cards",
]
