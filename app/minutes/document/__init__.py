"""Minutes as an official document: plain data in, a document out (documents.md §5)."""

from app.minutes.document.blank import blank_minutes_document
from app.minutes.document.builder import minutes_document, numbered
from app.minutes.document.data import (
    Absence,
    Dues,
    Earlier,
    Item,
    LaterAdoption,
    MinutesData,
    PartTime,
    Person,
    Proposed,
    ReviewedTask,
    RollData,
    Section,
    SelfAssessment,
    Spoken,
    Task,
    Trouble,
    VoteData,
)
from app.minutes.document.supplement import SupplementData, supplement_document

__all__ = [
    "Absence",
    "Dues",
    "Earlier",
    "Item",
    "LaterAdoption",
    "MinutesData",
    "PartTime",
    "Person",
    "Proposed",
    "ReviewedTask",
    "RollData",
    "Section",
    "SelfAssessment",
    "Spoken",
    "SupplementData",
    "Task",
    "Trouble",
    "VoteData",
    "blank_minutes_document",
    "minutes_document",
    "numbered",
    "supplement_document",
]
