"""A branch's meetings: the list, the year at a glance, and one meeting's page."""

from datetime import date, time
from typing import TypeVar
from urllib.parse import urlencode
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField

from app.access.guards import Subject, can, guarded, signed_in
from app.access.permissions import Permission
from app.kernel.clock import today
from app.meetings.forms.plan import FilterForm
from app.meetings.models import Meeting
from app.meetings.queries.meetings import (
    MeetingRow,
    Place,
    book_of,
    get_meeting,
    list_meetings,
    materials_of,
    monthly_in,
    reading,
    years_of,
)
from app.meetings.queries.panel import lasted_minutes, minimum_minutes, preparation_of
from app.meetings.queries.roll import guests_of, uncalled
from app.meetings.routes import bp, meetings_of
from app.meetings.routes.absences import absences_shown
from app.meetings.routes.asides import asides_of
from app.meetings.rules.life import (
    TYPE_LABELS,
    MeetingStatus,
    MeetingType,
    month_after,
    types_at,
)
from app.organisations.models import Organisation
from app.organisations.queries import get_branch
from app.people.queries import observers_of
from app.web.forms import ALL
from app.web.pages import home

PAGE = 30
_Kind = TypeVar("_Kind", MeetingType, MeetingStatus)


@bp.get("/meetings")
@signed_in
def mine() -> ResponseReturnValue:
    """The main navigation's way to the own branch's meetings."""
    place = home()
    if place is None or get_branch(place.organisation_id) is None:
        return redirect(url_for("organisations.index"))
    return redirect(url_for("meetings.index", branch_id=place.organisation_id))


@bp.get("/branches/<uuid:branch_id>/meetings")
@guarded(Permission.MEETING_LIST, load=get_branch)
def index(branch: Organisation) -> ResponseReturnValue:
    return render_template("meetings/index.html", branch=branch, **listed(branch, branch))


def listed(organisation: Organisation, place: Subject) -> dict[str, object]:
    """A page of the meetings held at an organisation, as the address filters them.

    :param place: whose drafts the reader may see or not.
    """
    years = years_of(organisation)
    form = FilterForm(request.args)
    form.year.choices = [ALL, *((str(year), str(year)) for year in years)]
    form.type.choices = [
        ALL,
        *((t.value, TYPE_LABELS[t]) for t in types_at(organisation.level)),
    ]
    form.validate()
    rows = list_meetings(
        organisation,
        year=int(form.year.data) if form.year.data and not form.year.errors else None,
        meeting_type=_chosen(form.type, MeetingType),
        status=_chosen(form.status, MeetingStatus),
        with_drafts=can(Permission.MEETING_READ_DRAFT, place),
        before=_place(request.args.get("before", "")),
        limit=PAGE + 1,
    )
    return {
        "form": form,
        "rows": rows[:PAGE],
        "here": meetings_of(organisation),
        "older_url": _older_url(organisation, rows[PAGE - 1], form) if len(rows) > PAGE else None,
    }


def _older_url(organisation: Organisation, last: MeetingRow, form: FilterForm) -> str:
    chosen = {name: form[name].data for name in ("year", "type", "status") if form[name].data}
    return f"{meetings_of(organisation)}?{urlencode({'before': _written(last), **chosen})}"


def _chosen(field: SelectField, kind: type[_Kind]) -> _Kind | None:
    """What a filter of the address asks for; nothing where it asks for nonsense."""
    return kind(field.data) if field.data and not field.errors else None


def _written(row: MeetingRow) -> str:
    """The end of a page, as it stands in the address: `2026-11-03_14:00_<id>`."""
    return f"{row.held_on}_{row.start_time:%H:%M}_{row.id}"


def _place(written: str) -> Place | None:
    """Read it back; anything else is the first page."""
    try:
        held_on, start_time, id_ = written.split("_")
        return Place(date.fromisoformat(held_on), time.fromisoformat(start_time), UUID(id_))
    except ValueError:
        return None


@bp.get("/branches/<uuid:branch_id>/calendar")
@guarded(Permission.MEETING_LIST, load=get_branch)
def calendar(branch: Organisation) -> ResponseReturnValue:
    year = request.args.get("year", default=today().year, type=int)
    year = min(max(year, 1930), 2200)
    rows = list_meetings(
        branch, year=year, with_drafts=can(Permission.MEETING_READ_DRAFT, branch), limit=200
    )
    by_month: dict[int, list[object]] = {month: [] for month in range(1, 13)}
    for row in reversed(rows):
        by_month[row.period.month].append(row)
    return render_template(
        "meetings/calendar.html", branch=branch, year=year, by_month=by_month, today=today()
    )


@bp.get("/meetings/<uuid:meeting_id>")
@guarded(reading, load=get_meeting)
def show(meeting: Meeting) -> ResponseReturnValue:
    book = book_of(meeting)
    guests = guests_of(meeting)
    observers = observers_of(meeting.organisation_id, on=meeting.held_on)
    return render_template(
        "meetings/show.html",
        meeting=meeting,
        preparation=preparation_of(meeting, book),
        materials=materials_of(meeting),
        guests=guests,
        to_call=uncalled(observers, guests),
        minimum=minimum_minutes(meeting, book),
        lasted=lasted_minutes(meeting),
        next_month=_next_month(meeting),
        observers=observers,
        **asides_of(meeting),
        **absences_shown(meeting),
    )


def _next_month(meeting: Meeting) -> date | None:
    """The month to plan next from an adopted meeting, unless it is planned already."""
    following = month_after(meeting.period)
    return None if monthly_in(meeting.organisation, following) else following
