"""The bodies a branch works with that are no members."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import can, current_actor, guarded
from app.access.permissions import Permission
from app.assignments.forms import NewUnitForm, UnitForm
from app.assignments.models import OutsideUnit
from app.assignments.queries import get_unit, units_of
from app.assignments.routes import bp
from app.assignments.rules import UNIT_KIND_LABELS
from app.assignments.service import add_unit, change_unit
from app.kernel.clock import now, today
from app.organisations.models import Organisation
from app.organisations.queries import get_branch
from app.web.forms import saved


@bp.get("/branches/<uuid:branch_id>/units")
@guarded(Permission.ASSIGNMENT_READ, load=get_branch)
def units(branch: Organisation) -> ResponseReturnValue:
    return render_template(
        "assignments/units.html",
        branch=branch,
        units=units_of(branch.id),
        kind_labels=UNIT_KIND_LABELS,
        may_keep=can(Permission.ASSIGNMENT_KEEP, branch),
        today=today(),
    )


@bp.route("/branches/<uuid:branch_id>/units/new", methods=["GET", "POST"])
@guarded(Permission.ASSIGNMENT_KEEP, load=get_branch)
def new_unit(branch: Organisation) -> ResponseReturnValue:
    form = NewUnitForm()

    def add() -> None:
        add_unit(branch, **form.values(), by=current_actor(), now=now())

    if form.validate_on_submit() and saved(form, add):
        flash("Đã thêm đơn vị phối hợp.")
        return redirect(url_for("assignments.units", branch_id=branch.id))
    return render_template("assignments/new_unit.html", branch=branch, form=form)


@bp.route("/branches/<uuid:branch_id>/units/<uuid:unit_id>", methods=["GET", "POST"])
@guarded(Permission.ASSIGNMENT_KEEP, load=get_unit)
def edit_unit(unit: OutsideUnit) -> ResponseReturnValue:
    form = UnitForm(obj=unit)

    def change() -> None:
        change_unit(
            unit,
            **form.values(),
            ended_on=form.ended_on.data,
            version=form.version.data,
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, change, on=unit):
        flash("Đã lưu đơn vị phối hợp.")
        return redirect(url_for("assignments.units", branch_id=unit.organisation_id))
    return render_template("assignments/edit_unit.html", unit=unit, form=form)
