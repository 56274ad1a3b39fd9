"""Official grades without a card: typed from paper, none with a reason, given anew, cancelled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.access.permissions import Actor
from app.audit.events import Event
from app.extensions import db
from app.kernel.clock import local
from app.kernel.points import shown
from app.kernel.versions import check_fresh
from app.organisations.models import Organisation
from app.people.models import Member
from app.pledges.rules import CampaignState
from app.scoring.models import GradeDecision, GradingCampaign
from app.scoring.queries.campaigns import campaigns_of_year
from app.scoring.queries.checks import decision_fingerprint
from app.scoring.queries.decisions import decisions_on, graded, scale_for
from app.scoring.queries.progress import GradedLine
from app.scoring.queries.results import results_of
from app.scoring.rules.cards import CardState
from app.scoring.rules.grades import (
    Basis,
    check_basis,
    check_card_decided,
    check_graded_in,
    check_not_own,
    check_regradable,
    check_typed_from_paper,
    check_year,
)
from app.scoring.rules.indicators import Subject
from app.scoring.rules.subjects import WHOLE_YEAR, year_key
from app.scoring.rules.vocabulary import NOT_DUE, Verdict, check_reasoned, scale_in, verdict_called
from app.scoring.service.decisions import cancel_decision, note_grade, record
from app.scoring.service.turns import take_turn


@dataclass(frozen=True)
class Graded:
    """Who is graded: a place, or a member who belonged to it in that year."""

    organisation: Organisation
    member: Member | None = None

    @property
    def subject(self) -> Subject:
        return Subject.MEMBER_YEAR if self.member else Subject.BRANCH_YEAR

    @property
    def name(self) -> str:
        return f"Đồng chí {self.member.name}" if self.member else self.organisation.name


@dataclass(frozen=True)
class Typed:
    """One result as it stands in the paper; `chosen` is a grade of the year, or none."""

    who: Graded
    chosen: str
    reason: str = ""


def type_grades(
    typed: Sequence[Typed], year: int, basis: Basis, *, by: Actor, now: datetime
) -> list[GradeDecision]:
    """Write down what a decision on paper says of one or of many, all of it or nothing.

    :raises RuleBroken: for who has a grade already; for a year a campaign is running for.
    """
    today = local(now).date()
    check_year(year, today=today)
    check_basis(basis, year, today=today)
    for place, subject in {one.who.organisation: one.who.subject for one in typed}.items():
        campaign = campaigns_of_year(place.path, year).get(subject)
        is_running = campaign is not None and campaign.state is CampaignState.OPEN
        check_typed_from_paper(is_running=is_running, year=year)
    made = [_type(one, year, basis, by=by, now=now) for one in typed]
    for decision in _in_turn(made):
        note_grade(
            Event.GRADE_TYPED,
            decision,
            by=by,
            now=now,
            basis=_words(basis),
            sha256=decision_fingerprint(decision),
        )
    return made


def _type(one: Typed, year: int, basis: Basis, *, by: Actor, now: datetime) -> GradeDecision:
    who = one.who
    check_not_own(who.member.id if who.member else None, by.member_id)
    verdict = verdict_called(one.chosen, scale_in(who.subject, year))
    check_reasoned(verdict, one.reason)
    return _put(who, year, WHOLE_YEAR, verdict, one.reason, basis, by=by, now=now)


def _in_turn(made: Sequence[GradeDecision]) -> list[GradeDecision]:
    """Of many the trails are written last and place by place, as everybody does: nobody waits
    crosswise for a decision of somebody who waits for a trail.
    """
    return sorted(made, key=lambda one: str(one.organisation.id))


def _put(
    who: Graded,
    year: int,
    quarter: int,
    verdict: Verdict,
    reason: str,
    basis: Basis,
    *,
    by: Actor,
    now: datetime,
    campaign: GradingCampaign | None = None,
) -> GradeDecision:
    member_id = who.member.id if who.member else None
    return record(
        {
            "key": year_key(who.organisation.id, member_id, year, quarter),
            "subject": who.subject,
            "organisation": who.organisation,
            "member": who.member,
            "year": year,
            "quarter": quarter,
            "campaign": campaign,
            **_as_stored(verdict, reason, basis),
        },
        who=who.name,
        by=by,
        now=now,
    )


def _as_stored(verdict: Verdict, reason: str, basis: Basis) -> dict[str, object]:
    return {
        "grade": verdict.code,
        "label": verdict.label,
        "is_excused": verdict.is_excused,
        "reason": reason or None,
        "number_symbol": basis.number_symbol or None,
        "decided_on": basis.decided_on,
    }


def _words(basis: Basis) -> str:
    return f"{basis.number_symbol}, ngày {basis.decided_on:%d/%m/%Y}"


def decide_ungraded(
    campaign: GradingCampaign,
    who: Graded,
    verdict: Verdict,
    *,
    reason: str,
    basis: Basis,
    by: Actor,
    now: datetime,
) -> GradeDecision:
    """Officially none: not graded, or not due, in a campaign; always with a reason."""
    check_basis(basis, campaign.year, today=local(now).date())
    decision = _put_without(campaign, who, verdict, reason, basis, by=by, now=now)
    _note_decided(decision, by=by, now=now)
    return decision


def _put_without(
    campaign: GradingCampaign,
    who: Graded,
    verdict: Verdict,
    reason: str,
    basis: Basis,
    *,
    by: Actor,
    now: datetime,
) -> GradeDecision:
    check_may_decide(campaign, who)
    check_not_own(who.member.id if who.member else None, by.member_id)
    check_reasoned(verdict, reason)
    return _put(
        who,
        campaign.year,
        campaign.quarter,
        verdict,
        reason,
        basis,
        campaign=campaign,
        by=by,
        now=now,
    )


def check_may_decide(campaign: GradingCampaign, who: Graded) -> None:
    """:raises RuleBroken: where the campaign has nothing to say of them, or not yet."""
    check_graded_in(
        is_draft=campaign.state is CampaignState.DRAFT,
        is_subject=who.subject is campaign.subject,
    )


def excuse_left_out(campaign: GradingCampaign, *, by: Actor, now: datetime) -> int:
    """Say officially of everybody who need not be graded that they were not due, and why; how many
    that were. Nobody says so of themselves.
    """
    found = [
        line
        for line in results_of(campaign, on=local(now).date()).to_excuse
        if line.member_id is None or line.member_id != by.member_id
    ]
    basis = Basis("", local(now).date())
    check_basis(basis, campaign.year, today=local(now).date())
    made = [
        _put_without(campaign, _who(line), NOT_DUE, line.due.reason, basis, by=by, now=now)
        for line in found
    ]
    for decision in _in_turn(made):
        _note_decided(decision, by=by, now=now)
    return len(made)


def _who(line: GradedLine) -> Graded:
    return Graded(
        db.session.get_one(Organisation, line.branch_id),
        db.session.get_one(Member, line.member_id) if line.member_id else None,
    )


def _note_decided(decision: GradeDecision, *, by: Actor, now: datetime) -> None:
    note_grade(
        Event.GRADE_DECIDED,
        decision,
        by=by,
        now=now,
        quarter=decision.quarter,
        total="" if decision.total is None else shown(decision.total),
        reason=decision.reason or "",
        sha256=decision_fingerprint(decision),
    )


def regrade(
    decision: GradeDecision,
    chosen: str,
    *,
    reason: str,
    basis: Basis,
    version: int | None,
    by: Actor,
    now: datetime,
) -> GradeDecision:
    """Cancel what stands and put another in its place, as one decision (HD 43 Mẫu 03).

    The points stay, they are what was scored; the grade and its reason are new.

    :param chosen: a grade of those the cancelled one is one of, or none.
    :raises StaleEdit: if somebody else changed it meanwhile.
    """
    check_fresh(decision, version)
    _take_turn(decision)
    check_not_own(decision.member_id, by.member_id)
    check_may_regrade(decision, reason=reason)
    check_basis(basis, decision.year, today=local(now).date())
    verdict = verdict_called(chosen, scale_for(decision))
    if decision.stands:
        cancel_decision(decision, reason=reason, by=by, now=now)
    made = record(
        {
            name: getattr(decision, name)
            for name in (
                "key",
                "subject",
                "organisation",
                "member",
                "year",
                "quarter",
                "card",
                "campaign",
                "total",
            )
        }
        | _as_stored(verdict, reason, basis),
        who=graded(decision),
        replaces=decision,
        by=by,
        now=now,
    )
    _show_on_card(decision, made)
    _note_decided(made, by=by, now=now)
    return made


def _show_on_card(decision: GradeDecision, stands: GradeDecision | None) -> None:
    """Lists read the official figures off the card, which says nothing that does not stand."""
    card = decision.card
    if card is not None and card.state is CardState.DECIDED:
        card.decision_total = stands.total if stands else None
        card.decision_grade = stands.grade if stands else None


def check_may_regrade(decision: GradeDecision, *, reason: str | None = None) -> None:
    """:raises RuleBroken: where another has taken its place already."""
    latest = decisions_on(decision.key)[0]
    check_regradable(stands=decision.stands, has_successor=latest.id != decision.id, reason=reason)
    check_card_decided(decision.card.state if decision.card else None)


def cancel_grade(
    decision: GradeDecision, *, reason: str, version: int | None, by: Actor, now: datetime
) -> None:
    """Cancel without putting another in its place."""
    check_fresh(decision, version)
    _take_turn(decision)
    check_not_own(decision.member_id, by.member_id)
    cancel_decision(decision, reason=reason, by=by, now=now)
    _show_on_card(decision, None)


def _take_turn(decision: GradeDecision) -> None:
    """Wait for whoever deals with it just now; then it is stale. Its card is locked first, as it
    is by those who answer an appeal.
    """
    db.session.flush()
    if decision.card is not None:
        take_turn(decision.card, decision.card.version)
    db.session.execute(
        select(GradeDecision.id)
        .where(GradeDecision.id == decision.id)
        .with_for_update(key_share=True)
    )
