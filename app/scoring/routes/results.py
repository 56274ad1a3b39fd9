"""The result list of a campaign; who stays without a grade; why the cap is passed."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import can, current_actor, guarded
from app.access.permissions import Permission
from app.kernel.clock import now, today
from app.kernel.transaction import transaction
from app.scoring.forms.grades import CapReasonForm, UngradedForm
from app.scoring.models import GradingCampaign
from app.scoring.queries.campaigns import get_grading, title_of
from app.scoring.queries.cards import reading_cards, reviewing_cards
from app.scoring.queries.results import reading_results, results_of
from app.scoring.queries.year_cards import OfCampaign, get_branch_in, get_member_in
from app.scoring.routes import CAMPAIGN, bp
from app.scoring.routes.grades import PAGE, page_asked
from app.scoring.rules.vocabulary import WITHOUT_GRADE, verdict_without
from app.scoring.service import campaigns
from app.scoring.service import grades as service
from app.web.forms import saved


@bp.get(f"{CAMPAIGN}/results")
@guarded(reading_results, load=get_grading)
def results(campaign: GradingCampaign) -> ResponseReturnValue:
    return render_template(
        "scoring/results.html",
        campaign=campaign,
        title=title_of(campaign),
        results=results_of(campaign, on=today()),
        may_decide=can(Permission.GRADE_DECIDE, campaign),
        with_cards=can(reading_cards(campaign.subject), campaign),
        reviews=can(reviewing_cards(campaign.subject), campaign),
        own=current_actor().member_id,
        page=page_asked(),
        per_page=PAGE,
    )


def _to(campaign: GradingCampaign) -> ResponseReturnValue:
    return redirect(url_for("scoring.results", grading_id=campaign.id))


@bp.route(f"{CAMPAIGN}/cap", methods=["GET", "POST"])
@guarded(Permission.GRADE_DECIDE, load=get_grading)
def note_cap(campaign: GradingCampaign) -> ResponseReturnValue:
    form = CapReasonForm(obj=campaign)

    def change() -> None:
        campaigns.note_cap(
            campaign,
            form.cap_reason.data,
            version=form.version.data,
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, change, on=campaign):
        flash("Đã lưu.")
        return _to(campaign)
    return render_template(
        "scoring/note_cap.html", campaign=campaign, title=title_of(campaign), form=form
    )


@bp.post(f"{CAMPAIGN}/excuse")
@guarded(Permission.GRADE_DECIDE, load=get_grading)
def excuse(campaign: GradingCampaign) -> ResponseReturnValue:
    with transaction():
        number = service.excuse_left_out(campaign, by=current_actor(), now=now())
    flash(f"Đã ghi {number} trường hợp không thuộc diện xếp loại.")
    return _to(campaign)


def get_graded_member_in(grading_id: UUID, member_id: UUID) -> OfCampaign | None:
    """A member where they are graded; a guest is graded elsewhere."""
    found = get_member_in(grading_id, member_id)
    return found if found and not found.due.is_guest else None


@bp.route(f"{CAMPAIGN}/branches/<uuid:branch_id>/ungraded", methods=["GET", "POST"])
@guarded(Permission.GRADE_DECIDE, load=get_branch_in)
def ungraded_branch(found: OfCampaign) -> ResponseReturnValue:
    return _ungraded(found, "scoring/ungraded_branch.html")


@bp.route(f"{CAMPAIGN}/members/<uuid:member_id>/ungraded", methods=["GET", "POST"])
@guarded(Permission.GRADE_DECIDE, load=get_graded_member_in)
def ungraded_member(found: OfCampaign) -> ResponseReturnValue:
    return _ungraded(found, "scoring/ungraded_member.html")


def _ungraded(found: OfCampaign, template: str) -> ResponseReturnValue:
    who = service.Graded(found.branch, found.member)
    service.check_may_decide(found.campaign, who)
    form = UngradedForm(data={"decided_on": today()})
    form.offer(WITHOUT_GRADE)

    def decide() -> None:
        service.decide_ungraded(
            found.campaign,
            who,
            verdict_without(form.grade.data),
            reason=form.reason.data,
            basis=form.basis,
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, decide):
        flash(f"Đã ghi: {who.name} không có mức xếp loại.")
        return _to(found.campaign)
    return render_template(
        template, campaign=found.campaign, title=title_of(found.campaign), who=who, form=form
    )
