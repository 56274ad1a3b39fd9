"""The result list of a campaign: everybody due, with self, review and decision, rank and cap."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import groupby
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.access.permissions import Permission
from app.extensions import db
from app.pledges.rules import CampaignState
from app.scoring.models import GradeDecision, GradingCampaign, Scorecard
from app.scoring.queries.decisions import decided_at, outcome_of
from app.scoring.queries.grades import CapTerms, terms_of
from app.scoring.queries.indicators import holding_of
from app.scoring.queries.progress import GradedLine, ListedCard, progress_of
from app.scoring.rules.results import (
    Counted,
    GroupCap,
    Outcome,
    capped_by_group,
    count_up,
    ranks_of,
)
from app.scoring.rules.rubric import GATE_LABELS, Column, Rubric
from app.scoring.rules.scoring import Barred, grade_for, score
from app.scoring.rules.subjects import year_key
from app.scoring.rules.vocabulary import scale_of


def reading_results(campaign: GradingCampaign) -> Permission:
    """Names with grades: for those who read them of the whole campaign."""
    is_draft = campaign.state is CampaignState.DRAFT
    return Permission.GRADING_KEEP if is_draft else Permission.GRADE_READ


@dataclass(frozen=True)
class ResultRow:
    """One who is graded, or was although the campaign does not ask for them."""

    name: str
    branch_id: UUID
    branch: str
    member_id: UUID | None
    group: str
    rank: int | None
    # Once it is handed in: before that it is its writer's alone.
    card: ListedCard | None
    decision: GradeDecision | None
    # What kept the points from giving a better grade.
    barred: tuple[str, ...] = ()

    @property
    def points(self) -> Fraction | None:
        """Of the graded; until a decision of whoever has spoken last."""
        if self.decision is not None:
            return self.decision.total if self.decision.grade else None
        return self.card.total if self.card else None

    @property
    def outcome(self) -> Outcome:
        return outcome_of(self.decision)


@dataclass(frozen=True)
class Results:
    """The list by comparable group; `left_out` need not be graded, each with the reason."""

    campaign: GradingCampaign
    rows: Sequence[ResultRow]
    left_out: Sequence[GradedLine]
    counted: Counted
    caps: Sequence[GroupCap]
    grade_labels: Mapping[str, str]
    has_review: bool

    @property
    def ungraded(self) -> list[ResultRow]:
        return [row for row in self.rows if row.decision is not None and not row.decision.grade]

    @property
    def to_excuse(self) -> list[GradedLine]:
        """Who need not be graded and has no decision that says so: it would break a streak."""
        return [line for line in self.left_out if not line.due.is_guest]

    @property
    def is_exceeded(self) -> bool:
        return any(one.cap.is_exceeded for one in self.caps)


def results_of(campaign: GradingCampaign, *, on: date) -> Results:
    """The same queries, however many are graded: who is due, their cards, the decisions, and the
    answers of those whom a condition kept from a better grade.
    """
    progress = progress_of(campaign, on=on)
    decisions = {
        one.key: one
        for one in decided_at(campaign.organisation, campaign.year, campaign.quarter)
        if one.subject is campaign.subject
    }
    terms = terms_of(campaign)
    rows, left_out = [], []
    for line in progress.everybody:
        key = year_key(line.branch_id, line.member_id, campaign.year, campaign.quarter)
        decision = None if line.due.is_guest else decisions.pop(key, None)
        if line.due.is_due or decision is not None:
            rows.append(_row(line, decision, terms))
        else:
            left_out.append(line)
    rows += [_row_beside(decision, terms) for decision in decisions.values()]
    scale = scale_of(campaign.rubric.rubric)
    return Results(
        campaign,
        _ranked(rows, _barred(campaign.rubric.rubric, rows)),
        left_out,
        count_up([row.outcome for row in rows], scale),
        capped_by_group(
            [(row.group, row.outcome) for row in rows],
            scale,
            percent=terms.percent,
            base=terms.base,
        ),
        progress.grade_labels,
        progress.has_review,
    )


def _row(line: GradedLine, decision: GradeDecision | None, terms: CapTerms) -> ResultRow:
    return ResultRow(
        line.name,
        line.branch_id,
        line.branch,
        line.member_id,
        terms.group_of(line.branch, line.member_id),
        None,
        line.card if line.is_read else None,
        decision,
    )


def _row_beside(decision: GradeDecision, terms: CapTerms) -> ResultRow:
    """Somebody graded here who is not on the campaign's list, such as one who has moved since."""
    member, branch = decision.member, decision.organisation
    return ResultRow(
        member.name if member else branch.name,
        branch.id,
        branch.name,
        decision.member_id,
        terms.group_of(branch.name, decision.member_id),
        None,
        None,
        decision,
    )


def _ranked(rows: Sequence[ResultRow], barred: Mapping[UUID, tuple[str, ...]]) -> list[ResultRow]:
    """By group, in each by points; who has none stands last, in the order of the list."""
    found: list[ResultRow] = []
    for _, group in groupby(sorted(rows, key=lambda row: row.group), lambda row: row.group):
        here = list(group)
        ranked = [
            replace(row, rank=rank, barred=barred.get(row.card.id, ()) if row.card else ())
            for row, rank in zip(here, ranks_of(row.points for row in here), strict=True)
        ]
        found += sorted(ranked, key=lambda row: row.rank or len(here) + 1)
    return found


def _barred(rubric: Rubric, rows: Iterable[ResultRow]) -> dict[UUID, tuple[str, ...]]:
    """By card, for those whose points would have given a better grade; nobody else is scored."""
    held = {
        row.card.id: row.card.spoken
        for row in rows
        if row.card is not None and _is_held_back(rubric, row.card)
    }
    if not held:
        return {}
    cards = db.session.scalars(
        select(Scorecard).where(Scorecard.id.in_(held)).options(selectinload(Scorecard.answers))
    )
    return {card.id: _words(rubric, card, held[card.id]) for card in cards}


def _is_held_back(rubric: Rubric, card: ListedCard) -> bool:
    if card.total is None or card.grade is None:
        return False
    return grade_for(rubric, card.total).code != card.grade


def _words(rubric: Rubric, card: Scorecard, column: Column) -> tuple[str, ...]:
    found = score(rubric, card.answers_in(column), holding=holding_of(card))
    return tuple(barred_words(one) for one in found.barred)


def barred_words(barred: Barred) -> str:
    """A condition that was not met, in the words of the rubric, with where it failed."""
    label = barred.gate.label or GATE_LABELS[barred.gate.kind]
    return f"{label} ({', '.join(barred.codes)})"
