"""A head's personal plan: short, checkable, published (pledges.md §5). Not a pledge."""

from enum import StrEnum

from app.kernel.errors import RuleBroken
from app.people.rules import Position

# Whose plan is asked for: who leads a branch, who leads a committee.
HEADS = (Position.SECRETARY, Position.COMMITTEE_SECRETARY)


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


def check_writable(status: PersonalPlanStatus) -> None:
    if status is not PersonalPlanStatus.DRAFT:
        raise RuleBroken("Bản kế hoạch đã đăng ký nên không sửa được; xin mở lại để sửa.")
