"""Where a member stands: statuses over time (Điều lệ Điều 3; QĐ 294 §6, §7, §9)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from app.kernel.errors import RuleBroken
from app.organisations.rules import Level, check_known, check_period, overlaps


class Status(StrEnum):
    OFFICIAL = "official"
    PROBATIONARY = "probationary"
    EXEMPT = "exempt"
    TEMPORARY_IN = "temporary_in"
    TEMPORARY_AWAY = "temporary_away"
    SUSPENDED = "suspended"
    SPECIAL_DUTY = "special_duty"


STATUS_LABELS = {
    Status.OFFICIAL: "Chính thức",
    Status.PROBATIONARY: "Dự bị",
    Status.EXEMPT: "Miễn sinh hoạt",
    Status.TEMPORARY_IN: "Sinh hoạt tạm thời đến",
    Status.TEMPORARY_AWAY: "Sinh hoạt tạm thời nơi khác",
    Status.SUSPENDED: "Đình chỉ sinh hoạt",
    Status.SPECIAL_DUTY: "Lực lượng vũ trang làm nhiệm vụ đặc biệt",
}


@dataclass(frozen=True)
class Standing:
    """A status in one organisation, from one day to another, both included."""

    organisation_id: UUID
    status: Status
    starts_on: date
    ends_on: date | None

    @property
    def is_full(self) -> bool:
        """Whether it is the membership itself, not a stay beside it."""
        return self.status is not Status.TEMPORARY_IN

    def meets(self, other: "Standing") -> bool:
        return overlaps(self.starts_on, self.ends_on, [(other.starts_on, other.ends_on)])


def check_takes_members(level: Level) -> None:
    if level is not Level.BRANCH:
        raise RuleBroken("Đảng viên sinh hoạt tại chi bộ; xin chọn một chi bộ.")


def check_standing(new: Standing, others: Iterable[Standing]) -> None:
    """One status at a time in a branch, and one membership at a time over all branches."""
    check_period(new.starts_on, new.ends_on)
    meeting = [other for other in others if new.meets(other)]
    if any(other.organisation_id == new.organisation_id for other in meeting):
        raise RuleBroken(
            "Thời gian này đồng chí đã có trạng thái khác tại chi bộ; "
            "xin kết thúc trạng thái đó trước.",
            field="starts_on",
        )
    if new.is_full and any(other.is_full for other in meeting):
        raise RuleBroken(
            "Thời gian này đồng chí đang là đảng viên của chi bộ khác; "
            "xin dùng Chuyển sinh hoạt, hoặc chọn sinh hoạt tạm thời đến.",
            field="starts_on",
        )


def check_end(starts_on: date, ended_on: date | None, ends_on: date, *, today: date) -> None:
    """What ended before today is history: minutes already rest on it."""
    if ended_on is not None and ended_on < today:
        raise RuleBroken(f"Đã kết thúc ngày {ended_on:%d/%m/%Y}, không sửa lại được.")
    check_period(starts_on, ends_on)


def check_transfer(current: Standing, *, to: UUID, starts_on: date) -> None:
    if not current.is_full:
        raise RuleBroken(
            "Đồng chí sinh hoạt tạm thời tại đây: xin kết thúc trạng thái này, không chuyển."
        )
    if to == current.organisation_id:
        raise RuleBroken("Đồng chí đang sinh hoạt tại chi bộ này.", field="organisation_id")
    if starts_on <= current.starts_on:
        raise RuleBroken(
            f"Ngày đến nơi mới phải sau ngày {current.starts_on:%d/%m/%Y}, "
            "ngày bắt đầu trạng thái hiện nay.",
            field="starts_on",
        )


# Điều lệ Đảng, Điều 1: from eighteen years of age.
ADMISSION_AGE = 18


def check_joined(
    admitted_on: date | None, official_on: date | None, birth_year: int | None, *, today: date
) -> None:
    check_known(admitted_on, "admitted_on")
    check_known(official_on, "official_on")
    if admitted_on and official_on and official_on < admitted_on:
        raise RuleBroken("Ngày chính thức không thể trước ngày vào Đảng.", field="official_on")
    if birth_year and (admitted_on or today).year - birth_year < ADMISSION_AGE:
        raise RuleBroken(
            f"Đảng viên phải đủ {ADMISSION_AGE} tuổi khi vào Đảng; xin xem lại năm sinh.",
            field="birth_year",
        )


def check_email(email: str | None) -> None:
    if email and not _EMAIL.fullmatch(email):
        raise RuleBroken("Địa chỉ thư chưa đúng, ví dụ: tran.hanh@example.vn.", field="email")


_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
