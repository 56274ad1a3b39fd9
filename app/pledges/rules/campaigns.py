"""A committee's campaign of a year: when it runs, and on which form (pledges.md §2, §4)."""

from datetime import date
from enum import StrEnum

from app.kernel.errors import RuleBroken


class CampaignState(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


CAMPAIGN_LABELS = {
    CampaignState.DRAFT: "Đang chuẩn bị",
    CampaignState.OPEN: "Đang thực hiện",
    CampaignState.CLOSED: "Đã kết thúc",
}


def check_takes_pledges(state: CampaignState, *, opens_on: date, on: date) -> None:
    """Late ones are taken and shown as late; before the first day and after the end, none."""
    if state is CampaignState.DRAFT or on < opens_on:
        raise RuleBroken(f"Đợt cam kết bắt đầu từ ngày {opens_on:%d/%m/%Y}.")
    if state is CampaignState.CLOSED:
        raise RuleBroken("Đợt cam kết đã kết thúc nên không nhận thêm; xin báo cấp ủy cấp trên.")
