"""What the decisions about grades are drawn from: one that was made, or all of a campaign."""

from datetime import date

from app.extensions import db
from app.kernel.clock import local
from app.kernel.text import collation_key
from app.meetings.document import lower_first
from app.organisations.models import Organisation
from app.people.models import Member
from app.scoring.document.decision import DecisionLine, DecisionPaper, Earlier
from app.scoring.models import GradeDecision, GradingCampaign
from app.scoring.queries.decisions import standing
from app.scoring.queries.papers.signing import framed
from app.scoring.rules.indicators import Subject
from app.scoring.rules.subjects import period_label

_WHAT = {
    Subject.MEETING: "chất lượng sinh hoạt chi bộ",
    Subject.BRANCH_YEAR: "chất lượng tổ chức đảng",
    Subject.MEMBER_YEAR: "chất lượng đảng viên",
}


def decision_paper(decision: GradeDecision) -> DecisionPaper:
    """The paper of one grade; of one that took the place of another, that it grades anew."""
    issuer = _issuer(decision)
    day = decision.decided_on
    letterhead, authority = framed(issuer, on=day)
    return DecisionPaper(
        letterhead=letterhead,
        number=decision.number_symbol,
        year=day.year,
        dated=day,
        drawn_on=day,
        what=_WHAT[decision.subject],
        period=_period(decision),
        grounds=_grounds(decision.campaign),
        graded=(_graded(decision),),
        earlier=_earlier(decision),
        authority=authority,
        cancelled=_cancelled(decision),
    )


def _issuer(decision: GradeDecision) -> Organisation:
    if decision.campaign is not None:
        return decision.campaign.organisation
    return decision.organisation.parent or decision.organisation


def _period(decision: GradeDecision) -> str:
    if decision.card is not None and decision.card.meeting is not None:
        return f"({lower_first(decision.card.meeting.title)})"
    return period_label(decision.year, decision.quarter)


def _grounds(campaign: GradingCampaign | None) -> tuple[str, ...]:
    return tuple((campaign.grounds or "").splitlines()) if campaign else ()


def _graded(decision: GradeDecision) -> DecisionLine:
    place = decision.organisation.name
    member = decision.member
    name = f"đồng chí {member.name}, {place}" if member else place
    return DecisionLine(name, decision.label, decision.total, decision.reason or "")


def _earlier(decision: GradeDecision) -> Earlier | None:
    before = decision.replaces
    if before is None:
        return None
    why = before.cancelled_reason or decision.reason or ""
    return Earlier(before.label, before.number_symbol or "", before.decided_on, why)


def _cancelled(decision: GradeDecision) -> str:
    if decision.cancelled_at is None:
        return ""
    day = f"{local(decision.cancelled_at):%d/%m/%Y}"
    return f"Quyết định này đã bị hủy ngày {day}: {(decision.cancelled_reason or '').rstrip(' .')}"


def campaign_decision_paper(campaign: GradingCampaign, *, on: date) -> DecisionPaper:
    """The draft of one decision for all that a campaign has graded; number and day by hand."""
    letterhead, authority = framed(campaign.organisation, on=on)
    return DecisionPaper(
        letterhead=letterhead,
        number=None,
        year=on.year,
        dated=None,
        drawn_on=on,
        what=_WHAT[campaign.subject],
        period=period_label(campaign.year, campaign.quarter),
        grounds=_grounds(campaign),
        graded=tuple(_graded(one) for one in decisions_in(campaign)),
        earlier=None,
        authority=authority,
    )


def decisions_in(campaign: GradingCampaign) -> list[GradeDecision]:
    """What stands of a campaign, by branch and given name."""
    found = db.session.scalars(
        standing(GradeDecision.campaign_id == campaign.id).order_by(Member.sort_name)
    )
    return sorted(found, key=lambda one: collation_key(one.organisation.name))
