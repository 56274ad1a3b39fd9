"""“Việc của tôi”: what waits for the one who has just signed in."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.access.guards import can, current_actor, signed_in
from app.access.permissions import Permission, Role
from app.kernel.clock import now, today
from app.meetings.queries.panel import preparation_of
from app.organisations.queries import get_branch
from app.pledges.queries.campaigns import campaigns_over
from app.regulations.queries import book_for
from app.today.queries import branches_this_month, next_meeting, year_figures
from app.today.routes import bp
from app.today.routes.links import link_to
from app.today.routes.sources import Home, Reader, todos_of
from app.today.rules import days_left, in_order
from app.web.pages import home

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
    at = _own_branch()
    todos = todos_of(Reader(current_actor(), at, now(), today()))
    return render_template(
        "today/index.html",
        today=today(),
        branch=at and at.branch,
        todos=[(t, link_to(t), days_left(t.due_on, on=today())) for t in in_order(todos)],
        branches=_branches_below(),
        **(_branch_part(at) if at else {}),
    )


def _own_branch() -> Home | None:
    place = home()
    branch = get_branch(place.organisation_id) if place else None
    if branch is None:
        return None
    campaigns = campaigns_over(branch.path, since=today().year - 1)
    return Home(branch, book_for(branch.path, today()), campaigns)


def _branch_part(at: Home) -> dict[str, object]:
    branch, book = at.branch, at.book
    may_prepare = can(Permission.MEETING_READ_DRAFT, branch)
    meeting = next_meeting(branch, with_drafts=may_prepare, on=today())
    return {
        "meeting": meeting,
        "preparation": preparation_of(meeting, book) if meeting and may_prepare else None,
        "figures": year_figures(branch, book, on=today()),
    }


def _branches_below() -> list[object]:
    """For a committee, its office and observers: which branches have met this month."""
    paths = {grant.unit_path for grant in current_actor().grants if grant.role in _ABOVE}
    return list(branches_this_month(paths, on=today())) if paths else []
