"""How many pledges of the year a branch still misses."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.organisations.models import Organisation
from app.pledges.models import PledgeCampaign
from app.pledges.queries.coverage import coverage_of
from app.pledges.rules import CampaignState
from app.regulations.rules import Book
from app.today.rules import Todo, Waiting


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
