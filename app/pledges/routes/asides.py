"""What the pages of a meeting show of the pledges; it checks what its reader may see."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from app.access.guards import can
from app.meetings.models import Meeting
from app.meetings.rules.life import MONTHLY, MeetingStatus
from app.pledges.models import Pledge
from app.pledges.queries.deadlines import DueLine, due_lines
from app.pledges.queries.pledges import reading
from app.pledges.rules import PledgeSum, sum_of
from app.programmes.rules.quarters import last_of_month

# The step in which comrades are praised, or helped.
SECTION = "step_4"
# More than these are folded, one comrade at a time.
_SHOWN_AT_ONCE = 12


def kept_pledges_shown(meeting: Meeting, section: str | None) -> Mapping[str, Any] | None:
    """Commitments due by the end of the month: how they came out, and word for word those the
    reader may read. Until the minutes are adopted: afterwards it would tell of another day.
    """
    is_over = meeting.status in (MeetingStatus.ADOPTED, MeetingStatus.CANCELLED)
    if section != SECTION or is_over or meeting.type not in MONTHLY:
        return None
    lines = due_lines(
        meeting.organisation,
        meeting.period.year,
        until=last_of_month(meeting.period.year, meeting.period.month),
    )
    if not lines:
        return None
    readable = [line for line in lines if can(reading(line.pledge), line.pledge)]
    return {
        "sum": sum_of(line.outcome for line in lines),
        "kept": _by_pledge(readable),
        "is_long": len(readable) > _SHOWN_AT_ONCE,
        "hidden": len(lines) - len(readable),
    }


def _by_pledge(lines: Sequence[DueLine]) -> list[tuple[Pledge, PledgeSum, list[DueLine]]]:
    """One comrade's commitments together; the lines come in that order."""
    grouped = [list(group) for _, group in groupby(lines, key=lambda line: line.pledge.id)]
    return [(own[0].pledge, sum_of(line.outcome for line in own), own) for own in grouped]
