"""The rows of a plan, and what became of each."""

from typing import Any

from flask import flash, render_template
from flask.typing import ResponseReturnValue

from app.access.guards import current_actor, guarded
from app.access.permissions import Permission
from app.kernel.clock import now
from app.kernel.transaction import transaction
from app.personal_plans import service
from app.personal_plans.forms import LineForm, ResultForm
from app.personal_plans.models import PersonalPlan, PersonalPlanLine
from app.personal_plans.queries import get_line, get_plan
from app.personal_plans.routes import bp
from app.personal_plans.routes.plans import PLAN, to_plan
from app.web.forms import SeenForm, saved

LINE = f"{PLAN}/lines/<uuid:plan_line_id>"


def _to_line(line: PersonalPlanLine) -> ResponseReturnValue:
    return to_plan(line.plan_id, f"line-{line.id.hex}")


@bp.route(f"{PLAN}/lines/new", methods=["GET", "POST"])
@guarded(Permission.PLAN_WRITE, load=get_plan)
def new_line(plan: PersonalPlan) -> ResponseReturnValue:
    form = LineForm()

    def add() -> None:
        service.add_line(plan, **_typed(form), by=current_actor(), now=now())

    if form.validate_on_submit() and saved(form, add):
        flash("Đã thêm nội dung vào kế hoạch.")
        return to_plan(plan.id, "lines")
    return render_template("personal_plans/new_line.html", plan=plan, form=form)


def _typed(form: LineForm) -> dict[str, Any]:
    return {name: form[name].data for name in ("content", "measures", "due_on")}


@bp.route(f"{LINE}/edit", methods=["GET", "POST"])
@guarded(Permission.PLAN_WRITE, load=get_line)
def edit_line(line: PersonalPlanLine) -> ResponseReturnValue:
    form = LineForm(obj=line)

    def change() -> None:
        version = form.version.data
        service.change_line(line, **_typed(form), version=version, by=current_actor(), now=now())

    if form.validate_on_submit() and saved(form, change, on=line):
        flash("Đã lưu.")
        return _to_line(line)
    return render_template("personal_plans/edit_line.html", line=line, form=form)


@bp.post(f"{LINE}/up")
@guarded(Permission.PLAN_WRITE, load=get_line)
def move_line(line: PersonalPlanLine) -> ResponseReturnValue:
    with transaction():
        service.move_line_up(line, version=SeenForm().version.data, by=current_actor(), now=now())
    return _to_line(line)


@bp.post(f"{LINE}/remove")
@guarded(Permission.PLAN_WRITE, load=get_line)
def remove_line(line: PersonalPlanLine) -> ResponseReturnValue:
    back = to_plan(line.plan_id, "lines")
    with transaction():
        service.remove_line(line, version=SeenForm().version.data, by=current_actor(), now=now())
    flash("Đã xóa nội dung khỏi kế hoạch.")
    return back


@bp.route(f"{LINE}/result", methods=["GET", "POST"])
@guarded(Permission.PLAN_WRITE, load=get_line)
def line_result(line: PersonalPlanLine) -> ResponseReturnValue:
    form = ResultForm(obj=line)

    def record() -> None:
        service.record_result(
            line,
            outcome=form.judged,
            result=form.result.data,
            version=form.version.data,
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, record, on=line):
        flash("Đã ghi kết quả.")
        return _to_line(line)
    return render_template("personal_plans/line_result.html", line=line, form=form)
