"""Pledges of the year: collected by a committee, written by members, confirmed by branches."""

from flask import Blueprint
from flask.blueprints import BlueprintSetupState

from app.pledges.rules import (
    CAMPAIGN_LABELS,
    EDITION_LABELS,
    OUTCOME_LABELS,
    OUTCOME_TONES,
    STATUS_LABELS,
    STEP_LABELS,
    PledgeStatus,
)

bp = Blueprint("pledges", __name__)

PLEDGE = "/pledges/<uuid:pledge_id>"
EDITION = f"{PLEDGE}/editions/<int:edition_number>"
# A branch, or a committee, in a year.
BRANCH = "/branches/<uuid:branch_id>/pledges/<int:year>"
COMMITTEE = "/organisations/<uuid:organisation_id>/pledges/<int:year>"

_TONES = {
    PledgeStatus.DRAFT: "none",
    PledgeStatus.SUBMITTED: "soon",
    PledgeStatus.RETURNED: "late",
    PledgeStatus.CONFIRMED: "ok",
    PledgeStatus.SELF_REVIEWED: "soon",
    PledgeStatus.COMMENTED: "ok",
    PledgeStatus.CLOSED: "ok",
}


@bp.record_once
def _name_things(state: BlueprintSetupState) -> None:
    """The words for stored values, where every template and macro finds them."""
    state.app.jinja_env.globals.update(
        campaign_labels=CAMPAIGN_LABELS,
        edition_labels=EDITION_LABELS,
        pledge_labels=STATUS_LABELS,
        pledge_tones=_TONES,
        pledge_step_labels=STEP_LABELS,
        pledge_outcome_labels=OUTCOME_LABELS,
        pledge_outcome_tones=OUTCOME_TONES,
    )


# Each theme registers its views on `bp` as it is loaded.
from app.pledges.routes import (  # noqa: E402
    answering,
    asides,
    campaigns,
    coverage,
    documents,
    duties,
    live,
    mine,
    own_sections,
    paper,
    results,
    review,
    show,
    templates,
    writing,
)

__all__ = [
    "answering",
    "asides",
    "bp",
    "campaigns",
    "coverage",
    "documents",
    "duties",
    "live",
    "mine",
    "own_sections",
    "paper",
    "results",
    "review",
    "show",
    "templates",
    "writing",
]
