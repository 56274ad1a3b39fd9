"""What recorded facts propose for a whole meeting, whether or not anybody has begun its card."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy import select

from app.extensions import db
from app.meetings.models import Meeting
from app.meetings.queries.meetings import get_meeting
from app.organisations.models import Organisation
from app.scoring.models import RubricEdition
from app.scoring.queries.cards import answers_proposed, card_of_meeting
from app.scoring.queries.indicators import Proposed, proposed_by
from app.scoring.queries.measures.conditions import holding_at
from app.scoring.queries.measures.meetings import measures_of_meeting
from app.scoring.queries.rubrics import rubric_for
from app.scoring.rules.facts import SITTINGS
from app.scoring.rules.indicators import CONDITIONS, Subject
from app.scoring.rules.rubric import Criterion
from app.scoring.rules.scoring import Score, ScoredLine, score


@dataclass(frozen=True)
class LineProposal:
    """One criterion with what is proposed to it, or why nothing is."""

    line: ScoredLine
    proposed: Proposed | None
    # The key of the condition on which it hangs, where that does not hold.
    lacking: str = ""

    @property
    def criterion(self) -> Criterion:
        return self.line.criterion

    @property
    def points(self) -> Fraction | None:
        """None while it is for people to say."""
        return None if self.line.is_open else self.line.points

    @property
    def reason(self) -> str:
        if not self.line.applies:
            return f"Không áp dụng, chỉ chấm khi: {CONDITIONS[self.lacking]}"
        if self.proposed is None:
            return "Không gắn chỉ số; do người chấm cho điểm"
        return self.proposed.proposal.reason


@dataclass(frozen=True)
class MeetingProposal:
    edition: RubricEdition
    score: Score
    lines: Sequence[LineProposal]


def proposal_for(meeting: Meeting, *, on: date) -> MeetingProposal | None:
    """By the rubric of its card, before there is one by that which holds on its day; None where
    there is none.
    """
    card = card_of_meeting(meeting)
    edition = (
        card.rubric if card else rubric_for(meeting.unit_path, Subject.MEETING, on=meeting.held_on)
    )
    if edition is None:
        return None
    proposed = proposed_by(edition.rubric, measures_of_meeting(meeting, on=on))
    holding = holding_at(meeting)
    aside = edition.rubric.set_aside(holding)
    found = score(edition.rubric, answers_proposed(proposed), holding=holding)
    lines = [
        LineProposal(line, proposed.get(code), aside[code].condition if code in aside else "")
        for code, line in found.lines.items()
        if not line.criterion.is_section
    ]
    return MeetingProposal(edition, found, lines)


def latest_to_score(branch: Organisation | None) -> Meeting | None:
    """The latest meeting of a branch, or of any, that has begun and may be scored."""
    query = select(Meeting.id).where(Meeting.began_time.is_not(None), Meeting.type.in_(SITTINGS))
    if branch is not None:
        query = query.where(Meeting.organisation_id == branch.id)
    latest = db.session.scalar(
        query.order_by(Meeting.held_on.desc(), Meeting.start_time.desc(), Meeting.id).limit(1)
    )
    return get_meeting(latest) if latest else None


def may_be_scored(meeting: Meeting) -> bool:
    return meeting.type in SITTINGS
