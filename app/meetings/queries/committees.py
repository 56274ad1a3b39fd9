"""A committee as one that holds meetings of its own: briefings and study conferences."""

from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from sqlalchemy import select

from app.access.permissions import Appointments, led_by_committee
from app.extensions import db
from app.meetings.models import Meeting
from app.meetings.queries.meetings import Proposal, get_meeting, secretary_on
from app.meetings.rules.life import MeetingStatus, MeetingType, first_of_month
from app.organisations.models import Organisation
from app.organisations.queries import get_committee, in_tree_order, list_branches_below
from app.people.queries import positions_at

_MORNING = time(8, 0)


@dataclass(frozen=True)
class Committee:
    """For the guard: its own bodies plan its meetings, those of a committee above it do not."""

    organisation: Organisation

    @property
    def unit_path(self) -> str:
        return self.organisation.path

    @property
    def appointments(self) -> Appointments:
        return led_by_committee(self.unit_path)


def convening(committee_id: UUID) -> Committee | None:
    found = get_committee(committee_id)
    return Committee(found) if found else None


def get_meeting_of_committee(meeting_id: UUID) -> Meeting | None:
    meeting = get_meeting(meeting_id)
    return meeting if meeting and meeting.is_of_committee else None


def branches_to_charge(meeting: Meeting) -> list[Organisation]:
    """The branches below the committee on the day of its meeting."""
    below = list_branches_below(meeting.unit_path)
    return in_tree_order(
        [
            branch
            for branch in below
            if branch.dissolved_on is None or branch.dissolved_on > meeting.held_on
        ]
    )


def propose_briefing(organisation: Organisation, *, on: date) -> Proposal:
    """Led by the committee's secretary, where and when it met last."""
    last = db.session.scalar(
        select(Meeting)
        .where(
            Meeting.organisation_id == organisation.id,
            Meeting.type == MeetingType.BRIEFING,
            Meeting.status != MeetingStatus.CANCELLED,
        )
        .order_by(Meeting.held_on.desc())
        .limit(1)
    )
    leader = secretary_on(positions_at(organisation.id, on=on))
    return Proposal(
        first_of_month(on),
        on,
        last.start_time if last else _MORNING,
        last.place if last else "",
        leader or (last.chair_id if last else None),
        last.minute_taker_id if last else None,
    )
