"""Papers around a meeting: what all of them share, and the builders of each."""

from app.meetings.document.blanks import tally_document
from app.meetings.document.letterhead import (
    Letterhead,
    comrade,
    dotted_number,
    is_marked,
    listed,
    lower_first,
    month_of,
    titled,
    typed,
    unmarked,
)
from app.meetings.document.notice import NoticeData, invitation_document, notice_document
from app.meetings.document.occasion import Leader, Occasion, by_both, when_and_where
from app.meetings.document.points import CHAIRS_ROOM, conference_blocks, is_counted
from app.meetings.document.programme import (
    ProgrammeData,
    ProgrammeItem,
    ProgrammeSection,
    programme_document,
)
from app.meetings.document.roll import (
    RollEntry,
    RollPaper,
    blank_roll_document,
    roll_document,
)

__all__ = [
    "CHAIRS_ROOM",
    "Leader",
    "Letterhead",
    "NoticeData",
    "Occasion",
    "ProgrammeData",
    "ProgrammeItem",
    "ProgrammeSection",
    "RollEntry",
    "RollPaper",
    "blank_roll_document",
    "by_both",
    "comrade",
    "conference_blocks",
    "dotted_number",
    "invitation_document",
    "is_counted",
    "is_marked",
    "listed",
    "lower_first",
    "month_of",
    "notice_document",
    "programme_document",
    "roll_document",
    "tally_document",
    "titled",
    "typed",
    "unmarked",
    "when_and_where",
]
