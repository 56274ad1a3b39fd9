"""Who must pledge in a campaign, who not and why, and what is decided for single members."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import current_actor, guarded
from app.access.permissions import Permission
from app.kernel.clock import now, today
from app.kernel.transaction import transaction
from app.people.rules import STATUS_LABELS, Status
from app.pledges.forms.campaigns import ChoiceForm
from app.pledges.models import PledgeCampaign, PledgeChoice
from app.pledges.queries.campaigns import get_campaign, listing_duties
from app.pledges.queries.duties import (
    MemberInCampaign,
    by_branch,
    choice_for,
    choices_of,
    duties_of,
    get_choice,
    get_member_in,
    line_of,
)
from app.pledges.routes import bp
from app.pledges.routes.campaigns import CAMPAIGN
from app.pledges.rules.duties import reason_against
from app.pledges.service import campaigns as service
from app.web.forms import SeenForm, saved


@bp.get(f"{CAMPAIGN}/duties")
@guarded(listing_duties, load=get_campaign)
def duties(campaign: PledgeCampaign) -> ResponseReturnValue:
    lines = duties_of(campaign, on=today())
    choices = choices_of(campaign)
    shown = request.args.get("branch", type=UUID)
    return render_template(
        "pledges/duties.html",
        campaign=campaign,
        branches=by_branch(lines),
        shown=shown,
        here_lines=[line for line in lines if line.branch_id == shown],
        left_out=[
            line
            for line in lines
            if not line.duty.is_due and line.status is not Status.TEMPORARY_IN
        ],
        added=[line for line in lines if line.duty.is_due and line.member_id in choices],
        choices=choices,
        status_labels=STATUS_LABELS,
        today=today(),
    )


@bp.route(f"{CAMPAIGN}/members/<uuid:member_id>/choice", methods=["GET", "POST"])
@guarded(Permission.CAMPAIGN_KEEP, load=get_member_in)
def choose_member(found: MemberInCampaign) -> ResponseReturnValue:
    campaign, member = found.campaign, found.member
    line = line_of(campaign, member, on=today())
    if line is None:
        abort(404)
    choice = choice_for(campaign, member)
    reason = reason_against(line.status, with_exempt=campaign.with_exempt)
    is_due = choice.is_due if choice else bool(reason)
    form = ChoiceForm(obj=choice, answer="yes" if is_due else "no")

    def choose() -> None:
        service.choose_member(
            campaign,
            member,
            is_due=form.answer.data == "yes",
            reason=form.reason.data,
            version=form.version.data,
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, choose, on=lambda: choice_for(campaign, member)):
        flash("Đã ghi quyết định.")
        return _to_duties(campaign, line.branch_id)
    return render_template(
        "pledges/choose_member.html",
        campaign=campaign,
        line=line,
        rule=reason,
        is_due=is_due,
        form=form,
        status_labels=STATUS_LABELS,
    )


def _to_duties(campaign: PledgeCampaign, branch_id: UUID | None = None) -> ResponseReturnValue:
    return redirect(url_for("pledges.duties", campaign_id=campaign.id, branch=branch_id))


@bp.post(f"{CAMPAIGN}/choices/<uuid:choice_id>/remove")
@guarded(Permission.CAMPAIGN_KEEP, load=get_choice)
def remove_choice(choice: PledgeChoice) -> ResponseReturnValue:
    campaign = choice.campaign
    with transaction():
        service.remove_choice(
            choice, version=SeenForm().version.data, by=current_actor(), now=now()
        )
    flash("Đã bỏ quyết định riêng; đồng chí này theo quy định chung.")
    return _to_duties(campaign)
