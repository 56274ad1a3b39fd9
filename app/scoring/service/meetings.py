"""A branch scores its meeting; what it agreed on goes into the minutes while they are open."""

from datetime import datetime

from app.access.permissions import Actor
from app.audit.events import Event
from app.extensions import db
from app.kernel.errors import RuleBroken
from app.meetings.models import Meeting
from app.meetings.rules.life import RECORDABLE
from app.meetings.service.life import set_self_score
from app.meetings.service.turns import take_turn
from app.scoring.models import Scorecard
from app.scoring.queries.cards import card_of_meeting
from app.scoring.queries.rubrics import rubric_for
from app.scoring.rules.cards import CardState
from app.scoring.rules.indicators import Subject
from app.scoring.rules.lines import lines_of, to_text
from app.scoring.rules.meetings import check_scorable
from app.scoring.rules.rubric import Column
from app.scoring.rules.scoring import Score
from app.scoring.rules.subjects import meeting_key
from app.scoring.service.trail import note


def open_meeting_card(meeting: Meeting, *, by: Actor, now: datetime) -> Scorecard:
    """The card of a meeting that has begun, made if there is none yet.

    :raises RuleBroken: where nothing is scored, or no rubric holds on the day of the meeting.
    """
    check_scorable(meeting.type, take_turn(meeting))
    found = card_of_meeting(meeting)
    if found is not None:
        return found
    rubric = rubric_for(meeting.unit_path, Subject.MEETING, on=meeting.held_on)
    if rubric is None:
        raise RuleBroken("Cấp ủy chưa ban hành bảng chấm điểm buổi sinh hoạt cho ngày họp này.")
    card = Scorecard(
        key=meeting_key(meeting.id),
        subject=Subject.MEETING,
        rubric=rubric,
        organisation=meeting.organisation,
        meeting=meeting,
        year=meeting.period.year,
        state=CardState.DRAFT,
    )
    db.session.add(card)
    db.session.flush()
    note(Event.CARD_OPENED, card, by=by, now=now)
    return card


def tell_minutes(card: Scorecard, found: Score, *, by: Actor, now: datetime) -> None:
    """Put points, grade and lines of a submitted card into the minutes, if they are still open."""
    if card.meeting is None or card.meeting.status not in RECORDABLE:
        return
    lines = lines_of(found, card.answers_in(Column.SELF), card.notes_in(Column.SELF))
    set_self_score(
        card.meeting,
        points=found.total if card.rubric.rubric.max_points else None,
        grade=found.grade.label if found.grade else None,
        sheet=to_text(lines),
        by=by,
        now=now,
    )


def take_from_minutes(card: Scorecard, *, by: Actor, now: datetime) -> None:
    """The branch takes its score back: the minutes know none until it is submitted again."""
    if card.meeting is not None and card.meeting.has_self_sheet:
        set_self_score(card.meeting, points=None, grade=None, sheet=None, by=by, now=now)
