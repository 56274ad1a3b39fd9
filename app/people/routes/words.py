"""What templates of every room may say about members."""

from collections.abc import Sequence

from app.access.permissions import ROLE_LABELS, Role
from app.kernel.clock import today
from app.organisations.models import Organisation
from app.people import queries
from app.people.models import PositionPeriod
from app.people.routes import bp
from app.people.rules import POSITION_LABELS, STATUS_LABELS, Position, Status


@bp.app_template_filter()
def status_label(status: Status) -> str:
    return STATUS_LABELS[status]


@bp.app_template_filter()
def status_tone(status: Status) -> str:
    return {Status.OFFICIAL: "ok", Status.SUSPENDED: "late"}.get(status, "none")


@bp.app_template_filter()
def position_label(position: Position) -> str:
    return POSITION_LABELS[position]


@bp.app_template_filter()
def role_label(role: Role) -> str:
    return ROLE_LABELS[role]


@bp.app_template_global()
def office_holders(organisation: Organisation) -> Sequence[PositionPeriod]:
    """For the page of a place, which stands in a room that knows nobody by name."""
    return queries.office_holders(organisation.id, on=today())
