"""The form as one branch fills it in, and the sections the branch adds to it."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import current_actor, guarded
from app.access.permissions import Permission
from app.kernel.clock import now
from app.kernel.transaction import transaction
from app.organisations.models import Organisation
from app.pledges.forms.templates import MoveForm, SectionForm
from app.pledges.models import PledgeSection
from app.pledges.queries.coverage import Covered, get_covered_branch
from app.pledges.queries.forms import get_own_section, has_submitted, sections_for
from app.pledges.routes import BRANCH, bp
from app.pledges.service import templates as service
from app.web.forms import SeenForm, saved

FORM = f"{BRANCH}/form"
OWN = "/branches/<uuid:branch_id>/pledge-sections/<uuid:own_section_id>"


@bp.get(FORM)
@guarded(Permission.CAMPAIGN_READ, load=get_covered_branch)
def form(covered: Covered) -> ResponseReturnValue:
    campaign, branch = covered.campaign, covered.place
    return render_template(
        "pledges/form.html",
        covered=covered,
        sections=sections_for(campaign, branch) if campaign else [],
        is_settled=campaign is not None and has_submitted(campaign, branch),
    )


def _to(branch: Organisation, year: int) -> ResponseReturnValue:
    return redirect(url_for("pledges.form", branch_id=branch.id, year=year))


def _back(section: PledgeSection) -> ResponseReturnValue:
    assert section.branch is not None
    return _to(section.branch, section.template.year)


@bp.route(f"{FORM}/sections/new", methods=["GET", "POST"])
@guarded(Permission.PLEDGE_SECTION_KEEP, load=get_covered_branch)
def new_own_section(covered: Covered) -> ResponseReturnValue:
    campaign, branch = covered.campaign, covered.place
    if campaign is None:
        abort(404)
    form = SectionForm()

    def add() -> None:
        service.add_own_section(campaign, branch, form.values(), by=current_actor(), now=now())

    if form.validate_on_submit() and saved(form, add):
        flash("Đã thêm mục riêng của chi bộ.")
        return _to(branch, covered.year)
    return render_template("pledges/new_own_section.html", covered=covered, form=form)


@bp.route(f"{OWN}/edit", methods=["GET", "POST"])
@guarded(Permission.PLEDGE_SECTION_KEEP, load=get_own_section)
def edit_own_section(section: PledgeSection) -> ResponseReturnValue:
    form = SectionForm(obj=section)

    def change() -> None:
        service.change_section(
            section, form.values(), version=form.version.data, by=current_actor(), now=now()
        )

    if form.validate_on_submit() and saved(form, change, on=section):
        flash("Đã lưu.")
        return _back(section)
    return render_template("pledges/edit_own_section.html", section=section, form=form)


@bp.post(f"{OWN}/move")
@guarded(Permission.PLEDGE_SECTION_KEEP, load=get_own_section)
def move_own_section(section: PledgeSection) -> ResponseReturnValue:
    form = MoveForm()
    with transaction():
        service.move_section(
            section, form.chosen, version=form.version.data, by=current_actor(), now=now()
        )
    return _back(section)


@bp.post(f"{OWN}/remove")
@guarded(Permission.PLEDGE_SECTION_KEEP, load=get_own_section)
def remove_own_section(section: PledgeSection) -> ResponseReturnValue:
    back = _back(section)
    with transaction():
        service.remove_section(
            section, version=SeenForm().version.data, by=current_actor(), now=now()
        )
    flash("Đã bỏ mục riêng của chi bộ.")
    return back
