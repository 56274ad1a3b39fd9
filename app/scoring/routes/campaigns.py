"""A committee's campaigns of the year: prepared, changed, opened, closed."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import can, current_actor, guarded
from app.access.permissions import Permission
from app.kernel.clock import now, today
from app.kernel.transaction import transaction
from app.organisations.models import Organisation
from app.organisations.queries import get_organisation
from app.organisations.rules import Level
from app.pledges.rules import CampaignState
from app.regulations.queries import book_for
from app.scoring.forms.campaigns import GradingForm, ReopenGradingForm
from app.scoring.forms.deciding import SeveralForm
from app.scoring.models import GradingCampaign, RubricEdition
from app.scoring.queries.campaigns import (
    get_grading,
    gradings_around,
    reading_grading,
    title_of,
)
from app.scoring.queries.places import PlaceYear, get_place_year
from app.scoring.queries.progress import progress_of
from app.scoring.queries.rubrics import rubrics_for
from app.scoring.routes import CAMPAIGN, PLACE, bp, mail_site
from app.scoring.rules.campaigns import (
    DAY_FIELDS,
    FIELDS,
    RUNNING_FIELDS,
    campaign_title,
    proposed_days,
)
from app.scoring.rules.indicators import Subject
from app.scoring.rules.subjects import WHOLE_YEAR
from app.scoring.rules.year import Grouping
from app.scoring.service import campaigns as service
from app.web.forms import SeenForm, saved

GRADINGS = f"{PLACE}/gradings"


@bp.get(GRADINGS)
@guarded(Permission.GRADING_READ, load=get_organisation)
def campaigns(place: Organisation) -> ResponseReturnValue:
    keeps = can(Permission.GRADING_KEEP, place)
    found = gradings_around(place, with_drafts=keeps)
    return render_template(
        "scoring/campaigns.html",
        place=place,
        campaigns=found,
        offered=_not_yet(found) if keeps and place.level is Level.COMMITTEE else [],
        title_of=title_of,
        this_year=today().year,
    )


def _not_yet(found: Sequence[GradingCampaign]) -> list[tuple[Subject, int]]:
    """What may be prepared for this year; the year before is brought in rarely, by its address."""
    taken = {(one.subject, one.quarter) for one in found if one.year == today().year}
    wanted = [
        (Subject.BRANCH_YEAR, WHOLE_YEAR),
        (Subject.MEMBER_YEAR, WHOLE_YEAR),
        *((Subject.MEMBER_YEAR, quarter) for quarter in range(1, 5)),
    ]
    return [one for one in wanted if one not in taken]


@bp.get(CAMPAIGN)
@guarded(reading_grading, load=get_grading)
def campaign(campaign: GradingCampaign) -> ResponseReturnValue:
    return campaign_page(campaign, SeveralForm())


def campaign_page(campaign: GradingCampaign, form: SeveralForm) -> ResponseReturnValue:
    """
    :param form: what is ticked to be decided, and why it has not been.
    """
    return render_template(
        "scoring/campaign.html",
        campaign=campaign,
        title=title_of(campaign),
        progress=progress_of(campaign, on=today()),
        actor=current_actor(),
        form=form,
        has_mail=mail_site() is not None,
        today=today(),
    )


@bp.route(f"{GRADINGS}/<int:year>/new", methods=["GET", "POST"])
@guarded(Permission.GRADING_KEEP, load=get_place_year)
def new_campaign(at: PlaceYear) -> ResponseReturnValue:
    """`subject` and `quarter` stand in the address: rubrics and days hang on them."""
    subject, quarter = _aim()
    service.check_preparable(at.place, subject, at.year, quarter, now=now())
    offered = rubrics_for(at.place.path, subject, on=today())
    form = GradingForm(data=_proposed(at, quarter, offered))
    form.offer((one.id, service.called(one)) for one in offered)
    made: list[GradingCampaign] = []

    def prepare() -> None:
        rubric = _chosen(form, offered)
        made.append(
            service.prepare_campaign(
                at.place,
                subject,
                at.year,
                quarter,
                form.values(),
                rubric=rubric,
                by=current_actor(),
                now=now(),
            )
        )

    if form.validate_on_submit() and saved(form, prepare):
        flash("Đã lập đợt. Xem lại ai thuộc diện rồi mở đợt.")
        return _to(made[0])
    return render_template(
        "scoring/new_campaign.html",
        at=at,
        title=campaign_title(subject, at.year, quarter),
        subject=subject,
        quarter=quarter,
        has_rubric=bool(offered),
        form=form,
    )


def _aim() -> tuple[Subject, int]:
    """What the address asks for; without a word about it the branches, for the whole year."""
    subject = request.args.get("subject", Subject.BRANCH_YEAR, type=Subject)
    return subject, request.args.get("quarter", WHOLE_YEAR, type=int)


def _proposed(at: PlaceYear, quarter: int, offered: Sequence[RubricEdition]) -> dict[str, Any]:
    book, days = book_for(at.place.path, today()), proposed_days(at.year, quarter, today=today())
    return {
        "rubric": str(offered[0].id) if offered else "",
        **{name: getattr(days, name) for name in DAY_FIELDS},
        "cap_percent": book.number("grade.cap_percent"),
        "cap_base": book.choice("grade.cap_base"),
        "grouping": Grouping.TOGETHER.value,
        "months_rule": book.choice("grade.months_rule"),
    }


def _chosen(form: GradingForm, offered: Sequence[RubricEdition]) -> RubricEdition:
    return next(one for one in offered if str(one.id) == form.rubric.data)


def _to(campaign: GradingCampaign) -> ResponseReturnValue:
    return redirect(url_for("scoring.campaign", grading_id=campaign.id))


@bp.route(f"{CAMPAIGN}/edit", methods=["GET", "POST"])
@guarded(Permission.GRADING_KEEP, load=get_grading)
def edit_campaign(campaign: GradingCampaign) -> ResponseReturnValue:
    form = GradingForm(obj=campaign, data={"rubric": str(campaign.rubric_id)})
    offered = _limit(form, campaign)

    def change() -> None:
        service.change_campaign(
            campaign,
            form.values(),
            rubric=_chosen(form, offered) if "rubric" in form else campaign.rubric,
            version=form.version.data,
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, change, on=campaign):
        flash("Đã lưu.")
        return _to(campaign)
    title = title_of(campaign)
    return render_template("scoring/edit_campaign.html", campaign=campaign, title=title, form=form)


def _limit(form: GradingForm, campaign: GradingCampaign) -> Sequence[RubricEdition]:
    """Leave only what may still change, with the rubrics to choose from."""
    if campaign.state is not CampaignState.DRAFT:
        for name in ("rubric", *FIELDS):
            if name not in RUNNING_FIELDS:
                del form[name]
        return []
    found = list(rubrics_for(campaign.unit_path, campaign.subject, on=today()))
    if campaign.rubric not in found:
        found.append(campaign.rubric)
    form.offer((one.id, service.called(one)) for one in found)
    return found


def _press(verb: Callable[..., None], campaign: GradingCampaign, said: str) -> None:
    with transaction():
        verb(campaign, version=SeenForm().version.data, by=current_actor(), now=now())
    flash(said)


@bp.post(f"{CAMPAIGN}/open")
@guarded(Permission.GRADING_KEEP, load=get_grading)
def open_campaign(campaign: GradingCampaign) -> ResponseReturnValue:
    _press(service.open_campaign, campaign, "Đã mở đợt đánh giá, xếp loại.")
    return _to(campaign)


@bp.post(f"{CAMPAIGN}/close")
@guarded(Permission.GRADING_KEEP, load=get_grading)
def close_campaign(campaign: GradingCampaign) -> ResponseReturnValue:
    _press(service.close_campaign, campaign, "Đã kết thúc đợt đánh giá, xếp loại.")
    return _to(campaign)


@bp.route(f"{CAMPAIGN}/reopen", methods=["GET", "POST"])
@guarded(Permission.GRADING_KEEP, load=get_grading)
def reopen_campaign(campaign: GradingCampaign) -> ResponseReturnValue:
    form = ReopenGradingForm(data={"version": campaign.version})

    def reopen() -> None:
        service.reopen_campaign(
            campaign,
            reason=form.reason.data,
            version=form.version.data,
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, reopen, on=campaign):
        flash("Đã mở lại đợt đánh giá, xếp loại.")
        return _to(campaign)
    title = title_of(campaign)
    return render_template(
        "scoring/reopen_campaign.html", campaign=campaign, title=title, form=form
    )


@bp.post(f"{CAMPAIGN}/remove")
@guarded(Permission.GRADING_KEEP, load=get_grading)
def remove_campaign(campaign: GradingCampaign) -> ResponseReturnValue:
    back = url_for("scoring.campaigns", organisation_id=campaign.organisation_id)
    _press(service.remove_campaign, campaign, "Đã xóa đợt chưa mở.")
    return redirect(back)
