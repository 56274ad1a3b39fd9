"""A branch at the end of the year: a confirmed pledge of three commitments."""

from dataclasses import dataclass
from datetime import date

from app.access.permissions import Role
from app.extensions import db
from app.kernel.clock import moment_of
from app.organisations.models import Organisation
from app.people.models import Member
from app.people.rules import Position
from app.pledges.models import Pledge
from app.pledges.rules import Outcome, PledgeStatus, Stage
from app.pledges.service import results
from app.pledges.service.results import Judgement
from tests.factory import Make

DECEMBER = moment_of(date(2026, 12, 10), 9)
LINES = ("Đọc báo Đảng hằng ngày", "Hoàn thành ba đề tài", "Dự đủ các buổi sinh hoạt")
ALL_MET = (Outcome.MET, Outcome.MET, Outcome.MET)
MIXED = (Outcome.MET, Outcome.PARTLY_MET, Outcome.NOT_MET)


@dataclass
class YearEnd:
    make: Make
    committee: Organisation
    branch: Organisation
    author: Member
    secretary: Member
    pledge: Pledge

    def by(self, who="author"):
        if who == "above":
            return self.make.actor(Role.STANDING_COMMITTEE, at=self.committee)
        role = Role.SECRETARY if who == "secretary" else Role.MEMBER
        return self.make.actor(role, at=self.branch, member=getattr(self, who))

    @property
    def lines(self):
        return [item.line_id for item in self.pledge.last.items]

    def judged(self, outcomes=MIXED, stage=Stage.YEAREND):
        for line_id, outcome in zip(self.lines, outcomes, strict=True):
            results.judge_line(
                self.pledge,
                line_id,
                stage,
                Judgement(outcome, "Đã làm"),
                version=None,
                by=self.by(),
                now=DECEMBER,
            )
        db.session.flush()

    def handed_in(self, outcomes=MIXED):
        self.judged(outcomes)
        results.hand_in_review(self.pledge, version=self.pledge.version, by=self.by(), now=DECEMBER)
        db.session.flush()

    def commented(self, outcomes=MIXED, comment="Cố gắng, còn chậm một việc.", who="secretary"):
        results.comment_pledge(
            self.pledge,
            {
                line_id: Judgement(outcome, "Chi bộ nhất trí")
                for line_id, outcome in zip(self.lines, outcomes, strict=True)
            },
            comment=comment,
            version=self.pledge.version,
            is_above=who == "above",
            by=self.by(who),
            now=DECEMBER,
        )
        db.session.flush()


def year_end_of(make: Make) -> YearEnd:
    committee = make.organisation()
    branch = make.branch(parent=committee, name="Chi bộ Hành chính")
    author = make.member("Võ Văn Bình", branch=branch)
    secretary = make.member("Trần Thị Hạnh", branch=branch, position=Position.SECRETARY)
    campaign = make.campaign(committee)
    pledge = make.pledge(
        author, campaign=campaign, branch=branch, status=PledgeStatus.CONFIRMED, lines=LINES
    )
    return YearEnd(make, committee, branch, author, secretary, pledge)
