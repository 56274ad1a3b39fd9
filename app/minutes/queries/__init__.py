"""Minutes gathered from what was recorded, or read again as they were adopted."""

from app.minutes.queries.gathering import (
    Preview,
    data_of,
    drawn_papers,
    frozen,
    gaps_of,
    latest_meeting,
    minutes_of,
    paper_of,
    readiness_of,
    record_adopted,
    running_after,
    warnings_of,
)

__all__ = [
    "Preview",
    "data_of",
    "drawn_papers",
    "frozen",
    "gaps_of",
    "latest_meeting",
    "minutes_of",
    "paper_of",
    "readiness_of",
    "record_adopted",
    "running_after",
    "warnings_of",
]
