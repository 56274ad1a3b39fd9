"""Who must pledge in a campaign, who is left out and why: one answer for every page and paper."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from sqlalchemy import and_, func, select

from app.extensions import db
from app.organisations.models import Organisation
from app.people.models import Member, StatusPeriod
from app.people.queries import get_member
from app.people.queries.periods import standings_on
from app.people.rules import Status
from app.pledges.models import PledgeCampaign, PledgeChoice
from app.pledges.rules.duties import Choice, Duty, Terms, duty_of
from app.regulations.queries import book_for


@dataclass(frozen=True)
class DutyLine:
    """One member of a branch the campaign covers, and whether they must pledge."""

    member_id: UUID
    name: str
    branch_id: UUID
    branch: str
    status: Status
    duty: Duty


@dataclass(frozen=True)
class BranchDuties:
    """How many of a branch must pledge, of how many who belong to it."""

    branch_id: UUID
    branch: str
    due: int
    members: int


@dataclass(frozen=True)
class MemberInCampaign:
    """One member as a campaign sees them: what the guard is asked about."""

    campaign: PledgeCampaign
    member: Member

    @property
    def unit_path(self) -> str:
        return self.campaign.unit_path


def get_member_in(campaign_id: UUID, member_id: UUID) -> MemberInCampaign | None:
    """Whoever belongs or has belonged to a branch the campaign covers."""
    campaign, member = db.session.get(PledgeCampaign, campaign_id), get_member(member_id)
    if campaign is None or member is None:
        return None
    is_known = any(
        status.organisation.path.startswith(campaign.unit_path) for status in member.statuses
    )
    return MemberInCampaign(campaign, member) if is_known else None


def get_choice(campaign_id: UUID, choice_id: UUID) -> PledgeChoice | None:
    choice = db.session.get(PledgeChoice, choice_id)
    return choice if choice and choice.campaign_id == campaign_id else None


def choice_for(campaign: PledgeCampaign, member: Member) -> PledgeChoice | None:
    return db.session.scalar(
        select(PledgeChoice).where(
            PledgeChoice.campaign_id == campaign.id, PledgeChoice.member_id == member.id
        )
    )


def choices_of(campaign: PledgeCampaign) -> Mapping[UUID, PledgeChoice]:
    """What was decided for single members, by member."""
    found = db.session.scalars(select(PledgeChoice).where(PledgeChoice.campaign_id == campaign.id))
    return {choice.member_id: choice for choice in found}


def by_branch(lines: Iterable[DutyLine]) -> list[BranchDuties]:
    """Lines that stand branch by branch, counted; a guest is no member there."""
    return [
        BranchDuties(
            branch_id,
            here[0].branch,
            sum(line.duty.is_due for line in here),
            sum(line.status is not Status.TEMPORARY_IN for line in here),
        )
        for branch_id, found in groupby(lines, lambda line: line.branch_id)
        for here in (list(found),)
    ]


def terms_of(campaign: PledgeCampaign) -> Terms:
    book = book_for(campaign.organisation.path, campaign.counted_on)
    return Terms(
        campaign.counted_on,
        campaign.closes_on,
        campaign.with_exempt,
        book.number("pledge.new_member_days"),
    )


def duties_of(
    campaign: PledgeCampaign,
    *,
    on: date,
    path: str | None = None,
    member_id: UUID | None = None,
) -> list[DutyLine]:
    """Everybody who belongs to a branch at `path` and below (the whole campaign without it), or
    the one member named, by branch and given name; three queries, however many there are.

    Membership is looked at on `on`, for a year that is over on its last day: who has left is
    asked no more, who came is.
    """
    day = min(on, date(campaign.year, 12, 31))
    below = path or campaign.organisation.path
    terms = terms_of(campaign)
    joined = (
        select(StatusPeriod.member_id, func.min(StatusPeriod.starts_on).label("joined_on"))
        .join(Organisation, Organisation.id == StatusPeriod.organisation_id)
        .where(
            Organisation.path.startswith(campaign.organisation.path, autoescape=True),
            StatusPeriod.status != Status.TEMPORARY_IN,
        )
        .group_by(StatusPeriod.member_id)
        .subquery()
    )
    rows = db.session.execute(
        standings_on(below, day)
        .add_columns(
            func.coalesce(joined.c.joined_on, StatusPeriod.starts_on).label("joined_on"),
            PledgeChoice.is_due,
            PledgeChoice.reason,
        )
        .outerjoin(joined, joined.c.member_id == Member.id)
        .outerjoin(
            PledgeChoice,
            and_(PledgeChoice.campaign_id == campaign.id, PledgeChoice.member_id == Member.id),
        )
        .where(*([Member.id == member_id] if member_id else []))
    )
    return [
        DutyLine(
            row.member_id,
            row.name,
            row.branch_id,
            row.branch,
            row.status,
            duty_of(row.status, row.joined_on, terms, _choice(row.is_due, row.reason)),
        )
        for row in rows
    ]


def _choice(is_due: bool | None, reason: str | None) -> Choice | None:
    return None if is_due is None else Choice(is_due, reason or "")


def line_of(campaign: PledgeCampaign, member: Member, *, on: date) -> DutyLine | None:
    """One member's line where they are a member; their guest's one if there is no other."""
    lines = duties_of(campaign, on=on, member_id=member.id)
    return min(lines, key=lambda line: line.status is Status.TEMPORARY_IN, default=None)
