"""Who has announced that they cannot come."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.access.permissions import Permission
from app.extensions import db
from app.meetings.models import AbsenceNotice, Meeting
from app.meetings.queries.meetings import get_meeting, reading
from app.people.models import Member


def get_announced_meeting(meeting_id: UUID) -> Meeting | None:
    """A meeting the branch has been told of; a silent draft is nobody's to come to."""
    meeting = get_meeting(meeting_id)
    if meeting is None or reading(meeting) is Permission.MEETING_READ_DRAFT:
        return None
    return meeting


def get_absence(meeting_id: UUID, member_id: UUID) -> AbsenceNotice | None:
    return db.session.get(
        AbsenceNotice,
        (meeting_id, member_id),
        options=[
            joinedload(AbsenceNotice.member),
            joinedload(AbsenceNotice.meeting).joinedload(Meeting.organisation),
        ],
    )


def absences_of(meeting: Meeting) -> Sequence[AbsenceNotice]:
    """Every announced absence of a meeting, by given name; for those who decide."""
    return db.session.scalars(
        select(AbsenceNotice)
        .join(Member, Member.id == AbsenceNotice.member_id)
        .where(AbsenceNotice.meeting_id == meeting.id)
        .options(joinedload(AbsenceNotice.member))
        .order_by(Member.sort_name, Member.id)
    ).all()
