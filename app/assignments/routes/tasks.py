"""One task: read, changed before adoption, handed over after it."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import can, current_actor, guarded
from app.access.permissions import Permission
from app.assignments.forms import AssignmentForm, HandOverForm
from app.assignments.models import Assignment
from app.assignments.queries import (
    get_assignment,
    members_with,
    story_of,
    units_to_choose,
    units_with,
)
from app.assignments.routes import bp
from app.assignments.rules import check_wording_open
from app.assignments.service import change_assignment, hand_over
from app.kernel.clock import now, today
from app.people.queries import members_of
from app.web.forms import saved


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
        story=story_of(assignment),
        may_keep=can(keeping(assignment), assignment),
        today=today(),
    )


@bp.route("/assignments/<uuid:assignment_id>/edit", methods=["GET", "POST"])
@guarded(keeping, load=get_assignment)
def edit(assignment: Assignment) -> ResponseReturnValue:
    check_wording_open(is_adopted=assignment.is_adopted)
    form = AssignmentForm(
        obj=assignment,
        collaborator_ids=[str(member.id) for member in assignment.collaborators],
        unit_ids=[str(unit.id) for unit in assignment.units],
    )
    form.offer(
        _people(assignment),
        units_to_choose(assignment.organisation_id, on=today(), besides=assignment.units),
    )
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
            "units": list(units_with(form.chosen_units)),
        },
        version=form.version.data,
        by=current_actor(),
        now=now(),
    )


@bp.route("/assignments/<uuid:assignment_id>/hand-over", methods=["GET", "POST"])
@guarded(keeping, load=get_assignment)
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
