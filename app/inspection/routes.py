"""The audit trail for inspectors, and the history of one thing for those who answer for it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Field

from app.access.guards import can, current_actor, guarded, signed_in
from app.access.permissions import Permission
from app.assignments.models import Assignment
from app.assignments.queries import get_assignment
from app.audit.checks import chain_holds
from app.audit.models import AuditEntry
from app.inspection import queries
from app.inspection.forms import TrailFilter
from app.inspection.queries import PAGE, Place, Wanted
from app.inspection.rules.kinds import Kind
from app.kernel.checks import run
from app.kernel.clock import today
from app.meetings.models import Meeting
from app.meetings.queries.meetings import get_meeting, reading, reading_minutes
from app.organisations.models import Organisation
from app.organisations.queries import get_organisation, list_where, places_below
from app.people.queries import Membership, get_membership
from app.resolutions.models import Resolution
from app.resolutions.queries import get_resolution
from app.resolutions.rules import IN_FORCE

bp = Blueprint("inspection", __name__)


@bp.get("/audit-trail")
@signed_in
def mine() -> ResponseReturnValue:
    """The main navigation's way to the highest place the inspector may look into."""
    places = list_where(current_actor(), Permission.AUDIT_READ)
    if not places:
        abort(404)
    return redirect(url_for("inspection.trail", organisation_id=places[0].id))


@bp.get("/organisations/<uuid:organisation_id>/audit-trail")
@guarded(Permission.AUDIT_READ, load=get_organisation)
def trail(organisation: Organisation) -> ResponseReturnValue:
    form = TrailFilter(request.args)
    below = {str(place.id): place for place in places_below(organisation)}
    form.at.choices = [("", organisation.name), *((id_, p.name) for id_, p in below.items())]
    form.validate()
    place = below.get(_typed(form.at) or "", organisation)
    entries = queries.lines_below(place, _wanted(form), before=_before())
    return render_template(
        "inspection/trail.html",
        organisation=organisation,
        place=place,
        form=form,
        asked={name: value for name, value in request.args.items() if name in form and value},
        chain=run(chain_holds(place.id)) if request.args.get("check") else None,
        **_lines(entries, with_restricted=can(Permission.RESTRICTED_READ, place)),
    )


def _wanted(form: TrailFilter) -> Wanted:
    kind = _typed(form.kind)
    return Wanted(
        kind=Kind(kind) if kind else None,
        since=_typed(form.since),
        until=_typed(form.until),
        person=_typed(form.person) or "",
        text=_typed(form.text) or "",
    )


def _typed(field: Field) -> Any:
    """What a filter of the address asks for; nothing where it asks for nonsense."""
    return field.data if field.data and not field.errors else None


def _lines(entries: Sequence[AuditEntry], *, with_restricted: bool) -> dict[str, object]:
    shown = entries[:PAGE]
    return {
        "lines": queries.in_words(shown, with_restricted=with_restricted),
        "older": _written(shown[-1]) if len(entries) > PAGE else None,
    }


def _written(entry: AuditEntry) -> str:
    """The end of a page, as it stands in the address."""
    return f"{entry.at.isoformat()}_{entry.sequence}_{entry.id}"


def _before() -> Place | None:
    """Read it back; anything else is the first page."""
    try:
        at, sequence, id_ = request.args.get("before", "").split("_")
        moment, number = datetime.fromisoformat(at), int(sequence)
        is_possible = moment.tzinfo is not None and 0 <= number < 2**63
        return Place(moment.astimezone(UTC), number, UUID(id_)) if is_possible else None
    except (ValueError, OverflowError):
        return None


def _history_of_meeting(meeting: Meeting) -> Permission:
    """A silent draft stays with those who prepare it, its history too."""
    is_draft = reading(meeting) is Permission.MEETING_READ_DRAFT
    return Permission.MEETING_READ_DRAFT if is_draft else Permission.HISTORY_READ


@bp.get("/meetings/<uuid:meeting_id>/history")
@guarded(_history_of_meeting, load=get_meeting)
def meeting(meeting: Meeting) -> ResponseReturnValue:
    return _history(
        queries.lines_about(queries.parts_of_meeting(meeting), before=_before()),
        title=meeting.title,
        url=url_for("meetings.show", meeting_id=meeting.id),
        with_restricted=can(reading_minutes(meeting), meeting)
        and can(Permission.RESTRICTED_READ, meeting),
    )


def _history_of_resolution(resolution: Resolution) -> Permission:
    is_issued = resolution.status in IN_FORCE
    return Permission.HISTORY_READ if is_issued else Permission.MINUTES_READ_DRAFT


@bp.get("/resolutions/<uuid:resolution_id>/history")
@guarded(_history_of_resolution, load=get_resolution)
def resolution(resolution: Resolution) -> ResponseReturnValue:
    return _history(
        queries.lines_about(queries.parts_of_resolution(resolution), before=_before()),
        title=f"Nghị quyết {resolution.abstract}",
        url=url_for("resolutions.show", resolution_id=resolution.id),
    )


def _history_of_assignment(assignment: Assignment) -> Permission:
    """A task is as silent as the draft minutes that hold it, a branch's or its committee's."""
    if assignment.is_adopted:
        return Permission.HISTORY_READ
    return Permission.MINUTES_READ_DRAFT if assignment.is_own else Permission.BRANCH_ASSIGN


@bp.get("/assignments/<uuid:assignment_id>/history")
@guarded(_history_of_assignment, load=get_assignment)
def assignment(assignment: Assignment) -> ResponseReturnValue:
    return _history(
        queries.lines_about({assignment.id}, before=_before()),
        title=f"Nhiệm vụ của đồng chí {assignment.accountable.name}",
        url=url_for("assignments.show", assignment_id=assignment.id),
    )


def _membership(organisation_id: UUID, member_id: UUID) -> Membership | None:
    return get_membership(organisation_id, member_id, on=today())


@bp.get("/organisations/<uuid:organisation_id>/members/<uuid:member_id>/history")
@guarded(Permission.MEMBER_KEEP, load=_membership)
def member(membership: Membership) -> ResponseReturnValue:
    place = membership.organisation
    return _history(
        queries.lines_about(queries.parts_of_member(membership), within=place.id, before=_before()),
        title=f"Đồng chí {membership.member.name}",
        url=url_for("people.member", organisation_id=place.id, member_id=membership.member.id),
    )


@bp.get("/organisations/<uuid:organisation_id>/history")
@guarded(Permission.ORGANISATION_KEEP, load=get_organisation)
def organisation(organisation: Organisation) -> ResponseReturnValue:
    return _history(
        queries.lines_about(queries.parts_of_organisation(organisation), before=_before()),
        title=organisation.name,
        url=url_for("organisations.show", organisation_id=organisation.id),
    )


def _history(
    entries: Sequence[AuditEntry], *, title: str, url: str, with_restricted: bool = True
) -> ResponseReturnValue:
    return render_template(
        "inspection/_history.html",
        title=title,
        url=url,
        **_lines(entries, with_restricted=with_restricted),
    )
