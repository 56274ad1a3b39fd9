"""What a comrade owes, and the boards."""

from datetime import date
from itertools import groupby

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.access.guards import can, current_actor, guarded, signed_in
from app.access.permissions import Permission, places_with
from app.assignments.forms import BoardFilter
from app.assignments.queries import (
    AssignmentRow,
    Wanted,
    accountable_members,
    assignments_of,
    branches_of,
    closed_assignments_of_member,
    committees_at,
    list_boards,
    open_assignments_of_member,
    overdue_below,
    punctuality_of,
    sources_of,
    total,
    units_of,
)
from app.assignments.routes import bp
from app.assignments.rules import URGENCY_LABELS, Urgency, urgency
from app.kernel.clock import today
from app.organisations.models import Organisation
from app.organisations.queries import get_branch, get_organisation

PAGE = 50


@bp.get("/assignments")
@signed_in
def index() -> ResponseReturnValue:
    """What the comrade owes, and the way to the boards of the branches they may read."""
    actor = current_actor()
    member_id = actor.member_id
    places = places_with(actor, Permission.ASSIGNMENT_READ)
    return render_template(
        "assignments/index.html",
        open_rows=open_assignments_of_member(member_id) if member_id else [],
        closed_rows=closed_assignments_of_member(member_id) if member_id else [],
        boards=list_boards(places),
        committees=committees_at(places),
        today=today(),
    )


@bp.get("/branches/<uuid:branch_id>/assignments")
@guarded(Permission.ASSIGNMENT_READ, load=get_branch)
def board(branch: Organisation) -> ResponseReturnValue:
    form = BoardFilter(request.args)
    with_drafts = can(Permission.MINUTES_READ_DRAFT, branch)
    reader_id = current_actor().member_id
    sources = sources_of(branch.id, with_drafts=with_drafts, reader_id=reader_id)
    form.offer(
        people=accountable_members(branch.id),
        units=[(unit.id, unit.name) for unit, _ in units_of(branch.id)],
        categories=sources.categories,
        meetings=sources.meetings,
        givers=sources.givers,
    )
    form.validate()
    page = min(max(request.args.get("page", default=1, type=int), 1), 1000)
    rows = assignments_of(
        branch.id,
        with_drafts=with_drafts,
        reader_id=reader_id,
        statuses=form.statuses,
        wanted=Wanted(**form.chosen()),
        due_before=today() if form.overdue.data else None,
        limit=PAGE + 1,
        offset=(page - 1) * PAGE,
    )
    return render_template(
        "assignments/board.html",
        branch=branch,
        form=form,
        groups=_by_urgency(rows[:PAGE]),
        page=page,
        has_next=len(rows) > PAGE,
        address={"branch_id": branch.id, **form.address},
        labels=URGENCY_LABELS,
        in_time=punctuality_of(branch.id, **_year(today())),
        today=today(),
    )


@bp.get("/organisations/<uuid:organisation_id>/assignments")
@guarded(Permission.ASSIGNMENT_READ, load=get_organisation)
def branches(organisation: Organisation) -> ResponseReturnValue:
    """The branches of a committee side by side, and what has been overdue longest."""
    rows = branches_of(organisation, on=today(), **_year(today()))
    overdue = overdue_below(organisation.path, on=today(), limit=PAGE + 1)
    return render_template(
        "assignments/branches.html",
        organisation=organisation,
        rows=rows,
        in_time=total(rows),
        overdue=overdue[:PAGE],
        has_more=len(overdue) > PAGE,
        today=today(),
    )


def _year(day: date) -> dict[str, date]:
    return {"first": day.replace(month=1, day=1), "last": day.replace(month=12, day=31)}


def _by_urgency(rows: list[AssignmentRow]) -> list[tuple[Urgency, list[AssignmentRow]]]:
    day, order = today(), list(Urgency)

    def of(row: AssignmentRow) -> Urgency:
        return urgency(row.status, row.due_on, on=day)

    ranked = sorted(rows, key=lambda row: order.index(of(row)))
    return [(kind, list(group)) for kind, group in groupby(ranked, key=of)]
