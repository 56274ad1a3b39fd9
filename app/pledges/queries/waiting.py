"""What waits to be done with pledges: confirmed, written, brought along to another branch."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.access.permissions import Appointments, Role
from app.extensions import db
from app.organisations.models import Organisation
from app.people.models import Member, StatusPeriod
from app.people.queries.periods import holds_on
from app.people.rules import Status
from app.pledges.models import (
    Pledge,
    PledgeCampaign,
    PledgeEdition,
    PledgeItem,
    PledgeReminder,
)
from app.pledges.queries.duties import duties_of
from app.pledges.queries.pledges import branches_of_member, get_pledge
from app.pledges.rules import EditionState, PledgeStatus
from app.pledges.rules.own import Calendar, Next, next_of
from app.regulations.rules import Book

# One page of them; what is confirmed makes room for the others.
WAITING_SHOWN = 100


def _submitted() -> Select[Pledge]:
    """Submitted for the first time or written anew, the oldest first, with what is to be read."""
    return (
        select(Pledge)
        .join(Pledge.member)
        .join(Pledge.organisation)
        .join(
            PledgeEdition,
            and_(
                PledgeEdition.pledge_id == Pledge.id, PledgeEdition.state == EditionState.SUBMITTED
            ),
        )
        .options(
            contains_eager(Pledge.member),
            contains_eager(Pledge.organisation),
            joinedload(Pledge.campaign),
            selectinload(Pledge.steps),
            selectinload(Pledge.editions)
            .selectinload(PledgeEdition.items)
            .joinedload(PledgeItem.section),
        )
        .order_by(PledgeEdition.submitted_at, Member.sort_name, Pledge.id)
    )


def waiting_in(branch: Organisation, *, limit: int = WAITING_SHOWN) -> Sequence[Pledge]:
    query = _submitted().where(Pledge.organisation_id == branch.id)
    return db.session.scalars(query.limit(limit)).all()


def leaders_waiting(path: str, *, limit: int = WAITING_SHOWN) -> Sequence[Pledge]:
    """Of those who lead a branch, at a place and below it."""
    query = _submitted().where(
        Pledge.is_leaders, Organisation.path.startswith(path, autoescape=True)
    )
    return db.session.scalars(query.limit(limit)).all()


@dataclass(frozen=True)
class Arrival:
    """A pledge, and the branch of which its author is a member today."""

    pledge: Pledge
    branch: Organisation

    @property
    def unit_path(self) -> str:
        return self.branch.path

    @property
    def appointments(self) -> Appointments:
        return ((Role.AUTHOR, self.pledge.member_id),)


def get_arrival(pledge_id: UUID, *, on: date) -> Arrival | None:
    pledge = get_pledge(pledge_id)
    branches = branches_of_member(pledge.member_id, on=on) if pledge else ()
    return Arrival(pledge, branches[0]) if pledge and branches else None


def arrivals_at(branch: Organisation, *, on: date) -> Sequence[Pledge]:
    """Pledges of today's members that another branch still keeps, if they are not closed."""
    query = (
        select(Pledge)
        .join(Pledge.member)
        .where(*_left_elsewhere(branch, on))
        .options(contains_eager(Pledge.member), joinedload(Pledge.organisation))
        .order_by(Member.sort_name, Pledge.year)
    )
    return db.session.scalars(query).all()


def _left_elsewhere(branch: Organisation, on: date) -> tuple[ColumnElement[bool], ...]:
    members = select(StatusPeriod.member_id).where(
        StatusPeriod.organisation_id == branch.id,
        StatusPeriod.status != Status.TEMPORARY_IN,
        *holds_on(StatusPeriod, on),
    )
    return (
        Pledge.member_id.in_(members),
        Pledge.organisation_id != branch.id,
        Pledge.year >= on.year - 1,
        Pledge.status != PledgeStatus.CLOSED,
    )


@dataclass(frozen=True)
class Around:
    """A member's own pledges since last year, and what another branch still keeps."""

    own: Sequence[Pledge]
    arrivals: Sequence[Pledge]


