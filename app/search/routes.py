"""One field over everything the comrade may read."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import current_actor, signed_in
from app.access.permissions import Permission
from app.organisations.queries import list_where
from app.search.forms import SearchForm
from app.search.queries import COUNTED, Hit, find
from app.search.rules.findables import KIND_LABELS, SearchKind
from app.search.rules.question import question

bp = Blueprint("search", __name__)

_PAGES = {
    SearchKind.MEETING: ("meetings.show", "meeting_id"),
    SearchKind.MINUTES: ("minutes.show", "meeting_id"),
    SearchKind.DRAFT: ("minutes.show", "meeting_id"),
    SearchKind.RESOLUTION: ("resolutions.show", "resolution_id"),
    SearchKind.ASSIGNMENT: ("assignments.show", "assignment_id"),
    SearchKind.DOCUMENT: ("library.find", "document_id"),
}
_GREATEST = 2**63 - 1


@bp.get("/search")
@signed_in
def index() -> ResponseReturnValue:
    actor = current_actor()
    form = SearchForm(request.args)
    form.offer((place.id, place.name) for place in list_where(actor, Permission.MEETING_LIST))
    form.validate()
    before = request.args.get("before", type=int)
    asked = question(form.q.data)
    answer = find(
        actor,
        asked,
        form.narrowed(),
        strictest=form.strictest,
        before=before if before and 0 < before <= _GREATEST else None,
    )
    return render_template(
        "search/index.html",
        form=form,
        answer=answer,
        asked=asked,
        counted=COUNTED,
        labels=KIND_LABELS,
        page_of=_page_of,
    )


def _page_of(hit: Hit) -> str:
    endpoint, name = _PAGES[hit.kind]
    values: dict[str, Any] = {name: hit.subject_id}
    return url_for(endpoint, **values)
