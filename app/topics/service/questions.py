from collections.abc import Sequence
from datetime import datetime

from app.access.permissions import Actor
from app.audit.events import Event
from app.extensions import db
from app.kernel.errors import StaleEdit
from app.meetings.models import Meeting
from app.meetings.rules.life import check_editable
from app.meetings.service.trail import note
from app.meetings.service.turns import take_turn
from app.topics.models import Question
from app.topics.queries import questions_of, versions_of
from app.topics.rules import check_topical


def set_questions(
    meeting: Meeting, texts: Sequence[str], *, versions: str, by: Actor, now: datetime
) -> None:
    """The whole list as it shall stand, in its order; `versions` is what it was opened on.

    :raises StaleEdit: if somebody else changed the list meanwhile.
    """
    check_editable(take_turn(meeting))
    check_topical(meeting.type)
    questions = list(questions_of(meeting.id))
    if versions_of(questions) != versions:
        raise StaleEdit
    before = [question.text for question in questions]
    if before == list(texts):
        return
    for question, text in zip(questions, texts, strict=False):
        question.text = text
    for question in questions[len(texts) :]:
        db.session.delete(question)
    for position, text in enumerate(texts[len(questions) :], start=len(questions) + 1):
        db.session.add(Question(meeting=meeting, position=position, text=text))
    note(
        Event.QUESTION_CHANGED,
        meeting,
        by=by,
        now=now,
        before={"questions": "\n".join(before)},
        after={"questions": "\n".join(texts)},
    )