def pledges_around(member_id: UUID, branch: Organisation, *, with_others: bool, on: date) -> Around:
    """One query, and one for the editions.

    :param with_others: whether the arrivals of other comrades are asked for, beside the own ones.
    """
    is_own = and_(Pledge.member_id == member_id, Pledge.year >= on.year - 1)
    is_left = and_(*_left_elsewhere(branch, on))
    rows = db.session.execute(
        select(Pledge, is_left)
        .join(Pledge.member)
        .where(or_(is_own, is_left) if with_others else is_own)
        .options(
            contains_eager(Pledge.member),
            joinedload(Pledge.organisation),
            joinedload(Pledge.campaign),
            selectinload(Pledge.editions),
        )
        .order_by(Member.sort_name, Pledge.year)
    ).all()
    return Around(
        [pledge for pledge, _ in rows if pledge.member_id == member_id],
        [pledge for pledge, is_left in rows if is_left],
    )


@dataclass(frozen=True)
class ToWrite:
    """What its author has to do with a pledge of the year; `pledge` is None before the start.

    `reminded` is the last word of who asked for it, while nothing has been submitted.
    """

    campaign: PledgeCampaign
    pledge: Pledge | None
    next: Next
    due_on: date
    reminded: PledgeReminder | None = None


def to_write(
    own: Iterable[Pledge],
    campaigns: Iterable[PledgeCampaign],
    member_id: UUID,
    branch: Organisation,
    book: Book,
    *,
    on: date,
) -> list[ToWrite]:
    """What a member still owes to the campaigns that run over the branch, what was returned, what
    is being written anew, and what is to be looked back at. No query once all is submitted.

    :param own: the member's pledges, :param campaigns: those over the branch, since last year.
    """
    by_year = {pledge.year: pledge for pledge in own}
    found = []
    for campaign in campaigns:
        pledge = by_year.get(campaign.year)
        if not campaign.is_running(on) or (pledge and pledge.status is not PledgeStatus.DRAFT):
            continue
        due_on = _due_on(campaign, member_id, branch, on)
        if due_on is not None and not (pledge and pledge.last.is_from_paper):
            reminded = _last_reminder(campaign, member_id)
            found.append(ToWrite(campaign, pledge, Next.WRITE, due_on, reminded))
    # Whatever became of the campaign, and as soon as may be.
    for pledge in by_year.values():
        following = following_of(pledge, book, on=on)
        is_theirs = following in _LOOKING_BACK or not pledge.last.is_from_paper
        if following in _AFTERWARDS and is_theirs and pledge.organisation_id == branch.id:
            due_on = _end_of(pledge, following, on)
            found.append(ToWrite(pledge.campaign, pledge, following, due_on))
    return found


_LOOKING_BACK = frozenset({Next.CHECK, Next.REVIEW})
_AFTERWARDS = _LOOKING_BACK | {Next.MEND, Next.REWRITE}


def following_of(pledge: Pledge, book: Book, *, on: date) -> Next:
    """What its author does next; `book` says from which months of its year it is looked back at."""
    year = pledge.year
    return next_of(
        pledge.status,
        pledge.last.state,
        is_checked=pledge.checked_at is not None,
        calendar=Calendar(
            date(year, book.number("pledge.check_month"), 1),
            date(year, book.number("pledge.review_month"), 1),
        ),
        on=on,
    )


def _end_of(pledge: Pledge, following: Next, on: date) -> date:
    """A review is due by the end of the year; what was asked for at once, as soon as may be."""
    if following in _LOOKING_BACK:
        return date(pledge.year, 12, 31)
    return max(pledge.campaign.closes_on, on)


def _last_reminder(campaign: PledgeCampaign, member_id: UUID) -> PledgeReminder | None:
    return db.session.scalar(
        select(PledgeReminder)
        .where(PledgeReminder.campaign_id == campaign.id, PledgeReminder.member_id == member_id)
        .order_by(PledgeReminder.at.desc())
        .limit(1)
    )


def _due_on(
    campaign: PledgeCampaign, member_id: UUID, branch: Organisation, on: date
) -> date | None:
    """By when the member must pledge; None for who is left out."""
    for line in duties_of(campaign, on=on, path=branch.path, member_id=member_id):
        return line.duty.due_on if line.duty.is_due else None
    return None
