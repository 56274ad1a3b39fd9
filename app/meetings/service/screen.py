from datetime import datetime

from sqlalchemy import update

from app.access.permissions import Actor
from app.audit.events import Event
from app.extensions import db
from app.meetings.models import AgendaStep, Meeting
from app.meetings.queries.screen import course, current_section
from app.meetings.rules.life import MeetingStatus
from app.meetings.rules.screen import beside, check_reachable, is_behind
from app.meetings.service.trail import note


def reach_section(meeting: Meeting, section: str, *, by: Actor, now: datetime) -> None:
    """Bring a section onto the screen in the room; where it is already, nothing happens.

    The meeting's version stays: what the room looks at makes nobody's open form stale.

    :raises RuleBroken: if the meeting is not running or has no such section.
    """
    check_reachable(meeting.status, course(meeting), section)
    if section == meeting.current_section:
        return
    db.session.execute(
        update(Meeting).where(Meeting.id == meeting.id).values(current_section=section)
    )
    note(Event.SECTION_REACHED, meeting, by=by, now=now, section=section)


def move_screen(meeting: Meeting, step: int, *, by: Actor, now: datetime) -> None:
    """One section on, or back."""
    wanted = beside(course(meeting), current_section(meeting), step)
    reach_section(meeting, wanted, by=by, now=now)


def follow_finished(step: AgendaStep, *, by: Actor, now: datetime) -> None:
    """A finished step takes the screen on with it, unless the room has gone further already."""
    meeting = step.meeting
    if meeting.status is not MeetingStatus.IN_PROGRESS:
        return
    if is_behind(course(meeting), meeting.current_section, step.section):
        reach_section(meeting, beside(course(meeting), step.section, 1), by=by, now=now)
