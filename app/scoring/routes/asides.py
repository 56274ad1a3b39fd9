"""The score of a meeting on its own page and where it is closed."""

from collections.abc import Mapping
from typing import Any

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import can, current_actor, guarded
from app.access.permissions import Permission
from app.kernel.clock import now
from app.kernel.transaction import transaction
from app.meetings.models import Meeting
from app.meetings.queries.meetings import get_meeting
from app.meetings.rules.life import RECORDABLE
from app.meetings.rules.screen import CLOSING
from app.scoring.models import Scorecard
from app.scoring.queries.cards import reading_card, scored
from app.scoring.queries.rubrics import rubric_for
from app.scoring.routes import bp
from app.scoring.rules.cards import is_handed_in
from app.scoring.rules.indicators import Subject
from app.scoring.rules.lines import said_together
from app.scoring.rules.meetings import VOTE_SUBJECT, is_scorable
from app.scoring.rules.rubric import Column
from app.scoring.service.meetings import open_meeting_card


@bp.post("/meetings/<uuid:meeting_id>/score")
@guarded(Permission.SCORE_WRITE, load=get_meeting)
def score_meeting(meeting: Meeting) -> ResponseReturnValue:
    with transaction():
        card = open_meeting_card(meeting, by=current_actor(), now=now())
    if is_handed_in(card.state):
        return redirect(url_for("scoring.card", scorecard_id=card.id))
    return redirect(url_for("scoring.write_card", scorecard_id=card.id, column=Column.SELF.value))


def score_shown(meeting: Meeting, section: str | None) -> Mapping[str, Any] | None:
    """The branch's own score, or the way to begin it where a rubric holds."""
    if section not in (None, CLOSING) or not is_scorable(meeting.type, meeting.status):
        return None
    found = scored(meeting)
    if found is not None:
        return _shown(meeting, found) if can(reading_card(found), found) else None
    may_begin = can(Permission.SCORE_WRITE, meeting)
    if not may_begin or not rubric_for(meeting.unit_path, Subject.MEETING, on=meeting.held_on):
        return None
    return {"card": None, "meeting": meeting, "vote_subject": ""}


def _shown(meeting: Meeting, card: Scorecard) -> Mapping[str, Any]:
    said = said_together(card.self_total, card.rubric.grade_label(card.self_grade))
    may_vote = (
        is_handed_in(card.state)
        and meeting.status in RECORDABLE
        and can(Permission.MEETING_RECORD, meeting)
    )
    return {
        "card": card,
        "meeting": meeting,
        "said": said,
        "may_write": not is_handed_in(card.state) and can(Permission.SCORE_WRITE, meeting),
        "vote_subject": f"{VOTE_SUBJECT} {said}" if may_vote and said else "",
    }
