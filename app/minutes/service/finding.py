"""Minutes are found as they now stand; to be called wherever their words or number change."""

from app.meetings.models import Meeting
from app.meetings.service.trail import index_meeting
from app.minutes.queries.findable import findable_minutes
from app.search.rules.findables import SearchKind
from app.search.service import index


def index_minutes(meeting: Meeting) -> None:
    index_meeting(meeting)  # the draft comes and goes with them
    index(SearchKind.MINUTES, meeting.id, findable_minutes(meeting))
