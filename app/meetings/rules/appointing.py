"""Who holds which role in one meeting and nowhere else."""

from uuid import UUID

from app.access.permissions import Appointments, Role, led_by_committee
from app.organisations.rules import Level


def appointed_in(
    level: Level, unit_path: str, chair_id: UUID | None, minute_taker_id: UUID | None
) -> Appointments:
    """Chair and minute-taker; in a meeting of a committee also the bodies of that committee."""
    own = led_by_committee(unit_path) if level is Level.COMMITTEE else ()
    return ((Role.CHAIR, chair_id), (Role.MINUTE_TAKER, minute_taker_id), *own)
