"""Who has had which document: of a branch, and of all branches of a committee."""

from collections.abc import Sequence
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import current_actor, guarded
from app.access.permissions import Permission
from app.dissemination.forms import PickFilter, TellForm
from app.dissemination.models import LaterTelling
from app.dissemination.queries import (
    branches_presented_to,
    get_telling,
    reach_in_branch,
    reach_of_document,
)
from app.dissemination.routes import bp
from app.dissemination.rules import REACHED_LABELS, REACHED_TONES, totals_of
from app.dissemination.service import take_back_telling, tell_members
from app.kernel.clock import now, today
from app.kernel.transaction import transaction
from app.library.models import HigherDocument
from app.library.queries import KnownDocument, get_known, list_documents
from app.organisations.models import Organisation
from app.organisations.queries import get_organisation
from app.organisations.rules import Level
from app.web.forms import saved

PAGE = 30


@bp.get("/organisations/<uuid:organisation_id>/dissemination")
@guarded(Permission.DISSEMINATION_READ, load=get_organisation)
def index(organisation: Organisation) -> ResponseReturnValue:
    """The documents known at a place, each with how far it has come there."""
    form = PickFilter(request.args)
    page = min(max(request.args.get("page", default=1, type=int), 1), 1000)
    rows = list_documents(organisation, text=form.q.data, limit=PAGE + 1, offset=(page - 1) * PAGE)
    documents = rows[:PAGE]
    return render_template(
        "dissemination/index.html",
        organisation=organisation,
        form=form,
        documents=documents,
        today=today(),
        page=page,
        has_next=len(rows) > PAGE,
        labels=REACHED_LABELS,
        tones=REACHED_TONES,
        **_reached(organisation, documents),
    )


def _reached(place: Organisation, documents: Sequence[HigherDocument]) -> dict[str, object]:
    """Of a branch its comrades, of a committee its branches."""
    if place.level is Level.BRANCH:
        found = reach_in_branch(place, documents, on=today())
        return {"reached": {row.document.id: row for row in found}, "branches": 0}
    presented, branches = branches_presented_to(documents, place)
    return {"presented": presented, "branches": branches}


@bp.get("/organisations/<uuid:organisation_id>/documents/<uuid:document_id>/dissemination")
@guarded(Permission.DISSEMINATION_READ, load=get_known)
def show(known: KnownDocument) -> ResponseReturnValue:
    rows = reach_of_document(known.document, known.organisation, on=today())
    return render_template(
        "dissemination/show.html",
        document=known.document,
        organisation=known.organisation,
        rows=rows,
        totals=totals_of(row.reach for row in rows),
        is_branch=known.organisation.level is Level.BRANCH,
        labels=REACHED_LABELS,
        tones=REACHED_TONES,
    )


@bp.route(
    "/organisations/<uuid:organisation_id>/documents/<uuid:document_id>/dissemination/told",
    methods=["GET", "POST"],
)
@guarded(Permission.DISSEMINATION_KEEP, load=get_known)
def tell(known: KnownDocument) -> ResponseReturnValue:
    """In a branch only: those who missed it are told by their own branch."""
    if known.organisation.level is not Level.BRANCH:
        abort(404)
    rows = reach_in_branch(known.organisation, [known.document], on=today())
    form = TellForm(told_on=today())
    form.offer((one.member_id, one.name) for one in rows[0].waiting)

    def change() -> None:
        tell_members(
            known.document,
            known.organisation,
            form.chosen,
            told_on=form.told_on.data,
            how=form.how.data,
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, change):
        flash(f"Đã ghi phổ biến bù cho {len(form.chosen)} đồng chí.")
        return redirect(_url(known.organisation.id, known.document.id))
    return render_template(
        "dissemination/tell.html",
        form=form,
        document=known.document,
        organisation=known.organisation,
        back_url=_url(known.organisation.id, known.document.id),
    )


def _url(organisation_id: UUID, document_id: UUID) -> str:
    return url_for("dissemination.show", organisation_id=organisation_id, document_id=document_id)


@bp.post(
    "/organisations/<uuid:organisation_id>/documents/<uuid:document_id>/dissemination"
    "/told/<uuid:member_id>/remove"
)
@guarded(Permission.DISSEMINATION_KEEP, load=get_telling)
def take_back(telling: LaterTelling) -> ResponseReturnValue:
    back = _url(telling.organisation_id, telling.document_id)
    with transaction():
        take_back_telling(telling, by=current_actor(), now=now())
    flash("Đã bỏ ghi phổ biến bù.")
    return redirect(back)
