"""Resolutions: drafted from a meeting, commented on, voted, issued, looked back at."""

from datetime import date

from flask import Blueprint
from flask.blueprints import BlueprintSetupState

from app.assignments.models import Assignment
from app.assignments.rules import shown_state

bp = Blueprint("resolutions", __name__)


@bp.record_once
def _name_things(state: BlueprintSetupState) -> None:
    """Words for stored values, where macros find them."""
    state.app.jinja_env.globals["state_of_task"] = _state_of_task


def _state_of_task(task: Assignment, today: date) -> tuple[str, str]:
    return shown_state(task.status, task.due_on, on=today)


# Each theme registers its views on `bp` as it is loaded.
from app.resolutions.routes import (  # noqa: E402
    comments,
    documents,
    drafts,
    guest,
    invitations,
    lists,
    reviews,
    rounds,
)

__all__ = [
    "bp",
    "comments",
    "documents",
    "drafts",
    "guest",
    "invitations",
    "lists",
    "reviews",
    "rounds",
]
