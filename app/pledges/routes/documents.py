"""Pledges as files: one, the empty form of the year, all of a branch."""

from flask import Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import can, current_actor, guarded
from app.access.permissions import Permission
from app.documents.sending import sent
from app.jobs.models import Job
from app.jobs.queue import has_worker, ring
from app.jobs.sending import following, made
from app.kernel.clock import now, today
from app.pledges.document.blank import blank_document
from app.pledges.document.paper import pledge_document
from app.pledges.forms.documents import PapersForm
from app.pledges.models import Pledge, PledgeCampaign, PledgeEdition
from app.pledges.queries.campaigns import get_campaign, reading_campaign
from app.pledges.queries.collection import collection_of, get_made, made_papers
from app.pledges.queries.coverage import Covered, get_covered_branch
from app.pledges.queries.documents import blank_of, paper_of, printed_edition
from app.pledges.queries.pledges import get_edition, get_pledge, reading, reading_edition
from app.pledges.routes import BRANCH, EDITION, PLEDGE, bp
from app.pledges.rules.collection import SCOPE_LABELS, Scope
from app.pledges.service.export import order_papers
from app.web.downloads import files_folder
from app.web.forms import saved

_PAPER = "<any(pdf, docx, txt):extension>"


@bp.get(f"{PLEDGE}/paper.{_PAPER}")
@guarded(reading, load=lambda pledge_id, extension: get_pledge(pledge_id))
def printed(pledge: Pledge) -> Response:
    """The text in force; for who writes it also what is still being written."""
    last = pledge.last
    edition = printed_edition(pledge, with_open=can(reading_edition(last), last))
    if edition is None:
        abort(404)
    data = paper_of(edition, with_results=can(Permission.PLEDGE_READ, pledge))
    return sent(pledge_document(data), "ban-cam-ket", pledge.member.name, str(pledge.year))


@bp.get(f"{EDITION}/paper.{_PAPER}")
@guarded(
    reading_edition,
    load=lambda pledge_id, edition_number, extension: get_edition(pledge_id, edition_number),
)
def edition_printed(edition: PledgeEdition) -> Response:
    """One of its texts, as it was."""
    data = paper_of(edition, with_results=False)
    name, year = edition.pledge.member.name, str(edition.pledge.year)
    return sent(pledge_document(data), "ban-cam-ket", name, year, f"ban-{edition.number}")


@bp.get(f"/pledge-campaigns/<uuid:campaign_id>/blank.{_PAPER}")
@guarded(reading_campaign, load=lambda campaign_id, extension: get_campaign(campaign_id))
def blank(campaign: PledgeCampaign) -> Response:
    return sent(blank_document(blank_of(campaign)), "mau-ban-cam-ket", str(campaign.year))


@bp.get(f"{BRANCH}/blank.{_PAPER}")
@guarded(
    Permission.CAMPAIGN_READ,
    load=lambda branch_id, year, extension: get_covered_branch(branch_id, year),
)
def branch_blank(covered: Covered) -> Response:
    if covered.campaign is None:
        abort(404)
    form = blank_document(blank_of(covered.campaign, covered.place))
    return sent(form, "mau-ban-cam-ket", covered.place.name, str(covered.year))


@bp.get(f"{BRANCH}/papers")
@guarded(Permission.PLEDGE_EXPORT, load=get_covered_branch)
def papers(covered: Covered) -> ResponseReturnValue:
    return _page(covered, PapersForm(formdata=None))


@bp.post(f"{BRANCH}/papers/make")
@guarded(Permission.PLEDGE_EXPORT, load=get_covered_branch)
def make_papers(covered: Covered) -> ResponseReturnValue:
    form = PapersForm()
    jobs: list[Job] = []
    if form.validate_on_submit():
        _check_scope(Scope(form.scope.data), covered)
        if saved(form, lambda: jobs.append(_order(covered, form))):
            ring(jobs[0])
            flash("Tệp đang được dựng. Đồng chí có thể rời trang này và quay lại lấy tệp sau.")
            return redirect(
                url_for("pledges.papers", branch_id=covered.place.id, year=covered.year)
            )
    return _page(covered, form)


def _order(covered: Covered, form: PapersForm) -> Job:
    return order_papers(
        covered.place,
        covered.year,
        scope=Scope(form.scope.data),
        extension=form.format.data,
        folder=files_folder(),
        by=current_actor(),
        now=now(),
    )


@bp.get("/pledge-papers/<uuid:job_id>/download")
@guarded(Permission.PLEDGE_EXPORT, load=get_made)
def download_papers(job: Job) -> Response:
    _check_scope(Scope(job.wanted["scope"]), job)
    return made(job)


def _page(covered: Covered, form: PapersForm) -> ResponseReturnValue:
    found = {
        scope: collection_of(covered.place, covered.year, scope, on=today())
        for scope in _scopes(covered)
    }
    present = {scope: data for scope, data in found.items() if data}
    files = made_papers(covered.place, covered.year, present)
    page = render_template(
        "pledges/papers.html",
        covered=covered,
        present=present,
        form=form,
        made=files,
        has_worker=has_worker(),
        scope_labels=SCOPE_LABELS,
    )
    return following(page, (file.job for file in files))


def _scopes(subject: Covered | Job) -> list[Scope]:
    """What was submitted is for those who confirm it; what is confirmed also for who is above."""
    if can(Permission.PLEDGE_READ_SUBMITTED, subject):
        return list(Scope)
    return [Scope.CONFIRMED]


def _check_scope(scope: Scope, subject: Covered | Job) -> None:
    if scope not in _scopes(subject):
        abort(403)
