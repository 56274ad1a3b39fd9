"""The verbs of resolutions."""

from app.resolutions.service.comments import (
    answer_comment,
    change_comment,
    comment_by_link,
    comment_on,
    withdraw_comment,
)
from app.resolutions.service.drafts import (
    adopt_resolution,
    change_resolution,
    cite_grounds,
    draft_resolution,
    issue_resolution,
    return_to_draft,
)
from app.resolutions.service.invitations import (
    invite_commenter,
    renew_invitation,
    revoke_invitation,
)
from app.resolutions.service.reviews import hold_review, plan_review, remove_review
from app.resolutions.service.rounds import (
    circulate_draft,
    close_round,
    extend_round,
    revise_draft,
)

__all__ = [
    "adopt_resolution",
    "answer_comment",
    "change_comment",
    "change_resolution",
    "circulate_draft",
    "cite_grounds",
    "close_round",
    "comment_by_link",
    "comment_on",
    "draft_resolution",
    "extend_round",
    "hold_review",
    "invite_commenter",
    "issue_resolution",
    "plan_review",
    "remove_review",
    "renew_invitation",
    "return_to_draft",
    "revise_draft",
    "revoke_invitation",
    "withdraw_comment",
]
