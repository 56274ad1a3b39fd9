"""The cards of a year: whose they are, what their people have to do with them, and until when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.access.permissions import (
    ROLES_WITH,
    Actor,
    Appointments,
    Permission,
    Role,
    permits,
)
from app.extensions import db
from app.organisations.models import Organisation
from app.organisations.queries import get_branch
from app.people.models import Member
from app.pledges.rules import CampaignState
from app.scoring.models import GradingCampaign, Scorecard
from app.scoring.queries.campaigns import get_grading, running_over, title_of
from app.scoring.queries.progress import GradedLine, Progress, graded_in, progress_of
from app.scoring.rules.cards import CardState
from app.scoring.rules.due import GRADED, Due
from app.scoring.rules.indicators import Subject


@dataclass(frozen=True)
class OfCampaign:
    """A branch as a campaign sees it, or one member of it, whom the campaign may leave out."""

    campaign: GradingCampaign
    branch: Organisation
    member: Member | None = None
    due: Due = GRADED

    @property
    def unit_path(self) -> str:
        return self.branch.path

    @property
    def appointments(self) -> Appointments:
        return ((Role.AUTHOR, self.member.id),) if self.member else ()


def get_branch_in(grading_id: UUID, branch_id: UUID) -> OfCampaign | None:
    campaign, branch = get_grading(grading_id), get_branch(branch_id)
    if campaign is None or branch is None or not branch.path.startswith(campaign.unit_path):
        return None
    return OfCampaign(campaign, branch)


def get_member_in(grading_id: UUID, member_id: UUID) -> OfCampaign | None:
    """Where the member is graded; where they are a guest only if they are nowhere else."""
    campaign = get_grading(grading_id)
    found = graded_in(campaign, member_id=member_id) if campaign else []
    if campaign is None or not found:
        return None
    one = min(found, key=lambda line: not line.due.is_due)
    branch, member = get_branch(one.branch_id), db.session.get(Member, member_id)
    return OfCampaign(campaign, branch, member, one.due) if branch and member else None


def get_graded(
    grading_id: UUID, branch_id: UUID | None = None, member_id: UUID | None = None
) -> OfCampaign | None:
    """Whoever has a card of their own in the campaign, as an address names them."""
    if member_id is not None:
        return get_member_in(grading_id, member_id)
    return get_branch_in(grading_id, branch_id) if branch_id else None


def starting(found: OfCampaign) -> Permission:
    return Permission.MEMBER_SCORE_WRITE if found.member else Permission.SCORE_WRITE


def listing_year(found: OfCampaign) -> Permission:
    """The members of a branch with their points: for those who may read each of their cards."""
    if found.campaign.state is CampaignState.DRAFT:
        return Permission.GRADING_KEEP
    if found.campaign.subject is Subject.MEMBER_YEAR:
        return Permission.MEMBER_SCORE_READ
    return Permission.SCORE_LIST


def reminding(found: OfCampaign) -> Permission:
    if found.campaign.subject is Subject.MEMBER_YEAR:
        return Permission.MEMBER_SCORE_REVIEW
    return Permission.GRADING_KEEP


@dataclass(frozen=True)
class OwnYear:
    """A member's own review of a year or quarter. `campaign` is the one that runs, if one does;
    `card` what there is already.
    """

    member_id: UUID
    year: int
    quarter: int
    campaign: GradingCampaign | None
    due: Due
    card: Scorecard | None
    on: date

    @property
    def is_late(self) -> bool:
        return self.is_to_write and self.campaign is not None and self.on > self.campaign.self_by

    @property
    def is_to_write(self) -> bool:
        """Whether it is the member's turn."""
        if self.campaign is None or not self.due.is_due:
            return False
        return self.card is None or (
            self.card.state in (CardState.DRAFT, CardState.RETURNED) and not self.card.is_from_paper
        )


def own_years(actor: Actor, *, on: date) -> Sequence[OwnYear]:
    """What runs for the member who acts, then every card of theirs, the latest first; two queries
    and one for each campaign that runs over their branch.
    """
    if actor.member_id is None:
        return []
    cards = {card.campaign_id: card for card in _cards_of(actor.member_id)}
    found = []
    for campaign in running_over(_places(actor), on=on):
        lines = (
            graded_in(campaign, member_id=actor.member_id)
            if campaign.subject is Subject.MEMBER_YEAR
            else []
        )
        if lines:
            due = min((line.due for line in lines), key=lambda due: not due.is_due)
            card = cards.pop(campaign.id, None)
            year, quarter = campaign.year, campaign.quarter
            found.append(OwnYear(actor.member_id, year, quarter, campaign, due, card, on))
    past = [
        OwnYear(actor.member_id, card.year, card.quarter, None, GRADED, card, on)
        for card in cards.values()
    ]
    return [*found, *past]


