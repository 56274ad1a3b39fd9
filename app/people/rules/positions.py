"""Positions in branch and committee, and the roles that follow from them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from app.access.permissions import Actor, Role
from app.kernel.errors import RuleBroken
from app.organisations.rules import Level, check_period, covers, overlaps
from app.people.rules.standing import Standing, Status


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
    RESIDENT_OBSERVER = "resident_observer"


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
    Position.RESIDENT_OBSERVER: "Cấp ủy viên dự sinh hoạt nơi cư trú",
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
    Position.RESIDENT_OBSERVER: Role.OBSERVER,
}

BRANCH_POSITIONS = (
    Position.SECRETARY,
    Position.DEPUTY_SECRETARY,
    Position.BRANCH_COMMITTEE_MEMBER,
    Position.PARTY_GROUP_LEADER,
    Position.OBSERVER,
    Position.RESIDENT_OBSERVER,
)
# An observer comes from the committee, to the branch in their charge or the one where they live;
# everybody else leads the branch they belong to.
OBSERVING = frozenset({Position.OBSERVER, Position.RESIDENT_OBSERVER})
MEMBERS_POSITIONS = tuple(p for p in BRANCH_POSITIONS if p not in OBSERVING)
COMMITTEE_POSITIONS = (
    Position.COMMITTEE_SECRETARY,
    Position.COMMITTEE_DEPUTY_SECRETARY,
    Position.STANDING_COMMITTEE_MEMBER,
    Position.COMMITTEE_MEMBER,
    Position.INSPECTION_MEMBER,
)

# Who sits in the committee; its inspectors are a body of their own.
SEATS = frozenset(COMMITTEE_POSITIONS) - {Position.INSPECTION_MEMBER}

POSITIONS_AT = {
    Level.COMMITTEE: COMMITTEE_POSITIONS,
    Level.BRANCH: BRANCH_POSITIONS,
    Level.GROUP: (Position.PARTY_GROUP_LEADER,),
}
# One person at a time in one place.
SINGLE_POSITIONS = frozenset({Position.SECRETARY, Position.COMMITTEE_SECRETARY})


@dataclass(frozen=True)
class Holding:
    """A position of one member in the organisation under consideration."""

    member_id: UUID
    position: Position
    starts_on: date
    ends_on: date | None

    def meets(self, other: "Holding") -> bool:
        return overlaps(self.starts_on, self.ends_on, [(other.starts_on, other.ends_on)])


def check_holding(new: Holding, others: Iterable[Holding], *, level: Level) -> None:
    """`others` are what is held, by anybody, in the same organisation."""
    if new.position not in POSITIONS_AT[level]:
        raise RuleBroken(
            f"Nơi này không có chức vụ {POSITION_LABELS[new.position]}.", field="position"
        )
    check_period(new.starts_on, new.ends_on)
    same = [other for other in others if other.position is new.position and new.meets(other)]
    if any(other.member_id == new.member_id for other in same):
        raise RuleBroken("Thời gian này đồng chí đã giữ chức vụ đó.", field="starts_on")
    if same and new.position in SINGLE_POSITIONS:
        raise RuleBroken(
            f"Thời gian này đã có đồng chí khác giữ chức vụ {POSITION_LABELS[new.position]}; "
            "xin kết thúc chức vụ của đồng chí đó trước.",
            field="starts_on",
        )


def check_may_write_position(position: Position, by: Actor, unit_path: str) -> None:
    """A branch writes down who leads it, the office who leads above; who is sent to watch a
    branch, the committee above it or its office.
    """
    if position in MEMBERS_POSITIONS:
        return
    is_sent = position in OBSERVING
    writers = {Role.OFFICE, Role.STANDING_COMMITTEE} if is_sent else {Role.OFFICE}
    places = {grant.unit_path for grant in by.grants if grant.role in writers}
    if is_sent:
        places.discard(unit_path)
    if not any(unit_path.startswith(path) for path in places):
        who = "Ban Thường vụ hoặc văn phòng cấp ủy" if is_sent else "văn phòng cấp ủy"
        raise RuleBroken(
            f"Chức vụ {POSITION_LABELS[position]} do {who} cấp trên ghi.", field="position"
        )


def check_belongs(new: Holding, standings: Iterable[Standing], *, today: date) -> None:
    """Who leads a branch is a member of it: when it begins, and still if it goes on today.

    :param standings: the member's own, in the branch concerned.
    """
    if new.position not in MEMBERS_POSITIONS:
        return
    standing = [s for s in standings if s.is_full and s.status is not Status.SUSPENDED]
    latest = min(new.ends_on or today, today)
    for day in (new.starts_on, max(new.starts_on, latest)):
        if not any(covers(s.starts_on, s.ends_on, day) for s in standing):
            raise RuleBroken(
                f"Ngày {day:%d/%m/%Y} đồng chí không phải đảng viên đang sinh hoạt tại chi bộ, "
                "nên không giữ chức vụ này được.",
                field="starts_on",
            )


def holding_doubts(
    position: Position, *, status: Status | None, official_members: int, committee_from: int
) -> list[str]:
    """What is unusual about a position but does not stop it: paper may be ahead of the list.

    :param status: the member's own, in the branch where the position is held.
    :param committee_from: official members from which a branch elects a committee.
    """
    doubts = []
    if position is Position.BRANCH_COMMITTEE_MEMBER and official_members < committee_from:
        doubts.append(
            f"Chi bộ có {official_members} đảng viên chính thức; theo quy định, "
            f"từ {committee_from} đảng viên chính thức mới bầu chi ủy."
        )
    if position in MEMBERS_POSITIONS and status is not Status.OFFICIAL:
        doubts.append("Đồng chí này không phải đảng viên chính thức của chi bộ.")
    return doubts
