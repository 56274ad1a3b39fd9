"""What waits, where the own branch stands, and what the branches below are doing."""

from app.today.queries.branch import (
    branches_this_month,
    next_meeting,
    owed_by,
    waiting_in,
    year_figures,
)
from app.today.queries.drafts import drafts_waiting, to_comment
from app.today.queries.records import to_confirm, to_receive, to_send

__all__ = [
    "branches_this_month",
    "drafts_waiting",
    "next_meeting",
    "owed_by",
    "to_comment",
    "to_confirm",
    "to_receive",
    "to_send",
    "waiting_in",
    "year_figures",
]
