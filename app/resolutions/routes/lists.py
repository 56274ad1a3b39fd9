"""Resolutions of a branch, and of all branches below a place."""

from collections.abc import Mapping
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.access.guards import can, guarded
from app.access.permissions import Permission
from app.kernel.clock import today
from app.meetings.models import Meeting
from app.meetings.rules.life import RECORDABLE, MeetingStatus
from app.organisations.models import Organisation
from app.organisations.queries import get_branch, get_organisation
from app.resolutions.forms import FilterForm, YearForm
from app.resolutions.queries import (
    list_resolutions,
    resolutions_from,
    years_with_resolutions,
)
from app.resolutions.queries.reviews import issued_below, years_issued_below
from app.resolutions.routes import bp
from app.resolutions.routes.loading import TONES
from app.resolutions.rules import KIND_LABELS, STATUS_LABELS, ResolutionStatus

# From here on a meeting may have something to put into a resolution.
_DECIDED = RECORDABLE | {MeetingStatus.ADOPTED}


@bp.get("/branches/<uuid:branch_id>/resolutions")
@guarded(Permission.MEETING_LIST, load=get_branch)
def index(branch: Organisation) -> ResponseReturnValue:
    form = FilterForm(request.args)
    form.offer(years_with_resolutions(branch))
    form.validate()
    year = form.year.data if not form.year.errors else None
    status = form.status.data if not form.status.errors else None
    rows = list_resolutions(
        branch,
        year=int(year) if year else None,
        status=ResolutionStatus(status) if status else None,
        with_drafts=can(Permission.MINUTES_READ_DRAFT, branch),
    )
    return render_template(
        "resolutions/index.html",
        branch=branch,
        rows=rows,
        form=form,
        labels=STATUS_LABELS,
        kinds=KIND_LABELS,
        tones=TONES,
    )


def resolutions_shown(meeting: Meeting, section: str | None) -> Mapping[str, Any] | None:
    """On the page of the meeting: what it decided, as far as its reader may read it."""
    if section is not None or not can(Permission.MINUTES_READ, meeting):
        return None
    with_drafts = can(Permission.MINUTES_READ_DRAFT, meeting)
    found = resolutions_from(meeting.id, with_drafts=with_drafts)
    may_add = meeting.status in _DECIDED and can(Permission.RESOLUTION_KEEP, meeting)
    if not found and not may_add:
        return None
    return {
        "resolutions": found,
        "may_add": may_add,
        "labels": STATUS_LABELS,
        "tones": TONES,
    }


@bp.get("/organisations/<uuid:organisation_id>/resolutions")
@guarded(Permission.MINUTES_READ, load=get_organisation)
def below(organisation: Organisation) -> ResponseReturnValue:
    form = YearForm(request.args)
    years = years_issued_below(organisation) or [today().year]
    form.offer(years)
    is_chosen = form.validate() and form.year.data
    year = int(form.year.data) if is_chosen else years[0]
    form.year.data = str(year)
    return render_template(
        "resolutions/below.html",
        organisation=organisation,
        rows=issued_below(organisation, year=year),
        form=form,
        year=year,
        today=today(),
        labels=STATUS_LABELS,
        kinds=KIND_LABELS,
        tones=TONES,
    )
