"""Who is graded in a campaign, and how far it has come: one answer for pages, papers, command."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from app.extensions import db
from app.kernel.text import collation_key
from app.organisations.models import Organisation, OrganisationKind
from app.organisations.rules import Level
from app.people.models import Member
from app.people.queries.periods import standings_on
from app.scoring.models import GradingCampaign, Scorecard
from app.scoring.queries.campaigns import days_of
from app.scoring.rules.campaigns import Figures, figures_of, late_step, total_of
from app.scoring.rules.cards import CardState, is_handed_in
from app.scoring.rules.due import GRADED, Due, due_of
from app.scoring.rules.indicators import Subject
from app.scoring.rules.rubric import Column


class Graded(NamedTuple):
    """A branch, or a member of a branch, a campaign looks at; `member_id` is None for a branch."""

    name: str
    branch_id: UUID
    branch: str
    path: str
    member_id: UUID | None
    due: Due


def graded_in(
    campaign: GradingCampaign, *, path: str | None = None, member_id: UUID | None = None
) -> list[Graded]:
    """Everybody on the day that counts, those who are left out too; one query.

    :param path: only what lies there and below.
    :param member_id: only this member, the line of a guest included.
    """
    below = path or campaign.organisation.path
    if campaign.subject is Subject.MEMBER_YEAR:
        return _members(campaign, below, member_id)
    return _branches(campaign, below)


def _members(campaign: GradingCampaign, path: str, member_id: UUID | None) -> list[Graded]:
    """A member is graded where they are on the last day of the own scores."""
    rows = db.session.execute(
        standings_on(path, campaign.self_by)
        .add_columns(Organisation.path, Member.admitted_on)
        .where(*([Member.id == member_id] if member_id else []))
    )
    return [
        Graded(
            row.name,
            row.branch_id,
            row.branch,
            row.path,
            row.member_id,
            due_of(row.status, row.admitted_on, counted_on=campaign.self_by),
        )
        for row in rows
    ]


def _branches(campaign: GradingCampaign, path: str) -> list[Graded]:
    """All that are not dissolved by then."""
    rows = db.session.execute(
        select(Organisation.id, Organisation.name, Organisation.path)
        .join(OrganisationKind)
        .where(
            Organisation.path.startswith(path, autoescape=True),
            OrganisationKind.level == Level.BRANCH,
            Organisation.dissolved_on.is_(None) | (Organisation.dissolved_on > campaign.self_by),
        )
    )
    return [Graded(row.name, row.id, row.name, row.path, None, GRADED) for row in rows]


@dataclass(frozen=True)
class ListedCard:
    """What lists say of a card; nothing of it is scored again."""

    id: UUID
    version: int
    organisation_id: UUID
    state: CardState
    is_from_paper: bool
    totals: Mapping[Column, Fraction | None]
    grades: Mapping[Column, str | None]

    @property
    def spoken(self) -> Column:
        """Who has spoken last."""
        return _SPOKEN.get(self.state, Column.SELF)

    def spoken_to(self, *, reviews: bool) -> Column:
        """The same for a reader."""
        return self.spoken if self.is_told(self.spoken, reviews=reviews) else Column.SELF

    def is_told(self, column: Column, *, reviews: bool) -> bool:
        """Whether a list shows a column: until the decision a reviewer's is a draft, then it is
        for those who review.
        """
        is_finished = reviews and self.state is CardState.REVIEWED
        return column != Column.REVIEW or self.state is CardState.DECIDED or is_finished

    @property
    def total(self) -> Fraction | None:
        return self.totals[self.spoken]

    @property
    def grade(self) -> str | None:
        return self.grades[self.spoken]


_SPOKEN = {CardState.REVIEWED: Column.REVIEW, CardState.DECIDED: Column.DECISION}


@dataclass(frozen=True)
class GradedLine:
    """One of those a campaign looks at, and where their card stands."""

    name: str
    branch_id: UUID
    branch: str
    path: str
    member_id: UUID | None
    due: Due
    card: ListedCard | None
    # Of the next step that should have been done by today.
    late: Column | None

    @property
    def state(self) -> CardState | None:
        return self.card.state if self.card else None

    @property
    def is_handed_in(self) -> bool:
        return is_handed_in(self.state)

    @property
    def is_elsewhere(self) -> bool:
        """The card was begun where the member was before."""
        return self.card is not None and self.card.organisation_id != self.branch_id

    @property
    def is_read(self) -> bool:
        """Whether others than its writer may see what it says: not before it is submitted."""
        return self.state not in (None, CardState.DRAFT)


@dataclass(frozen=True)
class GradedBranch:
    """A branch with what has become of its own card, or those of its members."""

    id: UUID
    name: str
    lines: tuple[GradedLine, ...]

    @cached_property
    def figures(self) -> Figures:
        return figures_of((line.state, line.late) for line in self.lines if line.due.is_due)


@dataclass(frozen=True)
class Progress:
    """Everybody a campaign looks at, at a place and below; `on` is today for what is late."""

    campaign: GradingCampaign
    on: date
    branches: tuple[GradedBranch, ...]
    grade_labels: Mapping[str, str]
    has_review: bool

    @cached_property
    def everybody(self) -> list[GradedLine]:
        return [line for branch in self.branches for line in branch.lines]

    @cached_property
    def lines(self) -> list[GradedLine]:
        """Who is graded."""
        return [line for line in self.everybody if line.due.is_due]

    @cached_property
    def left_out(self) -> list[GradedLine]:
        return [line for line in self.everybody if not line.due.is_due]

    @cached_property
    def missing(self) -> list[GradedLine]:
        """Who has not handed in yet, or must again."""
        return [line for line in self.lines if not line.is_handed_in]

    @cached_property
    def decidable(self) -> list[GradedLine]:
        """What is decided next: reviewed, where the rubric has such a column."""
        ready = CardState.REVIEWED if self.has_review else CardState.SUBMITTED
        return [line for line in self.lines if line.state is ready and not line.is_elsewhere]

    @cached_property
    def figures(self) -> Figures:
        return total_of(branch.figures for branch in self.branches)


def progress_of(campaign: GradingCampaign, *, on: date, path: str | None = None) -> Progress:
    """Of the whole campaign, or of what lies at `path` and below; two queries, however many
    there are, branches by name and members by given name.
    """
    rubric = campaign.rubric.rubric
    days = days_of(campaign)
    cards = _cards(campaign)
    lines = []
    for one in graded_in(campaign, path=path):
        card = cards.get(one.member_id or one.branch_id) if one.due.is_due else None
        state = card.state if card else None
        late = late_step(state, days, rubric.columns, on=on) if one.due.is_due else None
        lines.append(GradedLine(*one, card, late))
    lines.sort(key=lambda line: (collation_key(line.branch), line.branch_id))
    branches = tuple(
        GradedBranch(found[0].branch_id, found[0].branch, found)
        for _, group in groupby(lines, key=lambda line: line.branch_id)
        for found in (tuple(group),)
    )
    labels = {grade.code: grade.label for grade in rubric.grades}
    return Progress(campaign, on, branches, labels, Column.REVIEW in rubric.columns)


def _cards(campaign: GradingCampaign) -> dict[UUID, ListedCard]:
    """By member, wherever the card was begun, or by branch."""
    rows = db.session.execute(
        select(
            Scorecard.id,
            Scorecard.version,
            Scorecard.organisation_id,
            Scorecard.member_id,
            Scorecard.state,
            Scorecard.is_from_paper,
            *(getattr(Scorecard, f"{column.value}_total") for column in Column),
            *(getattr(Scorecard, f"{column.value}_grade") for column in Column),
        ).where(Scorecard.campaign_id == campaign.id)
    )
    return {
        row.member_id or row.organisation_id: ListedCard(
            row.id,
            row.version,
            row.organisation_id,
            row.state,
            row.is_from_paper,
            {column: getattr(row, f"{column.value}_total") for column in Column},
            {column: getattr(row, f"{column.value}_grade") for column in Column},
        )
        for row in rows
    }
