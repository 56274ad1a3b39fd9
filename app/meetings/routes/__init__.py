from typing import Any

from flask import Blueprint, url_for
from flask.blueprints import BlueprintSetupState

from app.assignments import rules as assignments_rules
from app.meetings.rules import absences as absences_rules
from app.meetings.rules import agenda as agenda_rules
from app.meetings.rules import life, votes
from app.meetings.rules import roll as roll_rules
from app.organisations.models import Organisation
from app.organisations.rules import Level
from app.people import rules as people_rules

bp = Blueprint("meetings", __name__)


@bp.record_once
def _name_things(state: BlueprintSetupState) -> None:
    """The words for stored values, where every template and macro finds them."""
    state.app.jinja_env.globals.update(
        type_labels=life.TYPE_LABELS,
        mode_labels=life.MODE_LABELS,
        meeting_status_labels=life.STATUS_LABELS,
        status_of_meeting=_status_of_meeting,
        step_state_labels=agenda_rules.STEP_STATE_LABELS,
        sections=agenda_rules.sections(),
        method_labels=votes.METHOD_LABELS,
        absence_labels=absences_rules.DECISION_LABELS,
        outcome_labels=assignments_rules.OUTCOME_LABELS,
        assignment_status_labels=assignments_rules.STATUS_LABELS,
        position_labels=people_rules.POSITION_LABELS,
        status_labels=people_rules.STATUS_LABELS,
        presence_options=_presence_options,
        meetings_of=meetings_of,
    )


def meetings_of(organisation: Organisation) -> str:
    """The way to the list of a branch's or a committee's meetings."""
    if organisation.level is Level.COMMITTEE:
        return url_for("meetings.of_committee", committee_id=organisation.id)
    return url_for("meetings.index", branch_id=organisation.id)


def _status_of_meeting(meeting: Any) -> str:
    """For a meeting or a line of a list: anything with its status and the moment of its seal."""
    return life.status_label(meeting.status, is_sealed=meeting.sealed_at is not None)


_PRESENCE = {
    roll_rules.Presence.PRESENT: ("Có mặt", "ok"),
    roll_rules.Presence.EXCUSED: ("Vắng có lý do", "soon"),
    roll_rules.Presence.UNEXCUSED: ("Không lý do", "late"),
    roll_rules.Presence.NOT_REQUIRED: ("Không dự", ""),
}


def _presence_options(
    choices: tuple[roll_rules.Presence, ...],
) -> list[tuple[str, str, str]]:
    return [(choice.value, *_PRESENCE[choice]) for choice in choices]


from app.meetings.routes import (  # noqa: E402
    absences,
    agenda,
    assignments,
    check_in,
    committees,
    frame,
    lists,
    live,
    materials,
    plan,
    points,
    record,
    revisions,
    roll,
    screen,
)

__all__ = [
    "absences",
    "agenda",
    "assignments",
    "bp",
    "check_in",
    "committees",
    "frame",
    "lists",
    "live",
    "materials",
    "plan",
    "points",
    "record",
    "revisions",
    "roll",
    "screen",
]
