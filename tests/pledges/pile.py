"""A branch whose comrades have pledged, each in another state."""

from datetime import date
from uuid import uuid4

from app.extensions import db
from app.kernel.clock import moment_of
from app.organisations.models import Organisation
from app.people.models import Member
from app.people.rules import Position
from app.pledges.models import Pledge, PledgeResult, PledgeStep
from app.pledges.rules import Judge, Outcome, PledgeStatus, Stage, StepKind
from tests.factory import Make

SUBMITTED_AT = moment_of(date(2026, 2, 5), 9)
CONFIRMED_AT = moment_of(date(2026, 2, 9), 15)
SECTIONS = (
    "Về tư tưởng chính trị",
    "Về phẩm chất đạo đức, lối sống",
    "Về thực hiện nhiệm vụ chuyên môn",
    "Về tổ chức kỷ luật và nêu gương",
)


class Pile:
    """One committee's campaign, and the pledges of one branch below it."""

    def __init__(self, make: Make) -> None:
        self.make = make
        self.committee: Organisation = make.organisation(
            name="Đảng ủy Văn phòng UBND tỉnh", body_name="Đảng bộ Văn phòng UBND tỉnh"
        )
        self.branch: Organisation = make.branch(parent=self.committee, name="Chi bộ Tin học")
        self.campaign = make.campaign(
            self.committee,
            sections=SECTIONS,
            grounds="Căn cứ Quy định số 19-QĐ/TW\n- Kế hoạch số 12-KH/ĐU;",
        )
        self.campaign.template.title = "Bản cam kết tu dưỡng, rèn luyện, phấn đấu"
        self.campaign.template.opening = "Tôi xin cam kết thực hiện:"
        self.secretary = self.member("Trần Thị Hạnh", position=Position.SECRETARY)

    def member(self, name: str, **values) -> Member:
        return self.make.member(name, branch=self.branch, **values)

    def pledge(self, member: Member, status=PledgeStatus.CONFIRMED, **values) -> Pledge:
        """Submitted on 5 February, confirmed on the 9th by the secretary, if it came so far."""
        pledge = self.make.pledge(
            member, campaign=self.campaign, branch=self.branch, status=status, **values
        )
        edition = pledge.last
        if status is not PledgeStatus.DRAFT:
            edition.submitted_at = pledge.submitted_at = SUBMITTED_AT
        if pledge.in_force:
            edition.confirmed_at = pledge.confirmed_at = CONFIRMED_AT
            edition.confirmed_by, edition.confirmed_as = "Trần Thị Hạnh", "Bí thư chi bộ"
        db.session.flush()
        return pledge

    def step(self, pledge: Pledge, kind: StepKind, day: date, comment: str | None = None) -> None:
        pledge.steps.append(
            PledgeStep(
                number=len(pledge.steps) + 1,
                kind=kind,
                edition=pledge.last.number,
                at=moment_of(day, 9),
                by="Trần Thị Hạnh",
                comment=comment,
            )
        )
        db.session.flush()

    def judge(
        self,
        pledge: Pledge,
        judge: Judge,
        outcome: Outcome,
        comment: str = "",
        stage: Stage = Stage.YEAREND,
    ) -> PledgeResult:
        """Of its first commitment."""
        result = PledgeResult(
            id=uuid4(),
            pledge=pledge,
            line_id=pledge.last.items[0].line_id,
            stage=stage,
            judge=judge,
            outcome=outcome,
            comment=comment,
            at=moment_of(date(2026, 11, 25), 9),
            by="Trần Thị Hạnh",
        )
        db.session.add(result)
        db.session.flush()
        return result
