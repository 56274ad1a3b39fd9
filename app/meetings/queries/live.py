"""A meeting as those who write it at the same time see it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.access.permissions import Permission
from app.extensions import db
from app.meetings.models import ActiveWriter, Meeting
from app.meetings.queries.roll import roll_of
from app.meetings.queries.units import present_units, roll_values
from app.meetings.rules.life import PREPARABLE
from app.meetings.rules.units import Unit, UnitKind, unit_called
from app.revisions.models import Revision
from app.revisions.queries import Misfit, Standing, broken_unit, text_of, waiting_texts
from app.revisions.rules.live import Present

# Who was not heard of for so long writes no more.
AWAY = timedelta(seconds=60)


def get_meeting_to_write(meeting_id: UUID) -> Meeting | None:
    """The meeting, locked until the transaction ends: those who write it take turns."""
    return db.session.scalar(
        select(Meeting)
        .where(Meeting.id == meeting_id)
        .options(joinedload(Meeting.organisation, innerjoin=True))
        .with_for_update(of=Meeting, key_share=True)
    )


def writing_live(meeting: Meeting) -> Permission:
    """Before it begins the agenda is prepared; from then on the record is kept."""
    is_early = meeting.status in PREPARABLE
    return Permission.MEETING_PLAN if is_early else Permission.MEETING_RECORD


def whole_state(meeting: Meeting, *, with_restricted: bool) -> dict[str, Present]:
    """Every unit there is, those on the roll who have not been marked among them."""
    present = present_units(meeting, UnitKind, with_restricted=with_restricted)
    unmarked = Present(roll_values(None), None)
    for row in roll_of(meeting).rows:
        present.setdefault(str(Unit(UnitKind.ROLL, row.member_id)), unmarked)
    return present


def changed_since(
    meeting: Meeting,
    standing: Mapping[str, Standing],
    known: Mapping[str, int],
    *,
    with_restricted: bool,
) -> dict[str, Present | None]:
    """The units that stand otherwise than in `known`; None for those that are gone."""
    changed = [unit for unit, last in standing.items() if known.get(unit) != last.number]
    gone: dict[str, Present | None] = {unit: None for unit in changed if standing[unit].is_removed}
    kinds = {unit_called(unit).kind for unit in changed if unit not in gone}
    present = present_units(meeting, kinds, with_restricted=with_restricted)
    return gone | {unit: present[unit] for unit in changed if unit in present}


def held_texts(
    meeting: Meeting, account_id: UUID, values: Mapping[str, Mapping[str, str]]
) -> list[tuple[Revision, dict[str, str]]]:
    """What this writer typed and is not complete, the latest of each unit, as typed."""
    waiting = waiting_texts(meeting.id, account_id)
    return [(kept, text_of(kept, values.get(kept.unit, {}))) for kept in waiting]


def writers_of(meeting: Meeting) -> Sequence[ActiveWriter]:
    return db.session.scalars(
        select(ActiveWriter)
        .where(ActiveWriter.meeting_id == meeting.id)
        .order_by(ActiveWriter.name, ActiveWriter.account_id)
    ).all()


def is_writing(writer: ActiveWriter, at: datetime) -> bool:
    return at - writer.seen_at <= AWAY


def broken_revision(meeting: Meeting) -> Misfit | None:
    """The first unit of a meeting whose history does not lead to what stands: proof that one of
    the two was altered behind the application's back."""
    present: dict[str, Any] = present_units(meeting, UnitKind, with_restricted=True)
    return broken_unit(meeting.id, {unit: found.values for unit, found in present.items()})
