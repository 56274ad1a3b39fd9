"""A member's own pledges, what to write now, and what the branch has made public."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.organisations.models import Organisation
from app.people.models import Member
from app.pledges.models import Pledge, PledgeCampaign
from app.pledges.queries.campaigns import campaigns_over, current_campaign
from app.pledges.queries.duties import duties_of
from app.pledges.queries.waiting import following_of
from app.pledges.rules.duties import Duty
from app.pledges.rules.own import Next
from app.regulations.queries import book_for


@dataclass(frozen=True)
class OwnPledge:
    pledge: Pledge
    next: Next
    # Why it must be mended, in the branch's words.
    comment: str


def own_pledges(member_id: UUID, *, on: date) -> list[OwnPledge]:
    """Every year's, latest first; four queries."""
    found = db.session.scalars(
        select(Pledge)
        .where(Pledge.member_id == member_id)
        .order_by(Pledge.year.desc())
        .options(joinedload(Pledge.organisation), selectinload(Pledge.editions))
    )
    pledges = found.all()
    if not pledges:
        return []
    book = book_for(pledges[0].organisation.path, on)
    return [
        OwnPledge(
            pledge,
            following_of(pledge, book, on=on),
            (pledge.last.reason or "") if pledge.is_writable else "",
        )
        for pledge in pledges
    ]


@dataclass(frozen=True)
class ToBegin:
    """A year for which a campaign asks and nothing is begun yet."""

    campaign: PledgeCampaign
    branch: Organisation
    duty: Duty | None


def years_to_begin(
    member_id: UUID, branches: Sequence[Organisation], *, begun: set[int], on: date
) -> list[ToBegin]:
    """This year's and the next one's, where a campaign runs over a branch of the member's."""
    return [
        ToBegin(campaign, branch, _duty(campaign, branch, member_id, on))
        for branch in branches
        for campaign in campaigns_over(branch.path, since=on.year)
        if campaign.year <= on.year + 1 and campaign.year not in begun and campaign.is_running(on)
    ]


def _duty(campaign: PledgeCampaign, branch: Organisation, member_id: UUID, on: date) -> Duty | None:
    lines = duties_of(campaign, on=on, path=branch.path, member_id=member_id)
    return next((line.duty for line in lines), None)


@dataclass(frozen=True)
class PublicPledge:
    id: UUID
    name: str
    year: int


def public_pledges(branch: Organisation, *, since: int) -> list[PublicPledge]:
    """What a branch has made public from a year on, by year and given name; one query."""
    rows = db.session.execute(
        select(Pledge.id, Member.name, Pledge.year)
        .join(Member, Member.id == Pledge.member_id)
        .where(
            Pledge.organisation_id == branch.id,
            Pledge.year >= since,
            Pledge.published_at.is_not(None),
        )
        .order_by(Pledge.year.desc(), Member.sort_name, Member.id)
    )
    return [PublicPledge(*row) for row in rows]


@dataclass(frozen=True)
class OwnBranch:
    """A branch one is a member of, with what it has made public."""

    branch: Organisation
    published: Sequence[PublicPledge]
    # What collects for it now, if a campaign runs.
    campaign: PledgeCampaign | None

    @property
    def year(self) -> int | None:
        return self.campaign.year if self.campaign else None

    @property
    def shows_list(self) -> bool:
        return self.campaign is not None and self.campaign.shows_list

    @property
    def with_plans(self) -> bool:
        return self.campaign is not None and self.campaign.with_plans


def own_branches(branches: Sequence[Organisation], *, on: date) -> list[OwnBranch]:
    """With what was made public since last year."""
    running = [(branch, current_campaign(branch.path, year=on.year)) for branch in branches]
    return [
        OwnBranch(
            branch,
            public_pledges(branch, since=on.year - 1),
            campaign,
        )
        for branch, campaign in running
    ]


@dataclass(frozen=True)
class PaperLine:
    """A member of a branch whose pledge may come, or has come, from paper."""

    member_id: UUID
    name: str
    pledge: Pledge | None


def paper_lines(campaign: PledgeCampaign, branch: Organisation, *, on: date) -> list[PaperLine]:
    """Who must pledge and has not begun anywhere, and those typed here from paper; four queries."""
    due = [line for line in duties_of(campaign, on=on, path=branch.path) if line.duty.is_due]
    begun = {
        pledge.member_id: pledge
        for pledge in db.session.scalars(
            select(Pledge)
            .where(
                Pledge.member_id.in_([line.member_id for line in due]), Pledge.year == campaign.year
            )
            .options(selectinload(Pledge.editions))
        )
    }
    return [
        PaperLine(line.member_id, line.name, begun.get(line.member_id))
        for line in due
        if _is_papers(begun.get(line.member_id), branch)
    ]


def _is_papers(pledge: Pledge | None, branch: Organisation) -> bool:
    return pledge is None or (pledge.last.is_from_paper and pledge.organisation_id == branch.id)


def followed_places(paths: Collection[str]) -> Sequence[Organisation]:
    """The places whose lists one keeps an eye on, the highest first."""
    return db.session.scalars(
        select(Organisation)
        .where(Organisation.path.in_(paths))
        .order_by(func.length(Organisation.path), Organisation.name)
    ).all()