def _cards_of(member_id: UUID) -> Sequence[Scorecard]:
    return db.session.scalars(
        select(Scorecard)
        .where(Scorecard.member_id == member_id)
        .options(joinedload(Scorecard.rubric), joinedload(Scorecard.organisation))
        .order_by(Scorecard.year.desc(), Scorecard.quarter)
    ).all()


def _places(actor: Actor) -> set[str]:
    return {grant.unit_path for grant in actor.grants}


class YearWork(StrEnum):
    """What is to be done with cards of the year."""

    OWN = "own"
    BRANCH = "branch"
    REVIEW = "review"
    DECIDE = "decide"


@dataclass(frozen=True)
class YearTask:
    """Something that waits for somebody; `branch_id` is None where it concerns the whole campaign,
    whose page then shows it, else the page of the branch in it. `number` is how many cards wait.
    """

    work: YearWork
    campaign: GradingCampaign
    due_on: date
    branch_id: UUID | None = None
    branch: str = ""
    number: int = 1
    is_returned: bool = False

    @property
    def title(self) -> str:
        return title_of(self.campaign)


def waiting_for(actor: Actor, *, on: date) -> list[YearTask]:
    """Own scores to hand in, cards to review and to decide, in what runs now; one query, and two
    for each campaign that runs where the actor holds something.
    """
    found: list[YearTask] = []
    places = _places(actor)
    for campaign in running_over(places, on=on):
        for scope in _scopes(places, campaign.unit_path):
            found += _tasks(progress_of(campaign, on=on, path=scope), actor, scope)
    return sorted(found, key=lambda task: task.due_on)


def _scopes(places: Iterable[str], path: str) -> list[str]:
    """Where the actor's places and the campaign overlap; none of them inside another."""
    met = {max(place, path, key=len) for place in places if _is_along(place, path)}
    return [one for one in sorted(met) if not any(one != o and one.startswith(o) for o in met)]


def _is_along(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _tasks(progress: Progress, actor: Actor, scope: str) -> Iterable[YearTask]:
    campaign = progress.campaign
    for line in progress.missing:
        if work := _to_write(line, actor):
            yield YearTask(
                work,
                campaign,
                campaign.self_by,
                line.branch_id,
                line.branch,
                is_returned=line.state is CardState.RETURNED,
            )
    yield from _to_review(progress, actor, scope)
    others = [line for line in progress.decidable if not _is_own(line, actor)]
    if others and permits(actor, Permission.SCORE_DECIDE, scope):
        yield YearTask(YearWork.DECIDE, campaign, campaign.decide_by, number=len(others))


def _is_own(line: GradedLine, actor: Actor) -> bool:
    return line.member_id is not None and line.member_id == actor.member_id


def _to_write(line: GradedLine, actor: Actor) -> YearWork | None:
    if _is_own(line, actor):
        return None if line.card and line.card.is_from_paper else YearWork.OWN
    if line.member_id is None and permits(actor, Permission.SCORE_WRITE, line.path):
        return YearWork.BRANCH
    return None


def _to_review(progress: Progress, actor: Actor, scope: str) -> Iterable[YearTask]:
    """Members are reviewed by their branch: a committee is not asked for each of them."""
    if not progress.has_review:
        return
    campaign = progress.campaign
    waits = [line for line in progress.lines if line.state is CardState.SUBMITTED]
    if campaign.subject is Subject.BRANCH_YEAR:
        if waits and permits(actor, Permission.SCORE_REVIEW, scope):
            yield YearTask(YearWork.REVIEW, campaign, campaign.review_by, number=len(waits))
        return
    led = {
        grant.unit_path
        for grant in actor.grants
        if grant.role in ROLES_WITH[Permission.MEMBER_SCORE_REVIEW]
    }
    mine = [line for line in waits if line.path in led and not _is_own(line, actor)]
    for (branch_id, branch), group in groupby(mine, lambda line: (line.branch_id, line.branch)):
        number = len(list(group))
        yield YearTask(
            YearWork.REVIEW, campaign, campaign.review_by, branch_id, branch, number=number
        )
