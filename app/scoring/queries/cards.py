"""One card with all that its page shows: columns, proposals, points, and who may read what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload, selectinload

from app.access.permissions import Actor, Appointments, Permission
from app.extensions import db
from app.meetings.models import Meeting
from app.scoring.models import Scorecard, ScoreProposal
from app.scoring.queries.indicators import (
    Proposed,
    holding_of,
    measures_of,
    proposed_by,
    proposed_to,
)
from app.scoring.rules.cards import CardState, Given, Unfinished, is_withdrawable, unreasoned
from app.scoring.rules.indicators import Measured, Subject
from app.scoring.rules.meetings import are_minutes_open
from app.scoring.rules.rubric import Column, Criterion, CriterionKind, Rubric
from app.scoring.rules.scoring import Answer, Score, score
from app.scoring.rules.subjects import meeting_key, period_label


def get_card(scorecard_id: UUID) -> Scorecard | None:
    return _card(Scorecard.id == scorecard_id)


def card_of_meeting(meeting: Meeting) -> Scorecard | None:
    return _card(Scorecard.key == meeting_key(meeting.id))


def scored(meeting: Meeting) -> Scorecard | None:
    """Its card with state and sums alone, for a line on another page."""
    return db.session.scalar(
        select(Scorecard)
        .where(Scorecard.key == meeting_key(meeting.id))
        .options(joinedload(Scorecard.rubric))
    )


def card_called(key: str) -> Scorecard | None:
    return _card(Scorecard.key == key)


def _card(condition: ColumnElement[bool]) -> Scorecard | None:
    return db.session.scalar(
        select(Scorecard)
        .where(condition)
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
    is_own = card.submitted_at is None and not card.is_from_paper
    if card.member_id is not None:
        return Permission.MEMBER_SCORE_READ_DRAFT if is_own else Permission.MEMBER_SCORE_READ
    return Permission.SCORE_READ_DRAFT if is_own else Permission.SCORE_READ


def reading_cards(subject: Subject) -> Permission:
    """What led to a decision is read by fewer than the decision."""
    is_members = subject is Subject.MEMBER_YEAR
    return Permission.MEMBER_SCORE_READ if is_members else Permission.SCORE_READ


def writing_card(card: Scorecard) -> Permission:
    """Its own score is a member's alone; what is typed from their paper, the branch's to type."""
    if card.is_from_paper:
        return Permission.MEMBER_SCORE_REVIEW
    is_members = card.member_id is not None
    return Permission.MEMBER_SCORE_WRITE if is_members else Permission.SCORE_WRITE


def reviewing_cards(subject: Subject) -> Permission:
    is_members = subject is Subject.MEMBER_YEAR
    return Permission.MEMBER_SCORE_REVIEW if is_members else Permission.SCORE_REVIEW


def reviewing_card(card: Scorecard) -> Permission:
    return reviewing_cards(card.subject)


def appealing_card(card: Scorecard) -> Permission:
    is_members = card.member_id is not None
    return Permission.MEMBER_SCORE_APPEAL if is_members else Permission.SCORE_APPEAL


def is_own(card: Scorecard, actor: Actor) -> bool:
    """Whether it scores the very member who acts."""
    return card.member_id is not None and card.member_id == actor.member_id


def may_be_withdrawn(card: Scorecard) -> bool:
    """Nobody has looked at it yet, and no adopted minutes rest on it."""
    if not is_withdrawable(card.state, has_appeal=card.appeal is not None):
        return False
    return card.meeting is None or are_minutes_open(
        card.meeting.status, is_sealed=card.meeting.sealed_at is not None
    )


@dataclass(frozen=True)
class CardColumn:
    """One column of a card that somebody wants to write; it lies where its card lies."""

    card: Scorecard
    column: Column

    @property
    def unit_path(self) -> str:
        return self.card.unit_path

    @property
    def appointments(self) -> Appointments:
        return self.card.appointments


def get_column(scorecard_id: UUID, column: str) -> CardColumn | None:
    card = get_card(scorecard_id)
    return CardColumn(card, Column(column)) if card else None


def writing_column(found: CardColumn) -> Permission:
    if found.column is Column.SELF:
        return writing_card(found.card)
    is_review = found.column is Column.REVIEW
    return reviewing_card(found.card) if is_review else Permission.SCORE_DECIDE


def proposals_of(card: Scorecard, *, on: date) -> dict[str, Proposed]:
    """As they were when it was submitted; while it is written, as the facts stand on `on`."""
    if card.state in (CardState.DRAFT, CardState.RETURNED):
        return proposed_by(card.rubric.rubric, measures_of(card, on=on))
    kept = {one.code: one for one in card.proposals}
    return {
        criterion.code: _kept(criterion, kept[criterion.code])
        for criterion in card.rubric.rubric.walk()
        if criterion.code in kept
    }


def _kept(criterion: Criterion, kept: ScoreProposal) -> Proposed:
    return proposed_to(criterion, Measured(kept.value, kept.reason))


def answers_proposed(proposals: Mapping[str, Proposed]) -> dict[str, Answer]:
    """What is proposed to each criterion of which the facts say something."""
    found = ((code, one.proposal.answer) for code, one in proposals.items())
    return {code: answer for code, answer in found if answer is not None}


@dataclass(frozen=True)
class Facts:
    """What counts beside what people say: what is proposed, and which conditions hold."""

    proposals: Mapping[str, Proposed]
    holding: frozenset[str]


def facts_of(card: Scorecard, *, on: date) -> Facts:
    """Of a card that is being written they are counted anew: ask once."""
    return Facts(proposals_of(card, on=on), holding_of(card))


def base_for(card: Scorecard, column: Column, facts: Facts) -> Mapping[str, Answer]:
    """What a column is measured against: facts for the own one, the own one for the others."""
    if column is Column.SELF:
        return answers_proposed(facts.proposals)
    return card.answers_in(Column.SELF)


def filled_in(card: Scorecard, column: Column, facts: Facts) -> dict[str, Given]:
    """What a column starts from, line by line: what stands in it, else what came before.

    That is what facts propose to the own score; the own score to the reviewer; to the decision
    what a reviewer finished, with the reasons, else the own score.
    """
    base = base_for(card, column, facts)
    before = {code: Given(answer) for code, answer in base.items()}
    if column is Column.DECISION and card.state is CardState.REVIEWED:
        before |= card.given_in(Column.REVIEW)
    if column is Column.SELF:
        before = {**_none_counted(card.rubric.rubric), **before}
    return before | {code: one for code, one in card.given_in(column).items() if one.is_said}


def _none_counted(rubric: Rubric) -> dict[str, Given]:
    """No case of what takes points off or adds some, until somebody counts one."""
    return {
        criterion.code: Given(Answer(value=Fraction(0)))
        for criterion in rubric.leaves()
        if criterion.kind in (CriterionKind.DEDUCTION, CriterionKind.BONUS)
    }


def unfinished(
    card: Scorecard, column: Column, given: Mapping[str, Given], facts: Facts
) -> Unfinished:
    """What keeps a column that says `given` from being handed on."""
    rubric = card.rubric.rubric
    answers = {code: one.answer for code, one in given.items()}
    aside = rubric.set_aside(facts.holding)
    asked = {code: one for code, one in given.items() if code not in aside}
    return Unfinished(
        score(rubric, answers, holding=facts.holding).open_codes,
        tuple(unreasoned(rubric, base_for(card, column, facts), asked)),
    )


@dataclass(frozen=True)
class Sheet:
    """A card as it is looked at: its lines with what each column says of them."""

    card: Scorecard
    rubric: Rubric
    facts: Facts
    answers: Mapping[Column, Mapping[str, Answer]]
    notes: Mapping[Column, Mapping[str, str]]
    scores: Mapping[Column, Score]

    @property
    def columns(self) -> tuple[Column, ...]:
        return tuple(self.scores)


def sheet_of(
    card: Scorecard,
    columns: Sequence[Column],
    facts: Facts,
    *,
    writing: Mapping[Column, Mapping[str, Given]] | None = None,
) -> Sheet:
    """
    :param columns: those the reader may see; one that nobody has begun is left out.
    :param writing: what somebody says of a column just now, in place of what is stored.
    """
    rubric = card.rubric.rubric
    given = {column: card.given_in(column) for column in columns} | dict(writing or {})
    begun = {column: said for column, said in given.items() if said}
    answers = {
        column: {code: one.answer for code, one in said.items()} for column, said in begun.items()
    }
    return Sheet(
        card,
        rubric,
        facts,
        answers,
        {column: {code: one.note for code, one in said.items()} for column, said in begun.items()},
        {column: score(rubric, said, holding=facts.holding) for column, said in answers.items()},
    )
