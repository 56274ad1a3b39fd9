"""What every page of an adopted record shows beside its text."""

from app.access.guards import can, current_actor
from app.access.permissions import Permission
from app.kernel.clock import today
from app.minutes.models import MinutesRecord
from app.minutes.queries import role_of
from app.minutes.queries.progress import progress_of
from app.minutes.rules.sealing import SIGNER_LABELS


def shown(record: MinutesRecord) -> dict[str, object]:
    signs = can(Permission.MINUTES_CONFIRM, record)
    return {
        "progress": progress_of(record),
        "own_role": role_of(record, current_actor().member_id) if signs else None,
        "signer_labels": SIGNER_LABELS,
        "today": today(),
    }
