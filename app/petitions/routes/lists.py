"""The lists of a branch and of a committee, on the page and on paper."""

from typing import Any, TypeVar
from uuid import UUID

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from app.access.guards import can, guarded
from app.access.permissions import Permission
from app.documents.sending import sent
from app.kernel.clock import today
from app.organisations.models import Organisation
from app.organisations.queries import get_branch, get_organisation
from app.petitions.forms import CommitteeFilter, ListFilter
from app.petitions.queries import (
    PetitionRow,
    Wanted,
    answer_figures,
    list_paper_of,
    petitions_before,
    petitions_below,
    years_with_petitions,
)
from app.petitions.routes import bp
from app.petitions.routes.entry import soon_days
from app.petitions.routes.own import labels
from app.petitions.rules import quarter

_Filter = TypeVar("_Filter", bound=ListFilter)

PAGE = 50
ON_PAPER = 1000


def _place(organisation_id: UUID, **_rest: Any) -> Organisation | None:
    return get_organisation(organisation_id)


@bp.get("/branches/<uuid:branch_id>/petitions")
@guarded(Permission.PETITION_READ, load=get_branch)
def index(branch: Organisation) -> ResponseReturnValue:
    form = _asked(ListFilter(request.args), branch)
    wanted = _wanted(form, branch)
    page = _page()
    rows = petitions_below(
        branch.path,
        wanted,
        with_author=can(Permission.PETITION_AUTHOR_READ, branch),
        limit=PAGE + 1,
        offset=(page - 1) * PAGE,
    )
    return render_template(
        "petitions/index.html",
        branch=branch,
        form=form,
        figures=answer_figures(branch.path, wanted),
        **_listed(rows, page, wanted),
    )


@bp.get("/organisations/<uuid:organisation_id>/petitions")
@guarded(Permission.PETITION_READ, load=get_organisation)
def committee(organisation: Organisation) -> ResponseReturnValue:
    form = _asked(CommitteeFilter(request.args), organisation)
    wanted = _wanted(form, organisation)
    page = _page()
    return render_template(
        "petitions/committee.html",
        organisation=organisation,
        form=form,
        figures=answer_figures(organisation.path, wanted),
        **_listed(_rows(organisation, form, wanted, page), page, wanted),
    )


@bp.get("/organisations/<uuid:organisation_id>/petitions/download.<any(pdf, docx, txt):extension>")
@guarded(Permission.PETITION_READ, load=_place)
def download_list(organisation: Organisation) -> Response:
    """What the page shows under the same filter, all of it."""
    form = _asked(CommitteeFilter(request.args), organisation)
    wanted = _wanted(form, organisation)
    paper = list_paper_of(
        organisation,
        _rows(organisation, form, wanted, 1, size=ON_PAPER),
        wanted,
        is_below=form.is_below,
    )
    return sent(paper, "kien-nghi", organisation.name, f"{today():%Y-%m-%d}")


def _rows(
    place: Organisation, form: CommitteeFilter, wanted: Wanted, page: int, size: int = PAGE
) -> list[PetitionRow]:
    with_author = can(Permission.PETITION_AUTHOR_READ, place)
    limits = {"limit": size + 1, "offset": (page - 1) * size}
    if form.is_below:
        return petitions_below(place.path, wanted, with_author=with_author, **limits)
    return petitions_before(place, wanted, with_author=with_author, **limits)


def _asked(form: _Filter, place: Organisation) -> _Filter:
    form.offer(years_with_petitions(place.path))
    form.validate()
    return form


def _wanted(form: ListFilter, place: Organisation) -> Wanted:
    """A quarter without a year is one of this year."""
    year = form.chosen_year or (today().year if form.chosen_quarter else None)
    first, last = quarter(year, form.chosen_quarter) if year else (None, None)
    return Wanted(form.chosen_state, first, last, on=today(), soon_days=soon_days(place.path))


def _page() -> int:
    return min(max(request.args.get("page", default=1, type=int), 1), 1000)


def _listed(rows: list[PetitionRow], page: int, wanted: Wanted) -> dict[str, object]:
    return {
        "rows": rows[:PAGE],
        "page": page,
        "has_next": len(rows) > PAGE,
        "soon_days": wanted.soon_days,
        **labels(),
    }
