from app.resolutions.forms.drafts import (
    AdoptForm,
    DraftForm,
    FilterForm,
    GroundsForm,
    IssueForm,
    ResolutionForm,
    ReturnForm,
    YearForm,
)
from app.resolutions.forms.reviews import OutcomeForm, ReviewForm
from app.resolutions.forms.rounds import AnswerForm, CommentForm, DeadlineForm, InviteForm

__all__ = [
    "AdoptForm",
    "AnswerForm",
    "CommentForm",
    "DeadlineForm",
    "DraftForm",
    "FilterForm",
    "GroundsForm",
    "InviteForm",
    "IssueForm",
    "OutcomeForm",
    "ResolutionForm",
    "ReturnForm",
    "ReviewForm",
    "YearForm",
]
