"""What waits, where the own branch stands, and what the branches below are doing."""

from app.today.queries.assignments import escalated_to, to_urge
from app.today.queries.branch import (
    branches_this_month,
    next_meeting,
    owed_by,
    waiting_in,
    year_figures,
)
from app.today.queries.documents import to_present
from app.today.queries.drafts import drafts_waiting, to_comment
from app.today.queries.personal_plans import plans_waiting
from app.today.queries.petitions import petitions_waiting
from app.today.queries.pledge_reminders import pledges_missing
from app.today.queries.pledges import (
    leaders_pledges_to_confirm,
    pledges_to_judge,
    pledges_waiting,
)
from app.today.queries.programmes import topics_of_branch_waiting, topics_to_decide
from app.today.queries.records import to_confirm, to_receive, to_send
from app.today.queries.scores import scores_of_branch, scores_to_decide
from app.today.queries.topics import papers_waiting
from app.today.queries.visits import visits_of
from app.today.queries.year_scores import year_scores_waiting

__all__ = [
    "branches_this_month",
    "drafts_waiting",
    "escalated_to",
    "leaders_pledges_to_confirm",
    "next_meeting",
    "owed_by",
    "papers_waiting",
    "petitions_waiting",
    "plans_waiting",
    "pledges_missing",
    "pledges_to_judge",
    "pledges_waiting",
    "scores_of_branch",
    "scores_to_decide",
    "to_comment",
    "to_confirm",
    "to_present",
    "to_receive",
    "to_send",
    "to_urge",
    "topics_of_branch_waiting",
    "topics_to_decide",
    "visits_of",
    "waiting_in",
    "year_figures",
    "year_scores_waiting",
]
