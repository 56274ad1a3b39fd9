"""Minutes as an official document: plain data in, a document out (documents.md §5)."""

from app.minutes.document.blank import blank_minutes_document
from app.minutes.document.builder import minutes_document
from app.minutes.document.data import (
    Absence,
    Dues,
    Item,
    MinutesData,
    PartTime,
    Person,
    Point,
    ReviewedTask,
    RollData,
    Section,
    SelfAssessment,
    Spoken,
    Task,
    VoteData,
)

__all__ = [
    "Absence",
    "Dues",
    "Item",
    "MinutesData",
    "PartTime",
    "Person",
    "Point",
    "ReviewedTask",
    "RollData",
    "Section",
    "SelfAssessment",
    "Spoken",
    "Task",
    "VoteData",
    "blank_minutes_document",
    "minutes_document",
]
