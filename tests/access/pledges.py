"""One of everything a campaign of pledges has, in the own branch."""

from datetime import date

from app.extensions import db
from app.files.models import StoredFile
from app.mail.service import post
from app.organisations.models import Organisation
from app.people.models import Member
from app.personal_plans.models import PersonalPlanLine, Publication
from app.personal_plans.rules import Audience, Channel, PersonalPlanStatus
from app.pledges.models import Pledge, PledgeChoice, PledgeResult, PledgeSection, ResultEvidence
from app.pledges.rules import EvidenceKind, Judge, Outcome, PledgeStatus, Stage
from tests.factory import NOW, Make


def pledge_objects(
    make: Make, branch: Organisation, *, author: Member, excused: Member
) -> dict[str, object]:
    """A confirmed pledge and a registered plan of `author`; the campaign is the branch's own."""
    campaign = make.campaign(branch)
    pledge = make.pledge(author, campaign=campaign, branch=branch, status=PledgeStatus.CONFIRMED)
    choice = PledgeChoice(
        campaign=campaign,
        member=excused,
        is_due=False,
        reason="Ốm dài ngày",
        decided_at=NOW,
        decided_by="Văn phòng",
    )
    own_section = PledgeSection(
        template_id=campaign.template_id, branch_id=branch.id, position=2, heading="Về nơi cư trú"
    )
    plan = make.personal_plan(
        author,
        campaign=campaign,
        branch=branch,
        status=PersonalPlanStatus.SUBMITTED,
        submitted_at=NOW,
    )
    line = PersonalPlanLine(plan=plan, position=1, content="Giải quyết đơn thư đúng hạn")
    publication = Publication(
        plan=plan,
        channel=Channel.MEETING,
        audience=Audience.BRANCH,
        from_on=date(2026, 2, 3),
        recorded_at=NOW,
        recorded_by=author.name,
    )
    message = post(branch, address="a@example.vn", subject="Nhắc", body="Mời xem.", now=NOW)
    db.session.add_all((choice, own_section, line, publication))
    db.session.flush()
    edition = pledge.last
    evidence = _evidence(pledge)
    return {
        "campaign_id": campaign.id,
        "template_id": campaign.template_id,
        "pledge_section_id": campaign.template.sections[0].id,
        "own_section_id": own_section.id,
        "choice_id": choice.id,
        "pledge_id": pledge.id,
        "edition_number": edition.number,
        "pledge_item_id": edition.items[0].id,
        "line_id": edition.items[0].line_id,
        "pledge_evidence_id": evidence.id,
        "stage": "yearend",
        "plan_id": plan.id,
        "plan_line_id": line.id,
        "publication_id": publication.id,
        "message_id": message.id,
    }


def _evidence(pledge: Pledge) -> ResultEvidence:
    """A file with the only commitment, that its author has not handed in."""
    file = StoredFile(
        organisation_id=pledge.organisation_id,
        sha256="0" * 64,
        name="quyet-dinh.pdf",
        media_type="application/pdf",
        size=1,
        stored_at=NOW,
    )
    result = PledgeResult(
        pledge=pledge,
        line_id=pledge.last.items[0].line_id,
        stage=Stage.YEAREND,
        judge=Judge.MEMBER,
        outcome=Outcome.MET,
        at=NOW,
        by=pledge.member.name,
    )
    evidence = ResultEvidence(
        result=result, position=1, kind=EvidenceKind.FILE, text=file.name, file=file
    )
    db.session.add_all((file, evidence))
    db.session.flush()
    return evidence
