"""A meeting and all that is written down at it; who was there."""

from app.meetings.models.meetings import (
    AgendaItem,
    AgendaStep,
    Conclusion,
    ConnectionPoint,
    Guest,
    ItemDocument,
    Material,
    Meeting,
    OfMeeting,
    Statement,
    Vote,
)
from app.meetings.models.presence import (
    AbsenceNotice,
    ActiveWriter,
    Attendance,
    CheckIn,
)

__all__ = [
    "AbsenceNotice",
    "ActiveWriter",
    "AgendaItem",
    "AgendaStep",
    "Attendance",
    "CheckIn",
    "Conclusion",
    "ConnectionPoint",
    "Guest",
    "ItemDocument",
    "Material",
    "Meeting",
    "OfMeeting",
    "Statement",
    "Vote",
]
