"""Questions about resolutions: drafted, commented on, voted, issued, looked back at."""

from app.resolutions.queries.findable import findable_resolution, resolutions_after
from app.resolutions.queries.papers import (
    data_of,
    document_of,
    grounds_of,
    opinions_of,
    summary_of,
    texts_of,
)
from app.resolutions.queries.pipeline import (
    changes_since,
    is_changed_since,
    led_to,
    steps_for,
)
from app.resolutions.queries.proposal import proposal_for
from app.resolutions.queries.resolutions import (
    get_resolution,
    list_resolutions,
    numbers_hold,
    reading,
    resolutions_from,
    signers_of,
    unvoted_resolutions,
    votes_of,
    years_with_resolutions,
)
from app.resolutions.queries.rounds import is_commented_on, latest_round

__all__ = [
    "changes_since",
    "data_of",
    "document_of",
    "findable_resolution",
    "get_resolution",
    "grounds_of",
    "is_changed_since",
    "is_commented_on",
    "latest_round",
    "led_to",
    "list_resolutions",
    "numbers_hold",
    "opinions_of",
    "proposal_for",
    "reading",
    "resolutions_after",
    "resolutions_from",
    "signers_of",
    "steps_for",
    "summary_of",
    "texts_of",
    "unvoted_resolutions",
    "votes_of",
    "years_with_resolutions",
]
