"""A card filled in, submitted, asked back, reviewed, decided; appealed and answered once."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy.orm.attributes import flag_modified

from app.access.permissions import Actor
from app.audit.events import Event
from app.extensions import db
from app.kernel.clock import local
from app.kernel.points import shown
from app.scoring.models import ScoreAnswer, ScoreAppeal, Scorecard, ScoreProposal
from app.scoring.queries.cards import Facts, facts_of, filled_in, is_own, unfinished
from app.scoring.queries.checks import decision_fingerprint
from app.scoring.queries.decisions import standing_decision
from app.scoring.queries.indicators import holding_of
from app.scoring.rules.campaigns import check_takes_cards
from app.scoring.rules.cards import (
    CardState,
    CardStep,
    Given,
    check_answerable,
    check_appealable,
    check_decidable,
    check_finished,
    check_not_own,
    check_returnable,
    check_reviewable,
    check_submittable,
    check_withdrawable,
    check_writable,
)
from app.scoring.rules.meetings import check_minutes_adopted, check_minutes_open
from app.scoring.rules.rubric import Column
from app.scoring.rules.scoring import Score, score
from app.scoring.service.decisions import cancel_decision, decide_on_card
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
    _write(card, column, given)
    counted = _count(card, column, holding_of(card))
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


def _write(card: Scorecard, column: Column, given: Mapping[str, Given]) -> None:
    stood = {one.code: one for one in card.answers if one.column is column}
    for criterion in card.rubric.rubric.leaves():
        said = given.get(criterion.code)
        if said is None:
            continue
        row = stood.get(criterion.code)
        if row is None:
            row = ScoreAnswer(column=column, code=criterion.code)
            card.answers.append(row)
        row.level, row.is_yes = said.answer.level or None, said.answer.is_yes
        row.value, row.applies = said.answer.value, said.answer.applies
        row.note = said.note or None


def _count(card: Scorecard, column: Column, holding: Collection[str]) -> Score:
    """Score a column anew and keep the figures with the card."""
    found = score(card.rubric.rubric, card.answers_in(column), holding=holding)
    setattr(card, f"{column.value}_total", found.total)
    setattr(card, f"{column.value}_grade", found.grade.code if found.grade else None)
    # Whoever looks at the card meanwhile must notice, though the sum is the same.
    flag_modified(card, f"{column.value}_total")
    return found


def _finish(card: Scorecard, column: Column, facts: Facts) -> Score:
    """Of a column that is handed on: nothing open, every departure with its reason."""
    given = filled_in(card, column, facts)
    check_finished(unfinished(card, column, given, facts))
    _write(card, column, given)
    return _count(card, column, facts.holding)


def submit(card: Scorecard, *, version: int | None, by: Actor, now: datetime) -> None:
    """Hand on the own score, with what facts proposed as they stand now.

    :raises RuleBroken: while something is open, or differs from the facts without a reason.
    """
    take_turn(card, version)
    check_submittable(card.state)
    _check_campaign(card, now)
    facts = facts_of(card, on=local(now).date())
    found = _finish(card, Column.SELF, facts)
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
    _forget_decision(card)


def _forget_decision(card: Scorecard) -> None:
    """Lists show no figure that is not official any more; its lines stay to begin from."""
    card.decided_at = card.decision_total = card.decision_grade = None


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


def return_card(
    card: Scorecard, *, comment: str, version: int | None, by: Actor, now: datetime
) -> None:
    """Ask back: the own score may be mended, or explained, and is submitted again."""
    take_turn(card, version)
    check_not_own(Column.REVIEW, is_own=is_own(card, by))
    check_returnable(card.state, comment)
    card.state, card.holding = CardState.RETURNED, None
    step(card, CardStep.RETURNED, Column.SELF, by=by, now=now, comment=comment)
    note(Event.CARD_RETURNED, card, by=by, now=now, comment=comment)


def review(card: Scorecard, *, version: int | None, by: Actor, now: datetime) -> None:
    """Finish the middle column; left as it is, it agrees with the own score."""
    take_turn(card, version)
    check_not_own(Column.REVIEW, is_own=is_own(card, by))
    check_reviewable(card.state, card.rubric.rubric.columns)
    found = _finish(card, Column.REVIEW, facts_of(card, on=local(now).date()))
    card.state = CardState.REVIEWED
    step(card, CardStep.REVIEWED, Column.REVIEW, by=by, now=now)
    note(
        Event.CARD_REVIEWED,
        card,
        by=by,
        now=now,
        total=shown(found.total),
        grade=found.grade.label if found.grade else "",
    )


def decide(
    card: Scorecard, *, reason: str | None, version: int | None, by: Actor, now: datetime
) -> None:
    """Make the score official; a column of decisions nobody has touched accepts the own score.

    :raises StaleEdit: if somebody decided, or the branch changed it, meanwhile.
    """
    take_turn(card, version)
    check_not_own(Column.DECISION, is_own=is_own(card, by))
    check_decidable(card.state)
    if card.meeting is not None:
        check_minutes_adopted(card.meeting.status)
    found = _finish(card, Column.DECISION, facts_of(card, on=local(now).date()))
    card.state, card.decided_at = CardState.DECIDED, now
    decision = decide_on_card(
        card, found, reason=reason, decided_on=local(now).date(), by=by, now=now
    )
    step(card, CardStep.DECIDED, Column.DECISION, by=by, now=now, comment=reason)
    note(
        Event.CARD_DECIDED,
        card,
        of=decision,
        by=by,
        now=now,
        total=shown(found.total),
        grade=found.grade.label if found.grade else "",
        reason=reason or "",
        sha256=decision_fingerprint(decision),
    )


def appeal(
    card: Scorecard, *, reason: str, version: int | None, by: Actor, now: datetime
) -> ScoreAppeal:
    """Ask, once, to look again."""
    take_turn(card, version)
    check_appealable(card.state, has_appeal=card.appeal is not None, reason=reason)
    card.appeal = ScoreAppeal(reason=reason, at=now, by=by.name)
    step(card, CardStep.APPEALED, Column.DECISION, by=by, now=now, comment=reason)
    note(Event.CARD_APPEALED, card, by=by, now=now, reason=reason)
    return card.appeal


def answer_appeal(
    card: Scorecard,
    *,
    answer: str,
    is_granted: bool,
    version: int | None,
    by: Actor,
    now: datetime,
) -> None:
    """Keep the decision, or cancel it so that the card is decided anew; with the reason.

    :param version: of the card.
    """
    take_turn(card, version)
    check_not_own(Column.DECISION, is_own=is_own(card, by))
    found = card.appeal
    check_answerable(
        has_appeal=found is not None,
        is_answered=found is not None and found.answered_at is not None,
        answer=answer,
    )
    assert found is not None
    found.answer, found.is_granted = answer, is_granted
    found.answered_at, found.answered_by = now, by.name
    step(card, CardStep.ANSWERED, Column.DECISION, by=by, now=now, comment=answer)
    note(Event.APPEAL_ANSWERED, card, by=by, now=now, answer=answer, is_granted=is_granted)
    if is_granted:
        standing = standing_decision(card.key)
        if standing is not None:
            cancel_decision(standing, reason=answer, by=by, now=now)
        _forget_decision(card)
        card.state = CardState.SUBMITTED
