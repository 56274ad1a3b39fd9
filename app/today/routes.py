"""“Việc của tôi”: what waits for the one who has just signed in."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import can, current_actor, signed_in
from app.access.permissions import Permission, Role, places_with
from app.kernel.clock import today
from app.meetings.queries.panel import preparation_of
from app.organisations.models import Organisation
from app.organisations.queries import get_branch
from app.regulations.queries import book_for
from app.regulations.rules import Book
from app.today.queries import (
    branches_this_month,
    escalated_to,
    next_meeting,
    owed_by,
    to_confirm,
    to_receive,
    to_send,
    to_urge,
    waiting_in,
    year_figures,
)
from app.today.rules import Todo, Waiting, days_left, in_order
from app.web.pages import home

bp = Blueprint("today", __name__)

_ABOVE = frozenset(
    {
        Role.STANDING_COMMITTEE,
        Role.COMMITTEE_MEMBER,
        Role.OBSERVER,
        Role.OFFICE,
        Role.INSPECTOR,
    }
)


@bp.get("/")
@signed_in
def index() -> ResponseReturnValue:
    branch = _own_branch()
    book = book_for(branch.path, today()) if branch else None
    todos = [*_owed(), *(_waiting(branch, book) if branch and book else []), *_from_below()]
    return render_template(
        "today/index.html",
        today=today(),
        branch=branch,
        todos=[(t, _link(t), days_left(t.due_on, on=today())) for t in in_order(todos)],
        branches=_branches_below(),
        **(_branch_part(branch, book) if branch and book else {}),
    )


def _own_branch() -> Organisation | None:
    place = home()
    return get_branch(place.organisation_id) if place else None


def _branch_part(branch: Organisation, book: Book) -> dict[str, object]:
    may_prepare = can(Permission.MEETING_READ_DRAFT, branch)
    meeting = next_meeting(branch, with_drafts=may_prepare, on=today())
    return {
        "meeting": meeting,
        "preparation": preparation_of(meeting, book) if meeting and may_prepare else None,
        "figures": year_figures(branch, book, on=today()),
    }


def _owed() -> list[Todo]:
    member_id = current_actor().member_id
    return [*owed_by(member_id), *to_confirm(member_id)] if member_id else []


def _waiting(branch: Organisation, book: Book) -> list[Todo]:
    may_lead = can(Permission.MEETING_RECORD, branch)
    if not may_lead:
        return []
    return [
        *waiting_in(branch, book, on=today()),
        *to_send(branch),
        *to_urge(branch, on=today()),
    ]


def _from_below() -> list[Todo]:
    actor = current_actor()
    return [
        *to_receive(places_with(actor, Permission.DISPATCH_RECEIVE), on=today()),
        *escalated_to(places_with(actor, Permission.BRANCH_ASSIGN), on=today()),
    ]


def _link(todo: Todo) -> str:
    return {
        Waiting.RECORD_MEETING: lambda: url_for("meetings.opening", meeting_id=todo.subject_id),
        Waiting.ADOPT_MINUTES: lambda: url_for("minutes.show", meeting_id=todo.subject_id),
        Waiting.CONFIRM_MINUTES: lambda: _record_url(todo),
        Waiting.SEND_MINUTES: lambda: _record_url(todo),
        Waiting.RECEIVE_MINUTES: lambda: url_for(
            "minutes.deliveries", organisation_id=todo.subject_id
        ),
        Waiting.ISSUE_RESOLUTION: lambda: url_for(
            "resolutions.show", resolution_id=todo.subject_id
        ),
        Waiting.PLAN_MEETING: lambda: url_for("meetings.new", branch_id=todo.subject_id),
        Waiting.ANSWER_ABSENCE: lambda: url_for(
            "meetings.show", meeting_id=todo.subject_id, _anchor="absences"
        ),
        Waiting.URGE_ASSIGNMENTS: lambda: url_for(
            "assignments.board", branch_id=todo.subject_id, overdue="y"
        ),
        Waiting.ESCALATED_ASSIGNMENTS: lambda: url_for(
            "assignments.branches", organisation_id=todo.subject_id
        ),
        Waiting.ASSIGNMENT: lambda: url_for("assignments.show", assignment_id=todo.subject_id),
    }[todo.kind]()


def _record_url(todo: Todo) -> str:
    if todo.is_supplement:
        return url_for("minutes.record", record_id=todo.subject_id)
    return url_for("minutes.show", meeting_id=todo.subject_id)


def _branches_below() -> list[object]:
    """For a committee, its office and observers: which branches have met this month."""
    paths = {grant.unit_path for grant in current_actor().grants if grant.role in _ABOVE}
    return list(branches_this_month(paths, on=today())) if paths else []
