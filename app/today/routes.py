"""“Việc của tôi”: what waits for the one who has just signed in."""

from uuid import UUID

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import can, current_actor, signed_in
from app.access.permissions import Permission, Role, places_with
from app.kernel.clock import now, today
from app.meetings.queries.panel import preparation_of
from app.organisations.models import Organisation
from app.organisations.queries import get_branch
from app.regulations.queries import book_for
from app.regulations.rules import Book
from app.today.queries import (
    branches_this_month,
    drafts_waiting,
    escalated_to,
    next_meeting,
    owed_by,
    papers_to_decide,
    papers_to_write,
    petitions_waiting,
    to_comment,
    to_confirm,
    to_present,
    to_receive,
    to_send,
    to_urge,
    topics_of_branch_waiting,
    topics_to_decide,
    visits_of,
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
    own = [*_waiting(branch, book), *_topics(branch, book)] if branch and book else []
    todos = [*_owed(), *own, *_from_below(), *_to_decide(), *_petitions()]
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
    if member_id is None:
        return []
    return [
        *owed_by(member_id),
        *to_confirm(member_id),
        *papers_to_write(member_id),
        *_drafts_to_comment(member_id),
        *_visits(member_id),
    ]


def _visits(member_id: UUID) -> list[Todo]:
    """Only who is sent to a branch is asked."""
    is_sent = any(grant.role is Role.OBSERVER for grant in current_actor().grants)
    return visits_of(member_id, on=today()) if is_sent else []


def _drafts_to_comment(member_id: UUID) -> list[Todo]:
    """Where one may comment; who keeps the draft has the answers to write."""
    may_comment = places_with(current_actor(), Permission.COMMENT_WRITE)
    keeps = places_with(current_actor(), Permission.RESOLUTION_KEEP)
    return to_comment(member_id, may_comment - keeps, now=now())


def _waiting(branch: Organisation, book: Book) -> list[Todo]:
    papers = papers_to_decide(branch) if can(Permission.LEAD_PAPER_ADOPT, branch) else []
    if not can(Permission.MEETING_RECORD, branch):
        return papers
    return [
        *waiting_in(branch, book, on=today()),
        *to_send(branch),
        *drafts_waiting(branch, book, now=now()),
        *to_present(branch, on=today()),
        *to_urge(branch, on=today()),
        *papers,
    ]


def _topics(branch: Organisation, book: Book) -> list[Todo]:
    may_keep = can(Permission.PROGRAMME_KEEP, branch)
    return topics_of_branch_waiting(branch, book, on=today()) if may_keep else []


def _to_decide() -> list[Todo]:
    return topics_to_decide(places_with(current_actor(), Permission.PROGRAMME_DECIDE))


def _from_below() -> list[Todo]:
    actor = current_actor()
    return [
        *to_receive(places_with(actor, Permission.DISPATCH_RECEIVE), on=today()),
        *escalated_to(places_with(actor, Permission.BRANCH_ASSIGN), on=today()),
    ]


def _petitions() -> list[Todo]:
    actor = current_actor()
    return petitions_waiting(
        places_with(actor, Permission.PETITION_ANSWER),
        places_with(actor, Permission.PETITION_ANSWER_ABOVE),
        actor.member_id,
        on=today(),
    )


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
        Waiting.COMMENT_ON_DRAFT: lambda: url_for(
            "resolutions.commenting", round_id=todo.subject_id
        ),
        Waiting.ANSWER_COMMENTS: lambda: url_for(
            "resolutions.comments", resolution_id=todo.subject_id
        ),
        Waiting.REVIEW_RESOLUTION: lambda: url_for(
            "resolutions.show", resolution_id=todo.subject_id, _anchor="reviews"
        ),
        Waiting.PLAN_MEETING: lambda: url_for("meetings.new", branch_id=todo.subject_id),
        Waiting.ANSWER_ABSENCE: lambda: url_for(
            "meetings.show", meeting_id=todo.subject_id, _anchor="absences"
        ),
        Waiting.LEAD_PAPER: lambda: url_for("topics.show", meeting_id=todo.subject_id),
        Waiting.ATTEND_MEETING: lambda: url_for("meetings.show", meeting_id=todo.subject_id),
        Waiting.REPORT_VISIT: lambda: url_for("observers.write", meeting_id=todo.subject_id),
        Waiting.ANSWER_PETITION: lambda: url_for("petitions.show", petition_id=todo.subject_id),
        Waiting.READ_ANSWER: lambda: url_for("petitions.show", petition_id=todo.subject_id),
        Waiting.PRESENT_DOCUMENT: lambda: url_for("library.find", document_id=todo.subject_id),
        Waiting.URGE_ASSIGNMENTS: lambda: url_for(
            "assignments.board", branch_id=todo.subject_id, overdue="y"
        ),
        Waiting.ESCALATED_ASSIGNMENTS: lambda: url_for(
            "assignments.branches", organisation_id=todo.subject_id
        ),
        Waiting.ASSIGNMENT: lambda: url_for("assignments.show", assignment_id=todo.subject_id),
        Waiting.HOLD_TOPIC: lambda: _programme_url(todo),
        Waiting.REGISTER_TOPICS: lambda: _programme_url(todo),
        Waiting.DECIDE_TOPICS: lambda: url_for(
            "programmes.tracker",
            organisation_id=todo.subject_id,
            year=_year(todo),
            _anchor="waiting",
        ),
    }[todo.kind]()


def _programme_url(todo: Todo) -> str:
    return url_for("programmes.show", branch_id=todo.subject_id, year=_year(todo))


def _year(todo: Todo) -> int:
    return todo.year or todo.due_on.year


def _record_url(todo: Todo) -> str:
    if todo.is_supplement:
        return url_for("minutes.record", record_id=todo.subject_id)
    return url_for("minutes.show", meeting_id=todo.subject_id)


def _branches_below() -> list[object]:
    """For a committee, its office and observers: which branches have met this month."""
    paths = {grant.unit_path for grant in current_actor().grants if grant.role in _ABOVE}
    return list(branches_this_month(paths, on=today())) if paths else []
