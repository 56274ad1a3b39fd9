"""Who has submitted and who has not: by branch, and by committee; and reminding them."""

from collections.abc import Collection
from uuid import UUID

from flask import Response, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import can, current_actor, guarded
from app.access.permissions import Permission
from app.documents.excel import MEDIA_TYPE, render_xlsx
from app.documents.files import file_name
from app.documents.sending import sent
from app.kernel.clock import now, today
from app.kernel.transaction import transaction
from app.mail.rules import server_of
from app.pledges.document.coverage import CoverageData, coverage_document, coverage_sheets
from app.pledges.forms.coverage import CoverageFilter, RemindForm
from app.pledges.queries.coverage import (
    Coverage,
    Covered,
    campaigns_below,
    coverage_at,
    get_covered,
    get_covered_branch,
    listing,
    pledges_by,
)
from app.pledges.queries.coverage_papers import coverage_data
from app.pledges.queries.pledges import reading
from app.pledges.routes import BRANCH, COMMITTEE, bp
from app.pledges.service import reminders as service
from app.web.downloads import attachment
from app.web.forms import saved

# So many of those who are missing stand on a committee's page; the files name all of them.
MISSING_SHOWN = 100


@bp.get(BRANCH)
@guarded(listing, load=get_covered_branch)
def branch(covered: Covered) -> ResponseReturnValue:
    coverage = coverage_at(covered, on=today())
    form = _remind_form(coverage, coverage.to_remind) if coverage else None
    return _branch_page(covered, coverage, form)


@bp.post(f"{BRANCH}/remind")
@guarded(Permission.PLEDGE_REMIND, load=get_covered_branch)
def remind(covered: Covered) -> ResponseReturnValue:
    coverage = coverage_at(covered, on=today()) or abort(404)
    form = _remind_form(coverage)
    said: list[str] = []

    def send() -> None:
        said.append(_remind(coverage, form.chosen))

    if form.validate_on_submit() and saved(form, send):
        flash(said[0])
        return redirect(url_for("pledges.branch", branch_id=covered.place.id, year=covered.year))
    return _branch_page(covered, coverage, form)


def _branch_page(
    covered: Covered, coverage: Coverage | None, form: RemindForm | None
) -> ResponseReturnValue:
    return render_template(
        "pledges/branch.html",
        covered=covered,
        coverage=coverage,
        form=form,
        readable=_readable(coverage) if coverage else {},
        leads=can(Permission.PLEDGE_LIST, covered),
        years=_years_beside(covered),
        has_mail=server_of(current_app.config) is not None,
        today=today(),
    )


def _years_beside(covered: Covered) -> list[int]:
    """The year before and the year after, if the reader may see the list of those too."""
    beside = (covered.year - 1, covered.year + 1)
    near = [year for year in beside if 1930 <= year <= today().year + 1]
    if can(Permission.PLEDGE_LIST, covered):
        return near
    others = [get_covered_branch(covered.place.id, year) for year in near]
    return [other.year for other in others if other and can(listing(other), other)]


def _readable(coverage: Coverage) -> dict[UUID, UUID]:
    """By author, the pledges of the list that the reader may open."""
    pledges = pledges_by([line.member_id for line in coverage.everybody], coverage.campaign.year)
    return {pledge.member_id: pledge.id for pledge in pledges if can(reading(pledge), pledge)}


def _remind_form(coverage: Coverage, ticked: Collection[UUID] = ()) -> RemindForm:
    """Who is missing; what was sent in wins over what is `ticked` on a fresh page."""
    form = RemindForm(data={"member_ids": [str(id_) for id_ in ticked]})
    form.offer((line.member_id, line.name) for line in coverage.missing)
    return form


@bp.get(COMMITTEE)
@guarded(Permission.PLEDGE_LIST, load=get_covered)
def committee(covered: Covered) -> ResponseReturnValue:
    form = CoverageFilter(request.args)
    form.validate()
    coverage = coverage_at(covered, on=today())
    branches = coverage.branches if coverage else ()
    return render_template(
        "pledges/committee.html",
        covered=covered,
        coverage=coverage,
        form=form,
        rows=[row for row in branches if not form.chosen or getattr(row.figures, form.chosen)],
        campaigns=[] if coverage else campaigns_below(covered.place.path, covered.year),
        shown=MISSING_SHOWN,
        has_mail=server_of(current_app.config) is not None,
        today=today(),
    )


@bp.post(f"{COMMITTEE}/remind")
@guarded(Permission.PLEDGE_REMIND, load=get_covered)
def remind_below(covered: Covered) -> ResponseReturnValue:
    """Everybody who is missing, in every branch."""
    coverage = coverage_at(covered, on=today()) or abort(404)
    with transaction():
        flash(_remind(coverage))
    place_id = covered.place.id
    return redirect(url_for("pledges.committee", organisation_id=place_id, year=covered.year))


def _remind(coverage: Coverage, chosen: set[UUID] | None = None) -> str:
    """What was done, in a sentence."""
    server = server_of(current_app.config)
    site = server.site if server else None
    done = service.remind(
        coverage.place, coverage.campaign, chosen, site=site, by=current_actor(), now=now()
    )
    by_mail = f" {done.by_mail} đồng chí nhận thêm thư điện tử." if server else ""
    return f"Đã nhắc {done.members} đồng chí; lời nhắc hiện ở trang đầu của từng người.{by_mail}"


@bp.get(f"{COMMITTEE}/coverage.<any(pdf, docx, txt, xlsx):extension>")
@guarded(
    Permission.PLEDGE_LIST,
    load=lambda organisation_id, year, extension: get_covered(organisation_id, year),
)
def coverage_paper(covered: Covered) -> Response:
    data = coverage_data(coverage_at(covered, on=today()) or abort(404))
    name = ("tinh-hinh-cam-ket", covered.place.name, str(covered.year), data.on.isoformat())
    if (request.view_args or {})["extension"] == "xlsx":
        return _excel(data, *name)
    return sent(coverage_document(data), *name)


def _excel(data: CoverageData, *name: str) -> Response:
    document = coverage_document(data)
    return attachment(
        render_xlsx(document.title, data.on, coverage_sheets(data)),
        name=file_name(*name, extension="xlsx"),
        media_type=MEDIA_TYPE,
    )
