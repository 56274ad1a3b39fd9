"""What waits, where the own branch stands, and what the branches below are doing."""

from app.today.queries.assignments import escalated_to, to_urge
from app.today.queries.branch import (
    branches_this_month,
    next_meeting,
    owed_by,
    waiting_in,
    year_figures,
)
from app.today.queries.records import to_confirm, to_receive, to_send

__all__ = [
    "branches_this_month",
    "escalated_to",
    "next_meeting",
    "owed_by",
    "to_confirm",
    "to_receive",
    "to_send",
    "to_urge",
    "waiting_in",
    "year_figures",
]
