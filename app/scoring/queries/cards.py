"""One card with all that its page shows: columns, proposals, points, and who may read what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.access.permissions import Permission
from app.extensions import db
from app.meetings.models import Meeting
from app.scoring.models import GradeDecision, Scorecard, ScoreProposal
from app.scoring.queries.indicators import holding_of, measures_of
from app.scoring.rules.cards import CardState
from app.scoring.rules.indicators import INDICATORS, Indicator, Measured, Proposal, propose
from app.scoring.rules.rubric import Column, Criterion, Rubric
from app.scoring.rules.scoring import Answer, Score, score
from app.scoring.rules.subjects import meeting_key, period_label

NOT_MEASURED = "Chỉ số này chưa tính được."


def get_card(scorecard_id: UUID) -> Scorecard | None:
    return _card(Scorecard.id == scorecard_id)


def card_of_meeting(meeting: Meeting) -> Scorecard | None:
    return _card(Scorecard.key == meeting_key(meeting.id))


def card_called(key: str) -> Scorecard | None:
    return _card(Scorecard.key == key)


def _card(condition: object) -> Scorecard | None:
    return db.session.scalar(
        select(Scorecard)
        .where(condition)  # type: ignore[arg-type]
        .options(
            joinedload(Scorecard.rubric),
            joinedload(Scorecard.organisation),
            joinedload(Scorecard.member),
            joinedload(Scorecard.campaign),
            joinedload(Scorecard.appeal),
            joinedload(Scorecard.meeting).joinedload(Meeting.organisation),
            selectinload(Scorecard.answers),
            selectinload(Scorecard.proposals),
            selectinload(Scorecard.steps),
        )
    )


def card_title(card: Scorecard) -> str:
    """What is scored, as lists, pages and the trail name it."""
    if card.meeting is not None:
        return f"{card.meeting.title}, {card.organisation.name}"
    who = f"đồng chí {card.member.name}" if card.member else card.organisation.name
    return f"{who}, {period_label(card.year, card.quarter)}"


def reading_card(card: Scorecard) -> Permission:
    """Until it is first submitted, it is read by those who write it."""
    is_own = card.submitted_at is None
    if card.member_id is not None:
        return Permission.MEMBER_SCORE_READ_DRAFT if is_own else Permission.MEMBER_SCORE_READ
    return Permission.SCORE_READ_DRAFT if is_own else Permission.SCORE_READ


def writing_card(card: Scorecard) -> Permission:
    is_members = card.member_id is not None
    return Permission.MEMBER_SCORE_WRITE if is_members else Permission.SCORE_WRITE


def reviewing_card(card: Scorecard) -> Permission:
    is_members = card.member_id is not None
    return Permission.MEMBER_SCORE_REVIEW if is_members else Permission.SCORE_REVIEW


def appealing_card(card: Scorecard) -> Permission:
    is_members = card.member_id is not None
    return Permission.MEMBER_SCORE_APPEAL if is_members else Permission.SCORE_APPEAL


@dataclass(frozen=True)
class Proposed:
    """What facts propose to one criterion."""

    indicator: Indicator
    measured: Measured
    proposal: Proposal


def proposals_of(card: Scorecard) -> dict[str, Proposed]:
    """As they were when it was submitted; while it is written, as the facts stand now."""
    if card.state in (CardState.DRAFT, CardState.RETURNED):
        return proposed_now(card)
    kept = {one.code: one for one in card.proposals}
    return {
        criterion.code: _kept(criterion, kept[criterion.code])
        for criterion in card.rubric.rubric.walk()
        if criterion.code in kept
    }


def proposed_now(card: Scorecard) -> dict[str, Proposed]:
    measures = measures_of(card)
    return {
        criterion.code: _proposed(criterion, measures.get(criterion.indicator))
        for criterion in card.rubric.rubric.walk()
        if criterion.indicator
    }


def _kept(criterion: Criterion, kept: ScoreProposal) -> Proposed:
    return _proposed(criterion, Measured(kept.value, kept.reason))


def _proposed(criterion: Criterion, measured: Measured | None) -> Proposed:
    indicator = INDICATORS[criterion.indicator]
    found = measured or Measured(None, NOT_MEASURED)
    return Proposed(indicator, found, propose(criterion, indicator, found))


def answers_proposed(proposals: Mapping[str, Proposed]) -> dict[str, Answer]:
    return {
        code: one.proposal.answer
        for code, one in proposals.items()
        if one.proposal.answer is not None
    }


def filled_in(card: Scorecard, column: Column) -> dict[str, Answer]:
    """What a column starts from: what stands in it, else what it is measured against."""
    stored = card.answers_in(column)
    if stored:
        return stored
    if column is Column.SELF:
        return answers_proposed(proposals_of(card))
    return card.answers_in(Column.SELF)


@dataclass(frozen=True)
class Sheet:
    """A card as it is looked at: its lines with what each column says of them."""

    card: Scorecard
    rubric: Rubric
    proposals: Mapping[str, Proposed]
    answers: Mapping[Column, Mapping[str, Answer]]
    notes: Mapping[Column, Mapping[str, str]]
    scores: Mapping[Column, Score]

    @property
    def columns(self) -> tuple[Column, ...]:
        return tuple(self.scores)


def sheet_of(card: Scorecard, columns: Sequence[Column]) -> Sheet:
    """
    :param columns: those the reader may see; one that nobody has begun is left out.
    """
    rubric = card.rubric.rubric
    holding = holding_of(card)
    answers = {column: card.answers_in(column) for column in columns}
    begun = {column: given for column, given in answers.items() if given}
    return Sheet(
        card,
        rubric,
        proposals_of(card),
        begun,
        {column: card.notes_in(column) for column in begun},
        {column: score(rubric, given, holding=holding) for column, given in begun.items()},
    )


def standing_decision(key: str) -> GradeDecision | None:
    return db.session.scalar(
        select(GradeDecision).where(GradeDecision.key == key, GradeDecision.cancelled_at.is_(None))
    )


def decisions_on(key: str) -> Sequence[GradeDecision]:
    """All of one subject, the cancelled ones too, the latest first; one that stands is that."""
    return db.session.scalars(
        select(GradeDecision)
        .where(GradeDecision.key == key)
        .order_by(
            GradeDecision.cancelled_at.is_(None).desc(),
            GradeDecision.recorded_at.desc(),
            GradeDecision.id,
        )
    ).all()
