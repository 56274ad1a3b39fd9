from itertools import groupby
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import can, current_actor, guarded, signed_in
from app.access.permissions import Permission, places_with
from app.assignments.forms import AssignmentForm, BoardFilter, HandOverForm, ReportForm
from app.assignments.models import Assignment
from app.assignments.queries import (
    AssignmentRow,
    accountable_members,
    assignments_of,
    closed_assignments_of_member,
    get_assignment,
    hand_overs_of,
    list_boards,
    members_with,
    open_assignments_of_member,
)
from app.assignments.rules import URGENCY_LABELS, Urgency, check_wording_open, urgency
from app.assignments.service import change_assignment, hand_over, report_progress
from app.kernel.clock import now, today
from app.organisations.models import Organisation
from app.organisations.queries import get_branch
from app.people.queries import members_of
from app.web.forms import saved

bp = Blueprint("assignments", __name__)

PAGE = 50


@bp.get("/assignments")
@signed_in
def index() -> ResponseReturnValue:
    """What the comrade owes, and the way to the boards of the branches they may read."""
    actor = current_actor()
    member_id = actor.member_id
    return render_template(
        "assignments/index.html",
        open_rows=open_assignments_of_member(member_id) if member_id else [],
        closed_rows=closed_assignments_of_member(member_id) if member_id else [],
        boards=list_boards(places_with(actor, Permission.ASSIGNMENT_READ)),
        today=today(),
    )


@bp.get("/branches/<uuid:branch_id>/assignments")
@guarded(Permission.ASSIGNMENT_READ, load=get_branch)
def board(branch: Organisation) -> ResponseReturnValue:
    form = BoardFilter(request.args)
    form.offer(accountable_members(branch.id))
    form.validate()
    page = min(max(request.args.get("page", default=1, type=int), 1), 1000)
    rows = assignments_of(
        branch.id,
        with_drafts=can(Permission.MINUTES_READ_DRAFT, branch),
        reader_id=current_actor().member_id,
        statuses=form.statuses,
        accountable_id=form.accountable_id,
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
        today=today(),
    )


def _by_urgency(rows: list[AssignmentRow]) -> list[tuple[Urgency, list[AssignmentRow]]]:
    day, order = today(), list(Urgency)

    def of(row: AssignmentRow) -> Urgency:
        return urgency(row.status, row.due_on, on=day)

    ranked = sorted(rows, key=lambda row: order.index(of(row)))
    return [(kind, list(group)) for kind, group in groupby(ranked, key=of)]


def reading(assignment: Assignment) -> Permission:
    """A decision is as silent as the draft that holds it, except to those it names."""
    if assignment.is_adopted or assignment.names(current_actor().member_id):
        return Permission.ASSIGNMENT_READ
    return Permission.MINUTES_READ_DRAFT if assignment.is_own else Permission.BRANCH_ASSIGN


def keeping(assignment: Assignment) -> Permission:
    """What is asked, and until when, is changed by who gave it."""
    return Permission.ASSIGNMENT_KEEP if assignment.is_own else Permission.BRANCH_ASSIGN


@bp.get("/assignments/<uuid:assignment_id>")
@guarded(reading, load=get_assignment)
def show(assignment: Assignment) -> ResponseReturnValue:
    return render_template(
        "assignments/show.html",
        assignment=assignment,
        hand_overs=hand_overs_of(assignment),
        today=today(),
    )


@bp.route("/assignments/<uuid:assignment_id>/edit", methods=["GET", "POST"])
@guarded(keeping, load=get_assignment)
def edit(assignment: Assignment) -> ResponseReturnValue:
    check_wording_open(is_adopted=assignment.is_adopted)
    form = AssignmentForm(
        obj=assignment, collaborator_ids=[str(member.id) for member in assignment.collaborators]
    )
    form.offer(_people(assignment))
    if form.validate_on_submit() and saved(form, lambda: _change(assignment, form), on=assignment):
        flash("Đã lưu nhiệm vụ.")
        return redirect(url_for("assignments.show", assignment_id=assignment.id))
    return render_template("assignments/edit.html", form=form, assignment=assignment)


def _people(assignment: Assignment) -> list[tuple[UUID, str]]:
    """Today's members, and whoever already works on it though they have left since."""
    listed = [
        (row.member_id, row.name) for row in members_of(assignment.organisation_id, on=today())
    ]
    involved = [assignment.accountable, *assignment.collaborators]
    known = dict(listed)
    return [*listed, *((who.id, who.name) for who in involved if who.id not in known)]


def _change(assignment: Assignment, form: AssignmentForm) -> None:
    chosen = form.chosen_collaborators | {form.chosen_accountable}
    people = {member.id: member for member in members_with(chosen)}
    change_assignment(
        assignment,
        {
            **form.values(),
            "accountable": people.pop(form.chosen_accountable),
            "collaborators": list(people.values()),
        },
        version=form.version.data,
        by=current_actor(),
        now=now(),
    )


@bp.route("/assignments/<uuid:assignment_id>/hand-over", methods=["GET", "POST"])
@guarded(Permission.ASSIGNMENT_KEEP, load=get_assignment)
def give_over(assignment: Assignment) -> ResponseReturnValue:
    form = HandOverForm(obj=assignment)
    form.offer(_people(assignment))

    def change() -> None:
        [chosen] = members_with({form.chosen})
        hand_over(
            assignment,
            chosen,
            reason=form.reason.data,
            version=form.version.data,
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, change, on=assignment):
        flash("Đã đổi người chịu trách nhiệm.")
        return redirect(url_for("assignments.show", assignment_id=assignment.id))
    return render_template("assignments/give_over.html", form=form, assignment=assignment)


@bp.route("/assignments/<uuid:assignment_id>/report", methods=["GET", "POST"])
@guarded(Permission.ASSIGNMENT_REPORT, load=get_assignment)
def report(assignment: Assignment) -> ResponseReturnValue:
    form = ReportForm(obj=assignment)
    if form.validate_on_submit() and saved(
        form,
        lambda: report_progress(
            assignment,
            **form.values(),
            version=form.version.data,
            by=current_actor(),
            now=now(),
        ),
        on=assignment,
    ):
        flash("Đã ghi báo cáo. Buổi sinh hoạt tới sẽ đánh giá kết quả.")
        return redirect(url_for("assignments.show", assignment_id=assignment.id))
    return render_template("assignments/report.html", form=form, assignment=assignment)
