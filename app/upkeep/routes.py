"""For the administrator: when the installation was last backed up."""

from flask import Blueprint, abort, current_app, render_template
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from app.access.guards import current_actor, signed_in
from app.access.permissions import Permission, places_with
from app.kernel.clock import now
from app.upkeep.queries.backups import LISTED, last_backup_at, list_backups
from app.upkeep.rules import Overdue, overdue

bp = Blueprint("upkeep", __name__)


@bp.record_once
def _offer_warning(state: BlueprintSetupState) -> None:
    """The first page asks it; that room lies below this one."""
    state.app.jinja_env.globals["backup_warning"] = backup_warning


def backup_warning() -> Overdue | None:
    """What an administrator should know about backups; None for everybody else."""
    return _overdue() if _keeps_backups() else None


@bp.get("/backups")
@signed_in
def backups() -> ResponseReturnValue:
    """A backup is of the whole installation: whoever keeps any part of it may look."""
    if not _keeps_backups():
        abort(404)
    return render_template(
        "upkeep/backups.html",
        backups=list_backups(),
        limit=LISTED,
        overdue=_overdue(),
        days=current_app.config["BACKUP_WARN_DAYS"],
    )


def _keeps_backups() -> bool:
    return bool(places_with(current_actor(), Permission.BACKUP_READ))


def _overdue() -> Overdue | None:
    return overdue(last_backup_at(), days=current_app.config["BACKUP_WARN_DAYS"], now=now())
