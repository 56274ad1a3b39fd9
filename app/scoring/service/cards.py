"""What the scored ones do with their card: written, submitted, taken back; appealed once.

Any column is written here; what the committee makes of it is `service.deciding`.
"""

from collections.abc import Mapping
from datetime import datetime

from app.access.permissions import Actor
from app.audit.events import Event
from app.extensions import db
from app.kernel.clock import local
from app.kernel.points import shown
from app.scoring.models import ScoreAppeal, Scorecard, ScoreProposal
from app.scoring.queries.cards import Facts, facts_of, is_own
from app.scoring.queries.deciding import appeal_until_of
from app.scoring.queries.indicators import holding_of
from app.scoring.rules.campaigns import check_takes_cards
from app.scoring.rules.cards import (
    CardState,
    CardStep,
    Given,
    check_appealable,
    check_not_own,
    check_submittable,
    check_withdrawable,
    check_writable,
)
from app.scoring.rules.deciding import check_in_time
from app.scoring.rules.meetings import check_minutes_open
from app.scoring.rules.rubric import Column
from app.scoring.rules.scoring import Score
from app.scoring.service.columns import count, finish, forget_decision, write
from app.scoring.service.meetings import take_from_minutes, tell_minutes
from app.scoring.service.trail import note, step
from app.scoring.service.turns import take_turn


def write_column(
    card: Scorecard,
    column: Column,
    given: Mapping[str, Given],
    *,
    version: int | None,
    by: Actor,
    now: datetime,
) -> Score:
    """Write down what a column says; what is not given stays as it was.

    Whether it is complete, and every departure reasoned, is asked when it is handed on.
    """
    take_turn(card, version)
    check_not_own(column, is_own=is_own(card, by))
    check_writable(card.state, column, card.rubric.rubric.columns)
    if column is Column.SELF:
        _check_campaign(card, now)
    write(card, column, given)
    counted = count(card, column, holding_of(card))
    note(
        Event.CARD_SCORED,
        card,
        by=by,
        now=now,
        column=column,
        total=shown(counted.total),
        codes=sorted(given),
    )
    return counted


def _check_campaign(card: Scorecard, now: datetime) -> None:
    """Of a year: its campaign takes own scores until it is closed."""
    if card.campaign is not None:
        opens_on, on = card.campaign.opens_on, local(now).date()
        check_takes_cards(card.campaign.state, opens_on=opens_on, on=on)


def submit(card: Scorecard, *, version: int | None, by: Actor, now: datetime) -> None:
    """Hand on the own score, with what facts proposed as they stand now.

    :raises RuleBroken: while something is open, or differs from the facts without a reason.
    """
    take_turn(card, version)
    check_submittable(card.state)
    _check_campaign(card, now)
    facts = facts_of(card, on=local(now).date())
    found = finish(card, Column.SELF, facts)
    _keep_facts(card, facts)
    _forget_echoes(card)
    card.state = CardState.SUBMITTED
    card.submitted_at = now
    step(card, CardStep.SUBMITTED, Column.SELF, by=by, now=now)
    note(
        Event.CARD_SUBMITTED,
        card,
        by=by,
        now=now,
        total=shown(found.total),
        grade=found.grade.label if found.grade else "",
    )
    tell_minutes(card, found, by=by, now=now)


def _keep_facts(card: Scorecard, facts: Facts) -> None:
    card.holding = " ".join(sorted(facts.holding))
    for gone in card.proposals:
        db.session.delete(gone)
    db.session.flush()
    db.session.expire(card, ["proposals"])
    for code, one in facts.proposals.items():
        card.proposals.append(
            ScoreProposal(
                code=code,
                indicator=one.indicator.key,
                value=one.measured.value,
                reason=one.measured.reason,
            )
        )


def _forget_echoes(card: Scorecard) -> None:
    """What the later columns said only after the own score is not held against a new one."""
    for row in list(card.answers):
        if row.column is not Column.SELF and not row.note:
            card.answers.remove(row)
            db.session.delete(row)
    card.review_total = card.review_grade = None
    forget_decision(card)


def withdraw(card: Scorecard, *, version: int | None, by: Actor, now: datetime) -> None:
    """The branch takes its score back to go on with it, before anybody has looked at it."""
    take_turn(card, version)
    check_withdrawable(card.state, has_appeal=card.appeal is not None)
    if card.meeting is not None:
        check_minutes_open(card.meeting.status, is_sealed=card.meeting.sealed_at is not None)
        take_from_minutes(card, by=by, now=now)
    card.state, card.holding, card.submitted_at = CardState.DRAFT, None, None
    step(card, CardStep.WITHDRAWN, Column.SELF, by=by, now=now)
    note(Event.CARD_WITHDRAWN, card, by=by, now=now)


def appeal(
    card: Scorecard, *, reason: str, version: int | None, by: Actor, now: datetime
) -> ScoreAppeal:
    """Ask, once, to look again.

    :raises RuleBroken: once the days for it are over.
    """
    take_turn(card, version)
    check_in_time(appeal_until_of(card), on=local(now).date())
    check_appealable(card.state, has_appeal=card.appeal is not None, reason=reason)
    card.appeal = ScoreAppeal(reason=reason, at=now, by=by.name)
    step(card, CardStep.APPEALED, Column.DECISION, by=by, now=now, comment=reason)
    note(Event.CARD_APPEALED, card, by=by, now=now, reason=reason)
    return card.appeal
