"""A branch whose draft is out for comment, with those who may say something on it."""

from dataclasses import dataclass
from datetime import timedelta

from app.access.permissions import Actor, Grant, Role
from app.extensions import db
from app.resolutions.models import CommentRound, Resolution
from app.resolutions.queries import get_resolution
from app.resolutions.service import circulate_draft, draft_resolution
from tests.factory import NOW, Make
from tests.minutes.sittings import Sitting, held

TEXTS = {
    "abstract": "lãnh đạo thực hiện nhiệm vụ tháng 11 năm 2026",
    "bases": "",
    "assessment": "1. Chi bộ hoàn thành nhiệm vụ.",
    "tasks": "1. Hoàn thiện phương án.",
    "arrangements": "",
    "recipients": "Lưu Chi bộ.",
}
CLOSES_AT = NOW + timedelta(days=2)
AFTER = CLOSES_AT + timedelta(minutes=1)


@dataclass
class Circulation:
    sitting: Sitting
    resolution: Resolution
    round: CommentRound

    @property
    def by(self) -> Actor:
        return self.sitting.by

    def member(self, number: int = 3) -> Actor:
        member = self.sitting.members[number]
        grant = Grant(Role.MEMBER, self.sitting.branch.path)
        return Actor(member.id, member.name, member.id, (grant,))

    def fresh(self) -> Resolution:
        db.session.expire_all()
        found = get_resolution(self.resolution.id)
        assert found is not None
        return found


def drafted(make: Make, **texts: str) -> tuple[Sitting, Resolution]:
    sitting = held(make)
    resolution = draft_resolution(sitting.meeting, {**TEXTS, **texts}, by=sitting.by, now=NOW)
    db.session.flush()
    return sitting, resolution


def circulated(make: Make, **texts: str) -> Circulation:
    sitting, resolution = drafted(make, **texts)
    round_ = circulate_draft(
        resolution, closes_at=CLOSES_AT, version=resolution.version, by=sitting.by, now=NOW
    )
    db.session.flush()
    return Circulation(sitting, resolution, round_)
