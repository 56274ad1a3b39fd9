"""A committee's campaign of a year: when it runs, and on which form (pledges.md §2, §4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.kernel.errors import RuleBroken
from app.organisations.rules import Level


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


# What a committee lays down for a campaign; its year and its form stand beside.
FIELDS = (
    "opens_on",
    "closes_on",
    "counted_on",
    "grounds",
    "with_exempt",
    "with_plans",
    "shows_list",
)
# The pledge is written together with the review of the year before.
_FIRST_MONTH_BEFORE = 10


@dataclass(frozen=True)
class Days:
    opens_on: date
    closes_on: date
    counted_on: date


def proposed_days(year: int, closing_day: str, *, today: date) -> Days:
    """From today, if the year's collecting may have begun, and else from its first day.

    :param closing_day: month and day as the committee's settings have it: "03-31".
    """
    month, day = map(int, closing_day.split("-"))
    closes_on = date(year, month, day)
    first = date(year, 1, 1)
    opens_on = today if _earliest(year) <= today <= closes_on else first
    return Days(opens_on, closes_on, opens_on)


def check_year(year: int, *, today: date) -> None:
    """Last year's may still be brought in, next year's be prepared."""
    if abs(year - today.year) > 1:
        raise RuleBroken(
            f"Chỉ lập đợt cam kết cho các năm từ {today.year - 1} đến {today.year + 1}."
        )


def check_led_by_committee(level: Level) -> None:
    if level is not Level.COMMITTEE:
        raise RuleBroken("Đợt cam kết do cấp ủy lập cho các chi bộ trực thuộc.")


def check_alone(year: int, others: Sequence[str]) -> None:
    """No branch is asked twice in a year.

    :param others: the committees, at this place, above or below, that have a campaign of the year.
    """
    if others:
        raise RuleBroken(
            f"Năm {year} đã có đợt cam kết của {'; '.join(others)}, gồm cả chi bộ thuộc nơi này. "
            "Mỗi chi bộ chỉ thuộc một đợt trong năm."
        )


def check_days(year: int, *, opens_on: date, closes_on: date, counted_on: date) -> None:
    earliest = _earliest(year)
    if opens_on < earliest:
        raise RuleBroken(
            f"Đợt cam kết năm {year} bắt đầu sớm nhất từ ngày {earliest:%d/%m/%Y}.",
            field="opens_on",
        )
    if closes_on < opens_on:
        raise RuleBroken("Hạn nộp phải từ ngày bắt đầu trở đi.", field="closes_on")
    if closes_on.year > year:
        raise RuleBroken(f"Hạn nộp phải trong năm {year}.", field="closes_on")
    if not earliest <= counted_on <= closes_on:
        raise RuleBroken(
            f"Ngày tính đảng viên phải từ {earliest:%d/%m/%Y} đến hạn nộp.", field="counted_on"
        )


def _earliest(year: int) -> date:
    return date(year - 1, _FIRST_MONTH_BEFORE, 1)


def check_changeable(state: CampaignState) -> None:
    if state is CampaignState.CLOSED:
        raise RuleBroken("Đợt cam kết đã kết thúc; mở lại trước khi sửa.")


def check_form_changeable(state: CampaignState) -> None:
    if state is not CampaignState.DRAFT:
        raise RuleBroken("Đợt cam kết đã mở nên giữ nguyên mẫu.", field="source")


def check_openable(state: CampaignState, *, sections: int) -> None:
    if state is not CampaignState.DRAFT:
        raise RuleBroken("Đợt cam kết này đã mở trước đó.")
    if not sections:
        raise RuleBroken("Mẫu cam kết chưa có mục nào; thêm mục trước khi mở đợt.")


def check_closable(state: CampaignState, closes_on: date, *, on: date) -> None:
    if state is not CampaignState.OPEN:
        raise RuleBroken("Đợt cam kết này không ở trạng thái đang thực hiện.")
    if on <= closes_on:
        raise RuleBroken(
            f"Đảng viên còn được nộp đến hết ngày {closes_on:%d/%m/%Y}. "
            "Muốn kết thúc sớm, sửa hạn nộp trước."
        )


def check_reopenable(state: CampaignState) -> None:
    if state is not CampaignState.CLOSED:
        raise RuleBroken("Chỉ mở lại được đợt cam kết đã kết thúc.")


def check_removable(state: CampaignState) -> None:
    if state is not CampaignState.DRAFT:
        raise RuleBroken("Đợt cam kết đã mở thì không xóa được.")
