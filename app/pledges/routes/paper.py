"""A leader types a pledge from the paper a member signed."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import current_actor, guarded
from app.access.permissions import Permission
from app.files.sending import sent_back
from app.kernel.clock import now, today
from app.people.queries import get_member
from app.pledges.forms.paper import PaperForm, ScanForm
from app.pledges.models import Pledge, PledgeEdition
from app.pledges.queries.coverage import Covered, get_covered_branch
from app.pledges.queries.mine import paper_lines
from app.pledges.queries.pledges import get_edition, get_pledge, reading_edition
from app.pledges.routes import BRANCH, EDITION, PLEDGE, bp
from app.pledges.service.paper import attach_scan
from app.pledges.service.writing import begin_pledge
from app.web.downloads import files_folder
from app.web.forms import saved


@bp.route(f"{BRANCH}/paper", methods=["GET", "POST"])
@guarded(Permission.PLEDGE_TYPE, load=get_covered_branch)
def paper(covered: Covered) -> ResponseReturnValue:
    lines = paper_lines(covered.campaign, covered.place, on=today()) if covered.campaign else []
    form = PaperForm()
    form.offer((line.member_id, line.name) for line in lines if line.pledge is None)
    if form.validate_on_submit() and (pledge := _begun(covered, form)):
        return redirect(url_for("pledges.write", pledge_id=pledge.id))
    return render_template("pledges/paper.html", covered=covered, lines=lines, form=form)


def _begun(covered: Covered, form: PaperForm) -> Pledge | None:
    pledges: list[Pledge] = []

    def begin() -> None:
        pledge = begin_pledge(
            covered.campaign,
            get_member(UUID(form.member_id.data)),
            covered.place,
            is_from_paper=True,
            by=current_actor(),
            now=now(),
        )
        pledges.append(pledge)

    return pledges[0] if saved(form, begin) else None


@bp.route(f"{PLEDGE}/scan", methods=["GET", "POST"])
@guarded(Permission.PLEDGE_TYPE, load=get_pledge)
def scan(pledge: Pledge) -> ResponseReturnValue:
    form = ScanForm(obj=pledge.last)

    def attach() -> None:
        attach_scan(
            pledge,
            signed_on=form.signed_on.data,
            name=form.file.data.filename,
            content=form.file.data.read(),
            folder=files_folder(),
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, attach):
        flash("Đã đính kèm bản giấy.")
        return redirect(url_for("pledges.write", pledge_id=pledge.id))
    return render_template("pledges/scan.html", pledge=pledge, form=form)


@bp.get(f"{EDITION}/scan")
@guarded(reading_edition, load=get_edition)
def download_scan(edition: PledgeEdition) -> ResponseReturnValue:
    """Who may read what was typed may see what it was typed from."""
    return sent_back(edition.scan)
