"""The cards of a year: who of a branch is where, begun, reminded of, decided several at once."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from app.access.guards import can, current_actor, guarded
from app.access.permissions import Permission
from app.kernel.clock import now, today
from app.kernel.errors import RuleBroken
from app.kernel.transaction import transaction
from app.organisations.models import Organisation
from app.pledges.queries.pledges import reading
from app.scoring.forms.deciding import SeveralForm
from app.scoring.models import GradingCampaign, Scorecard
from app.scoring.queries.campaigns import get_grading, title_of
from app.scoring.queries.progress import progress_of
from app.scoring.queries.year_cards import (
    OfCampaign,
    get_branch_in,
    get_graded,
    get_member_in,
    listing_year,
    own_years,
    reminding,
    starting,
)
from app.scoring.queries.year_evidence import evidence_of
from app.scoring.routes import CAMPAIGN, bp, mail_site
from app.scoring.routes.campaigns import campaign_page
from app.scoring.rules.campaigns import LATE_LABELS
from app.scoring.rules.year import CAP_BASE_LABELS, GROUPING_LABELS, MONTHS_LABELS
from app.scoring.service import year_cards as service
from app.scoring.service.deciding import accept_several
from app.scoring.service.notices import remind
from app.web.forms import saved

BRANCH = f"{CAMPAIGN}/branches/<uuid:branch_id>"
MEMBER = f"{CAMPAIGN}/members/<uuid:member_id>"
NO_MAIL = "Chưa cài đặt máy chủ thư nên không gửi được thư nhắc; xin báo người quản trị."


@bp.record_once
def _offer_parts(state: BlueprintSetupState) -> None:
    """What parts of other pages ask for themselves."""
    state.app.jinja_env.globals.update(
        year_evidence=_year_evidence,
        own_years=_own_years,
        late_labels=LATE_LABELS,
        cap_base_labels=CAP_BASE_LABELS,
        grouping_labels=GROUPING_LABELS,
        months_labels=MONTHS_LABELS,
    )


def _year_evidence(card: Scorecard) -> Mapping[str, Any]:
    """With what its reader may see of it: commitments and minutes have readers of their own."""
    found = evidence_of(card, on=today())
    return {
        "found": found,
        "reads_pledge": found.pledge is not None and can(reading(found.pledge), found.pledge),
        "reads_minutes": can(Permission.MINUTES_READ, card.organisation),
    }


def _own_years() -> list[Any]:
    return list(own_years(current_actor(), on=today()))


@bp.get(BRANCH)
@guarded(listing_year, load=get_branch_in)
def branch_year(found: OfCampaign) -> ResponseReturnValue:
    return _branch_page(found, SeveralForm())


def _branch_page(found: OfCampaign, form: SeveralForm) -> ResponseReturnValue:
    return render_template(
        "scoring/branch_year.html",
        found=found,
        campaign=found.campaign,
        title=title_of(found.campaign),
        progress=progress_of(found.campaign, on=today(), path=found.branch.path),
        form=form,
        actor=current_actor(),
        may_remind=can(reminding(found), found),
        has_mail=mail_site() is not None,
        today=today(),
    )


@bp.post(f"{BRANCH}/start")
@bp.post(f"{MEMBER}/start")
@guarded(starting, load=get_graded)
def start_year_card(found: OfCampaign) -> ResponseReturnValue:
    """Of a branch, or a member's own."""
    return _begun(found, service.start_year_card)


@bp.post(f"{MEMBER}/paper")
@guarded(Permission.MEMBER_SCORE_REVIEW, load=get_member_in)
def type_year_card(found: OfCampaign) -> ResponseReturnValue:
    """From a comrade's paper; also what they bring along from the branch where they were."""
    return _begun(found, service.type_year_card)


def _begun(found: OfCampaign, begin: Callable[..., Scorecard]) -> ResponseReturnValue:
    with transaction():
        card = begin(found, by=current_actor(), now=now())
    return redirect(url_for("scoring.card", scorecard_id=card.id))


@bp.post(f"{CAMPAIGN}/decide")
@guarded(Permission.SCORE_DECIDE, load=get_grading)
def decide_campaign(campaign: GradingCampaign) -> ResponseReturnValue:
    form = SeveralForm()
    if _decided(campaign.organisation, form):
        return redirect(url_for("scoring.campaign", grading_id=campaign.id))
    return campaign_page(campaign, form)


@bp.post(f"{BRANCH}/decide")
@guarded(Permission.SCORE_DECIDE, load=get_branch_in)
def decide_branch(found: OfCampaign) -> ResponseReturnValue:
    form = SeveralForm()
    if _decided(found.branch, form):
        return _to_branch(found)
    return _branch_page(found, form)


def _decided(place: Organisation, form: SeveralForm) -> bool:
    def decide() -> None:
        accept_several(place, form.chosen, site=mail_site(), by=current_actor(), now=now())

    if not (form.validate_on_submit() and saved(form, decide)):
        return False
    flash(f"Đã quyết định {len(form.chosen)} phiếu.")
    return True


def _to_branch(found: OfCampaign) -> ResponseReturnValue:
    return redirect(
        url_for("scoring.branch_year", grading_id=found.campaign.id, branch_id=found.branch.id)
    )


@bp.post(f"{CAMPAIGN}/remind")
@guarded(Permission.GRADING_KEEP, load=get_grading)
def remind_campaign(campaign: GradingCampaign) -> ResponseReturnValue:
    """Everybody who is missing, in every branch."""
    _remind(campaign)
    return redirect(url_for("scoring.campaign", grading_id=campaign.id))


@bp.post(f"{BRANCH}/remind")
@guarded(reminding, load=get_branch_in)
def remind_branch(found: OfCampaign) -> ResponseReturnValue:
    _remind(found.campaign, found.branch.path)
    return _to_branch(found)


def _remind(campaign: GradingCampaign, path: str | None = None) -> None:
    site = mail_site()
    if site is None:
        raise RuleBroken(NO_MAIL)
    with transaction():
        number = remind(campaign, path=path, site=site, now=now())
    flash(f"Đã gửi {number} thư nhắc.")
