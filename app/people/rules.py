"""Statuses, positions and what follows from them (Điều lệ Điều 3; QĐ 294 §6, §7, §9)."""

from datetime import date
from enum import StrEnum

from app.access.permissions import Role
from app.kernel.errors import RuleBroken


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


class Position(StrEnum):
    SECRETARY = "secretary"
    DEPUTY_SECRETARY = "deputy_secretary"
    BRANCH_COMMITTEE_MEMBER = "branch_committee_member"
    PARTY_GROUP_LEADER = "party_group_leader"
    COMMITTEE_SECRETARY = "committee_secretary"
    COMMITTEE_DEPUTY_SECRETARY = "committee_deputy_secretary"
    STANDING_COMMITTEE_MEMBER = "standing_committee_member"
    COMMITTEE_MEMBER = "committee_member"
    INSPECTION_MEMBER = "inspection_member"
    OBSERVER = "observer"


POSITION_LABELS = {
    Position.SECRETARY: "Bí thư",
    Position.DEPUTY_SECRETARY: "Phó bí thư",
    Position.BRANCH_COMMITTEE_MEMBER: "Chi ủy viên",
    Position.PARTY_GROUP_LEADER: "Tổ trưởng tổ đảng",
    Position.COMMITTEE_SECRETARY: "Bí thư Đảng ủy",
    Position.COMMITTEE_DEPUTY_SECRETARY: "Phó bí thư Đảng ủy",
    Position.STANDING_COMMITTEE_MEMBER: "Ủy viên Ban Thường vụ",
    Position.COMMITTEE_MEMBER: "Đảng ủy viên",
    Position.INSPECTION_MEMBER: "Ủy viên Ủy ban Kiểm tra",
    Position.OBSERVER: "Cấp ủy viên theo dõi",
}

# A position held today is the role held today: one source for both, never two lists to keep.
ROLE_OF_POSITION = {
    Position.SECRETARY: Role.SECRETARY,
    Position.DEPUTY_SECRETARY: Role.DEPUTY_SECRETARY,
    Position.BRANCH_COMMITTEE_MEMBER: Role.BRANCH_COMMITTEE,
    Position.PARTY_GROUP_LEADER: Role.MEMBER,
    Position.COMMITTEE_SECRETARY: Role.STANDING_COMMITTEE,
    Position.COMMITTEE_DEPUTY_SECRETARY: Role.STANDING_COMMITTEE,
    Position.STANDING_COMMITTEE_MEMBER: Role.STANDING_COMMITTEE,
    Position.COMMITTEE_MEMBER: Role.COMMITTEE_MEMBER,
    Position.INSPECTION_MEMBER: Role.INSPECTOR,
    Position.OBSERVER: Role.OBSERVER,
}

BRANCH_POSITIONS = (
    Position.SECRETARY,
    Position.DEPUTY_SECRETARY,
    Position.BRANCH_COMMITTEE_MEMBER,
    Position.PARTY_GROUP_LEADER,
    Position.OBSERVER,
)
COMMITTEE_POSITIONS = (
    Position.COMMITTEE_SECRETARY,
    Position.COMMITTEE_DEPUTY_SECRETARY,
    Position.STANDING_COMMITTEE_MEMBER,
    Position.COMMITTEE_MEMBER,
    Position.INSPECTION_MEMBER,
)

# Roles that are given to an account and follow from no position.
GRANTED_ROLES = (Role.OFFICE, Role.INSPECTOR, Role.SYSTEM_ADMINISTRATOR)

MIN_PASSWORD_LENGTH = 10


def check_password(password: str, *, username: str) -> None:
    """Length protects more than odd characters; a sentence is easy to keep in mind."""
    if len(password) < MIN_PASSWORD_LENGTH:
        raise RuleBroken(
            f"Mật khẩu cần ít nhất {MIN_PASSWORD_LENGTH} ký tự; nên dùng một câu dễ nhớ.",
            field="password",
        )
    if len(password) > 200:
        raise RuleBroken("Mật khẩu dài nhất 200 ký tự.", field="password")
    if username and username.lower() in password.lower():
        raise RuleBroken("Mật khẩu không được chứa tên đăng nhập.", field="password")
    if len(set(password)) < 4:
        raise RuleBroken("Mật khẩu quá đơn giản: cần ít nhất 4 ký tự khác nhau.", field="password")


def check_joined(admitted_on: date | None, official_on: date | None) -> None:
    if admitted_on and official_on and official_on < admitted_on:
        raise RuleBroken("Ngày chính thức không thể trước ngày vào Đảng.", field="official_on")
