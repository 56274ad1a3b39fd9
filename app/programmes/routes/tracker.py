"""What a committee sees of its branches' programmes, and the catalogue of their topics."""

from itertools import groupby

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import can, current_actor, guarded, signed_in
from app.access.permissions import Permission, places_with
from app.kernel.clock import today
from app.organisations.models import Organisation
from app.organisations.queries import get_branch, get_organisation
from app.programmes.forms.topics import CatalogueFilter, TrackerFilter
from app.programmes.queries.catalogue import catalogue, committee_path, years_in_catalogue
from app.programmes.queries.topics import YearBelow, committee_of, get_year_below
from app.programmes.queries.tracker import WAITING_SHOWN, topics_waiting, tracker_of
from app.programmes.routes import bp
from app.programmes.rules.tracker import needs
from app.programmes.service.topics import seen_of
from app.web.pages import home

PAGE = 30


@bp.get("/programmes")
@signed_in
def mine() -> ResponseReturnValue:
    """The main navigation's way: who keeps a branch's programme to it, a committee to its tracker,
    everybody else to the own branch."""
    place = home()
    branch = get_branch(place.organisation_id) if place else None
    if branch is None or not can(Permission.PROGRAMME_KEEP, branch):
        above = committee_of(places_with(current_actor(), Permission.PROGRAMME_READ))
        if above is not None:
            return redirect(
                url_for("programmes.tracker", organisation_id=above.id, year=today().year)
            )
    if branch is None:
        return redirect(url_for("organisations.index"))
    return redirect(url_for("programmes.show", branch_id=branch.id, year=today().year))


@bp.get("/organisations/<uuid:organisation_id>/programmes/<int:year>")
@guarded(Permission.PROGRAMME_READ, load=get_year_below)
def tracker(below: YearBelow) -> ResponseReturnValue:
    form = TrackerFilter(request.args)
    form.validate()
    found = tracker_of(below.organisation.path, below.year, on=today())
    may_decide = can(Permission.PROGRAMME_DECIDE, below)
    waiting = topics_waiting(below.organisation.path, below.year) if may_decide else []
    return render_template(
        "programmes/tracker.html",
        organisation=below.organisation,
        year=below.year,
        form=form,
        tracker=found,
        rows=[row for row in found.branches if needs(row.figures, row.waiting, form.chosen)],
        waiting=waiting,
        waiting_by_branch=[
            (branch, list(topics_))
            for branch, topics_ in groupby(waiting, lambda topic: topic.organisation)
        ],
        waiting_shown=WAITING_SHOWN,
        seen_of=seen_of,
        today=today(),
    )


@bp.get("/organisations/<uuid:organisation_id>/topics")
@guarded(Permission.PROGRAMME_READ, load=get_organisation)
def topics(organisation: Organisation) -> ResponseReturnValue:
    form = CatalogueFilter(request.args)
    form.offer(years_in_catalogue(organisation))
    form.validate()
    page = min(max(request.args.get("page", default=1, type=int), 1), 1000)
    rows = catalogue(
        organisation,
        text=form.q.data or "" if not form.q.errors else "",
        group=form.chosen_group,
        year=form.chosen_year,
        limit=PAGE + 1,
        offset=(page - 1) * PAGE,
    )
    return render_template(
        "programmes/topics.html",
        organisation=organisation,
        form=form,
        rows=rows[:PAGE],
        page=page,
        has_next=len(rows) > PAGE,
        own_branch=_own_branch(organisation),
        year=today().year,
    )


def _own_branch(organisation: Organisation) -> Organisation | None:
    """The branch for which the reader may take up a topic of this catalogue."""
    place = home()
    branch = get_branch(place.organisation_id) if place else None
    if branch is None or not can(Permission.PROGRAMME_KEEP, branch):
        return None
    return branch if branch.path.startswith(committee_path(organisation)) else None
