"""How many pledges of the year a branch still misses."""

from collections.abc import Iterable
from datetime import date, timedelta

from app.organisations.models import Organisation
from app.pledges.models import PledgeCampaign
from app.pledges.queries.coverage import coverage_of
from app.pledges.rules import CampaignState
from app.regulations.rules import Book
from app.today.rules import Todo, Waiting


def pledges_missing(
    branch: Organisation, campaigns: Iterable[PledgeCampaign], book: Book, *, on: date
) -> list[Todo]:
    """From some days before the end of a campaign until everybody has submitted or it ends; no
    query until then.
    """
    todos = []
    for campaign in campaigns:
        is_open = campaign.state is CampaignState.OPEN
        if not is_open or on < campaign.closes_on - timedelta(
            days=book.number("pledge.remind_days")
        ):
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
