"""A head's personal plan: short, checkable, published (pledges.md §5). Not a pledge."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.kernel.errors import RuleBroken
from app.organisations.rules import overlaps
from app.people.rules import Position
from app.pledges.rules import Outcome

# Whose plan is asked for: who leads a branch, who leads a committee.
HEADS = (Position.COMMITTEE_SECRETARY, Position.SECRETARY)
# Short and checkable: a longer one is no plan of one person.
MOST_LINES = 30


class PersonalPlanStatus(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    CLOSED = "closed"


PERSONAL_PLAN_LABELS = {
    PersonalPlanStatus.DRAFT: "Bản nháp",
    PersonalPlanStatus.SUBMITTED: "Đã đăng ký",
    PersonalPlanStatus.CLOSED: "Đã tổng kết",
}


class Channel(StrEnum):
    """Where a plan was made public."""

    MEETING = "meeting"
    NOTICE_BOARD = "notice_board"
    WEBSITE = "website"
    HANDBOOK = "handbook"
    INTERNAL_NETWORK = "internal_network"
    OTHER = "other"


CHANNEL_LABELS = {
    Channel.MEETING: "Đọc tại buổi sinh hoạt",
    Channel.NOTICE_BOARD: "Niêm yết tại trụ sở",
    Channel.WEBSITE: "Cổng, trang thông tin điện tử",
    Channel.HANDBOOK: "Sổ tay đảng viên điện tử",
    Channel.INTERNAL_NETWORK: "Mạng nội bộ",
    Channel.OTHER: "Hình thức khác",
}


class Audience(StrEnum):
    """For whom (phạm vi)."""

    BRANCH = "branch"
    COMMITTEE = "committee"
    PUBLIC = "public"


AUDIENCE_LABELS = {
    Audience.BRANCH: "Trong chi bộ",
    Audience.COMMITTEE: "Trong cấp ủy",
    Audience.PUBLIC: "Rộng rãi",
}


def office(headed: str) -> str:
    """“Bí thư Chi bộ Hành chính”: the office of who heads the organisation of this name."""
    return f"Bí thư {headed}"


def check_writable(status: PersonalPlanStatus) -> None:
    if status is not PersonalPlanStatus.DRAFT:
        raise RuleBroken("Bản kế hoạch đã đăng ký nên không sửa được; xin mở lại để sửa.")


def check_room(count: int) -> None:
    if count >= MOST_LINES:
        raise RuleBroken(
            f"Một bản kế hoạch có nhiều nhất {MOST_LINES} nội dung; xin gộp những việc gần nhau."
        )


def check_registrable(status: PersonalPlanStatus, *, lines: int) -> None:
    check_writable(status)
    if not lines:
        raise RuleBroken("Bản kế hoạch chưa có nội dung nào; xin thêm nội dung rồi đăng ký.")


def check_takes_results(status: PersonalPlanStatus) -> None:
    if status is PersonalPlanStatus.DRAFT:
        raise RuleBroken("Bản kế hoạch chưa đăng ký nên chưa ghi kết quả được.")
    if status is PersonalPlanStatus.CLOSED:
        raise RuleBroken("Bản kế hoạch đã tổng kết; xin mở lại nếu cần sửa kết quả.")


def check_closable(status: PersonalPlanStatus, outcomes: Collection[Outcome | None]) -> None:
    check_takes_results(status)
    missing = sum(outcome is None for outcome in outcomes)
    if missing:
        raise RuleBroken(f"Còn {missing} nội dung chưa ghi kết quả nên chưa tổng kết được.")


def reopened(status: PersonalPlanStatus) -> PersonalPlanStatus:
    """Where a plan stands once it is opened again: one step back.

    :raises RuleBroken: while it is still a draft.
    """
    if status is PersonalPlanStatus.CLOSED:
        return PersonalPlanStatus.SUBMITTED
    if status is PersonalPlanStatus.SUBMITTED:
        return PersonalPlanStatus.DRAFT
    raise RuleBroken("Bản kế hoạch đang là bản nháp, sửa được ngay.")


def check_publishable(status: PersonalPlanStatus) -> None:
    if status is PersonalPlanStatus.DRAFT:
        raise RuleBroken("Bản kế hoạch chưa đăng ký nên chưa công khai được.")


@dataclass(frozen=True)
class Posting:
    """Where a plan was made public, for whom, from when to when; both days are included."""

    channel: Channel
    place: str
    audience: Audience
    from_on: date
    until_on: date | None

    @property
    def period(self) -> str:
        if self.until_on == self.from_on:
            return f"ngày {self.from_on:%d/%m/%Y}"
        until = f" đến {self.until_on:%d/%m/%Y}" if self.until_on else ""
        return f"từ {self.from_on:%d/%m/%Y}{until}"


def check_posting(new: Posting, others: Iterable[Posting], *, year: int, on: date) -> None:
    """
    :param others: what else is in the log of the plan of `year`.
    """
    if new.channel is Channel.OTHER and not new.place:
        raise RuleBroken("Ghi rõ hình thức công khai.", field="place")
    if new.from_on > on:
        raise RuleBroken("Ngày bắt đầu công khai không được sau hôm nay.", field="from_on")
    if new.from_on.year < year - 1:
        raise RuleBroken(
            f"Kế hoạch năm {year} không công khai trước năm {year - 1}.", field="from_on"
        )
    check_end(new.until_on, new.from_on)
    if any(_is_same(new, other) for other in others):
        raise RuleBroken(
            "Nhật ký đã ghi hình thức này, ở nơi này, trong thời gian này; xin sửa dòng đã có."
        )


def check_end(until_on: date | None, from_on: date) -> None:
    if until_on is not None and until_on < from_on:
        raise RuleBroken("Ngày kết thúc phải từ ngày bắt đầu trở đi.", field="until_on")


def _is_same(new: Posting, other: Posting) -> bool:
    return (new.channel, new.place, new.audience) == (
        other.channel,
        other.place,
        other.audience,
    ) and overlaps(new.from_on, new.until_on, [(other.from_on, other.until_on)])
