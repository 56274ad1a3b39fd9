"""A committee in November: of nine comrades who must pledge, seven have submitted."""

from dataclasses import dataclass
from datetime import date

from app.extensions import db
from app.kernel.clock import moment_of
from app.organisations.models import Organisation
from app.people.models import Member
from app.people.rules import Position, Status
from app.pledges.models import PledgeCampaign
from app.pledges.rules import PledgeStatus

IN_TIME = moment_of(date(2026, 3, 10), 9)
LATE = moment_of(date(2026, 4, 6), 9)


@dataclass
class Year:
    committee: Organisation
    first: Organisation
    second: Organisation
    campaign: PledgeCampaign
    secretary: Member
    missing: list[Member]
    authors: list[Member]
    exempt: Member


def coverage_year(make, **values) -> Year:
    """In the first branch two are missing (one has begun), one is exempt; in the second nobody."""
    committee = make.organisation(name="Đảng ủy Văn phòng", code="du")
    first = make.branch(parent=committee, name="Chi bộ Hành chính", code="cb1")
    second = make.branch(parent=committee, name="Chi bộ Công nghệ", code="cb2")
    campaign = make.campaign(committee, **values)
    secretary = make.member("Trần Thị Hạnh", branch=first, position=Position.SECRETARY)
    authors = [
        secretary,
        make.member("Lê Hoài Ân", branch=first),
        make.member("Võ Văn Bình", branch=first),
        make.member("Trần Quốc Cường", branch=first),
    ]
    missing = [
        make.member("Hồ Đắc Dũng", branch=first, email="dung@example.vn"),
        make.member("Phan Thanh Long", branch=first),
    ]
    states = (PledgeStatus.CONFIRMED, PledgeStatus.SUBMITTED, PledgeStatus.RETURNED)
    for author, status in zip(authors, (*states, PledgeStatus.CLOSED), strict=True):
        at = LATE if status is PledgeStatus.SUBMITTED else IN_TIME
        make.pledge(author, campaign=campaign, branch=first, status=status, submitted_at=at)
    make.pledge(missing[0], campaign=campaign, branch=first)
    for _ in range(3):
        author = make.member(branch=second)
        make.pledge(
            author,
            campaign=campaign,
            branch=second,
            status=PledgeStatus.CONFIRMED,
            submitted_at=IN_TIME,
        )
    exempt = make.member("Đặng Thùy Dung", branch=first, status=Status.EXEMPT)
    db.session.commit()
    return Year(committee, first, second, campaign, secretary, missing, authors, exempt)
