"""One of everything scoring has, in the own branch."""

from app.meetings.models import Meeting
from app.organisations.models import Organisation
from app.people.models import Member
from app.scoring.rules.cards import CardState
from app.scoring.rules.indicators import Subject
from tests.factory import NOW, Make


def score_objects(
    make: Make, branch: Organisation, *, meeting: Meeting, member: Member
) -> dict[str, object]:
    """A submitted card of `meeting`; rubrics and the campaign are the branch's own."""
    rubric = make.rubric(branch)
    card = make.meeting_card(meeting, rubric=rubric, state=CardState.SUBMITTED, submitted_at=NOW)
    grading = make.grading(branch, rubric=make.rubric(branch, subject=Subject.MEMBER_YEAR))
    return {
        "rubric_id": rubric.id,
        "scorecard_id": card.id,
        "grading_id": grading.id,
        "decision_id": make.grade(branch, member=member).id,
        "column": "decision",
        "criterion_code": "1.1",
        "month": 11,
    }
