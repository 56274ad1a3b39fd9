"""A committee's campaigns: prepared, changed, opened, closed."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import can, current_actor, guarded
from app.access.permissions import Permission
from app.kernel.clock import now, today
from app.kernel.transaction import transaction
from app.organisations.models import Organisation
from app.organisations.queries import get_organisation
from app.organisations.rules import Level
from app.pledges.forms.campaigns import SUPPLIED, CampaignForm, ReopenForm
from app.pledges.models import PledgeCampaign, PledgeTemplate
from app.pledges.queries.campaigns import campaigns_around, get_campaign, reading_campaign
from app.pledges.queries.coverage import Covered, get_covered
from app.pledges.queries.duties import by_branch, duties_of
from app.pledges.queries.forms import sections_of, templates_for, templates_of
from app.pledges.routes import bp
from app.pledges.rules.campaigns import proposed_days
from app.pledges.rules.supplied import supplied_form
from app.pledges.service import campaigns as service
from app.regulations.queries import book_for
from app.web.forms import SeenForm, saved

PLACE = "/organisations/<uuid:organisation_id>/pledge-campaigns"
CAMPAIGN = "/pledge-campaigns/<uuid:campaign_id>"


@bp.get(PLACE)
@guarded(Permission.CAMPAIGN_READ, load=get_organisation)
def campaigns(place: Organisation) -> ResponseReturnValue:
    may_keep = can(Permission.CAMPAIGN_KEEP, place) and place.level is Level.COMMITTEE
    found = campaigns_around(place, with_drafts=can(Permission.CAMPAIGN_KEEP, place))
    this_year = today().year
    return render_template(
        "pledges/campaigns.html",
        place=place,
        campaigns=found,
        templates=templates_of(place) if may_keep else [],
        years=_years_without(found, this_year) if may_keep else [],
        this_year=this_year,
    )


def _years_without(found: Sequence[PledgeCampaign], this_year: int) -> list[int]:
    """For which a campaign may be prepared; last year's is brought in rarely."""
    taken = {campaign.year for campaign in found}
    return [year for year in (this_year, this_year + 1) if year not in taken]


@bp.get(CAMPAIGN)
@guarded(reading_campaign, load=get_campaign)
def campaign(campaign: PledgeCampaign) -> ResponseReturnValue:
    branches = by_branch(duties_of(campaign, on=today()))
    return render_template(
        "pledges/campaign.html",
        campaign=campaign,
        sections=sections_of(campaign.template),
        branches=branches,
        due=sum(branch.due for branch in branches),
        members=sum(branch.members for branch in branches),
        today=today(),
    )


@bp.route(f"{PLACE}/<int:year>/new", methods=["GET", "POST"])
@guarded(Permission.CAMPAIGN_KEEP, load=get_covered)
def new_campaign(covered: Covered) -> ResponseReturnValue:
    place, year = covered.place, covered.year
    service.check_preparable(place, year, now=now())
    offered = templates_for(place)
    form = CampaignForm(data=_proposed(place, year, offered))
    _offer(form, offered)
    made: list[PledgeCampaign] = []

    def prepare() -> None:
        source = _source(form, offered)
        made.append(
            service.prepare_campaign(
                place, year, form.values(), source=source, by=current_actor(), now=now()
            )
        )

    if form.validate_on_submit() and saved(form, prepare):
        flash("Đã lập đợt cam kết. Xem lại mẫu và diện phải cam kết rồi mở đợt.")
        return _to(made[0])
    return render_template("pledges/new_campaign.html", covered=covered, form=form)


def _proposed(place: Organisation, year: int, offered: Sequence[PledgeTemplate]) -> dict[str, Any]:
    closing_day = book_for(place.path, today()).choice("pledge.closing_day")
    days = proposed_days(year, closing_day, today=today())
    return {
        "source": str(offered[0].id) if offered else SUPPLIED,
        "opens_on": days.opens_on,
        "closes_on": days.closes_on,
        "counted_on": days.counted_on,
        "grounds": supplied_form().grounds,
        "shows_list": True,
    }


def _offer(form: CampaignForm, templates: Sequence[PledgeTemplate]) -> None:
    labels = [(one.id, _called(one)) for one in templates]
    form.offer(labels, f"Mẫu có sẵn: {len(supplied_form().sections)} mục")


def _called(template: PledgeTemplate) -> str:
    edition = f"năm {template.year}, bản {template.edition}"
    return f"{template.title}, {edition} ({template.organisation.name})"


def _source(form: CampaignForm, offered: Sequence[PledgeTemplate]) -> PledgeTemplate | None:
    return next((one for one in offered if one.id == form.chosen), None)


def _to(campaign: PledgeCampaign) -> ResponseReturnValue:
    return redirect(url_for("pledges.campaign", campaign_id=campaign.id))


@bp.route(f"{CAMPAIGN}/edit", methods=["GET", "POST"])
@guarded(Permission.CAMPAIGN_KEEP, load=get_campaign)
def edit_campaign(campaign: PledgeCampaign) -> ResponseReturnValue:
    offered = templates_for(campaign.organisation)
    form = CampaignForm(obj=campaign, source=str(campaign.template_id))
    _offer(form, offered)
    if campaign.template.is_fixed:
        del form.source

    def change() -> None:
        source = _source(form, offered) if "source" in form else campaign.template
        service.change_campaign(
            campaign,
            form.values(),
            source=source,
            version=form.version.data,
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, change, on=campaign):
        flash("Đã lưu.")
        return _to(campaign)
    return render_template("pledges/edit_campaign.html", campaign=campaign, form=form)


def _press(verb: Callable[..., None], campaign: PledgeCampaign, said: str) -> None:
    with transaction():
        verb(campaign, version=SeenForm().version.data, by=current_actor(), now=now())
    flash(said)


@bp.post(f"{CAMPAIGN}/open")
@guarded(Permission.CAMPAIGN_KEEP, load=get_campaign)
def open_campaign(campaign: PledgeCampaign) -> ResponseReturnValue:
    _press(service.open_campaign, campaign, "Đã mở đợt cam kết.")
    return _to(campaign)


@bp.post(f"{CAMPAIGN}/close")
@guarded(Permission.CAMPAIGN_KEEP, load=get_campaign)
def close_campaign(campaign: PledgeCampaign) -> ResponseReturnValue:
    _press(service.close_campaign, campaign, "Đã kết thúc đợt cam kết.")
    return _to(campaign)


@bp.route(f"{CAMPAIGN}/reopen", methods=["GET", "POST"])
@guarded(Permission.CAMPAIGN_KEEP, load=get_campaign)
def reopen_campaign(campaign: PledgeCampaign) -> ResponseReturnValue:
    form = ReopenForm(data={"version": campaign.version})

    def reopen() -> None:
        service.reopen_campaign(
            campaign,
            reason=form.reason.data,
            version=form.version.data,
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, reopen, on=campaign):
        flash("Đã mở lại đợt cam kết.")
        return _to(campaign)
    return render_template("pledges/reopen_campaign.html", campaign=campaign, form=form)


@bp.post(f"{CAMPAIGN}/remove")
@guarded(Permission.CAMPAIGN_KEEP, load=get_campaign)
def remove_campaign(campaign: PledgeCampaign) -> ResponseReturnValue:
    back = url_for("pledges.campaigns", organisation_id=campaign.organisation_id)
    _press(service.remove_campaign, campaign, "Đã xóa đợt cam kết chưa mở.")
    return redirect(back)
