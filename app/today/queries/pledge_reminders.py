"""Of the pledges of the year: that one was reminded, and how many a branch still misses."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.kernel.clock import local
from app.organisations.models import Organisation
from app.pledges.models import Pledge, PledgeCampaign, PledgeReminder
from app.pledges.queries.coverage import coverage_of
from app.pledges.queries.duties import duties_of
from app.pledges.rules import CampaignState
from app.regulations.rules import Book
from app.today.rules import Todo, Waiting


def reminded_of_pledge(member_id: UUID, branch: Organisation, *, on: date) -> list[Todo]:
    """While one has been reminded, has not submitted, and still must; one query for all others."""
    campaigns = db.session.scalars(
        select(PledgeCampaign)
        .join(PledgeReminder, PledgeReminder.campaign_id == PledgeCampaign.id)
        .outerjoin(
            Pledge,
            (Pledge.year == PledgeCampaign.year) & (Pledge.member_id == PledgeReminder.member_id),
        )
        .where(
            PledgeReminder.member_id == member_id,
            PledgeCampaign.state == CampaignState.OPEN,
            Pledge.submitted_at.is_(None),
        )
        .distinct()
    ).all()
    return [todo for one in campaigns for todo in _reminded(one, member_id, branch, on)]


def _reminded(
    campaign: PledgeCampaign, member_id: UUID, branch: Organisation, on: date
) -> list[Todo]:
    last = db.session.scalars(
        select(PledgeReminder)
        .where(PledgeReminder.campaign_id == campaign.id, PledgeReminder.member_id == member_id)
        .order_by(PledgeReminder.at.desc())
        .limit(1)
    ).one()
    return [
        Todo(
            Waiting.REMINDED_OF_PLEDGE,
            f"Nộp bản cam kết năm {campaign.year} (đã được nhắc)",
            f"{last.by} nhắc ngày {local(last.at):%d/%m/%Y}",
            line.duty.due_on,
            campaign.id,
        )
        for line in duties_of(campaign, on=on, path=branch.path)
        if line.member_id == member_id and line.duty.is_due
    ]


def pledges_missing(branch: Organisation, book: Book, *, on: date) -> list[Todo]:
    """From some days before the end of a campaign until everybody has submitted or it ends; one
    query until then.
    """
    todos = []
    for campaign in _open_over(branch.path):
        if on < campaign.closes_on - timedelta(days=book.number("pledge.remind_days")):
            continue
        figures = coverage_of(branch, campaign, on=on).figures
        if figures.missing:
            todos.append(
                Todo(
                    Waiting.URGE_PLEDGES,
                    f"Đôn đốc nộp bản cam kết năm {campaign.year}",
                    f"{branch.name}: còn {figures.missing}/{figures.due} đồng chí chưa nộp, "
                    f"đã nhắc {figures.reminded}",
                    campaign.closes_on,
                    branch.id,
                    year=campaign.year,
                )
            )
    return todos


def _open_over(path: str) -> list[PledgeCampaign]:
    """The running campaigns that cover a branch, of the nearest committee for each year."""
    ids = [UUID(part) for part in path.strip("/").split("/")]
    found = db.session.scalars(
        select(PledgeCampaign)
        .join(PledgeCampaign.organisation)
        .where(PledgeCampaign.organisation_id.in_(ids), PledgeCampaign.state == CampaignState.OPEN)
        .options(joinedload(PledgeCampaign.organisation))
        .order_by(PledgeCampaign.year, func.length(Organisation.path))
    )
    return list({campaign.year: campaign for campaign in found}.values())
