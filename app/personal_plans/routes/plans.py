"""One plan: begun, read, registered, opened again, closed; and as a file."""

from uuid import UUID

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import current_actor, guarded
from app.access.permissions import Permission
from app.documents.sending import sent
from app.kernel.clock import now
from app.kernel.transaction import transaction
from app.personal_plans import service
from app.personal_plans.document import plan_document
from app.personal_plans.forms import ReopenForm
from app.personal_plans.models import PersonalPlan
from app.personal_plans.queries import PlansPlace, get_plan, get_plans_branch, reading
from app.personal_plans.queries.papers import plan_paper
from app.personal_plans.routes import bp
from app.web.forms import SeenForm, saved

PLAN = "/personal-plans/<uuid:plan_id>"


def to_plan(plan_id: UUID, anchor: str | None = None) -> ResponseReturnValue:
    return redirect(url_for("personal_plans.show", plan_id=plan_id, _anchor=anchor))


@bp.post("/branches/<uuid:branch_id>/personal-plans/<int:year>/start")
@guarded(Permission.PLEDGE_START, load=get_plans_branch)
def start(where: PlansPlace) -> ResponseReturnValue:
    with transaction():
        plan = service.start_plan(where.place, where.year, by=current_actor(), now=now())
    return to_plan(plan.id)


@bp.get(PLAN)
@guarded(reading, load=get_plan)
def show(plan: PersonalPlan) -> ResponseReturnValue:
    return render_template("personal_plans/show.html", plan=plan)


@bp.get(f"{PLAN}/plan.<any(pdf, docx, txt):extension>")
@guarded(reading, load=lambda extension, plan_id: get_plan(plan_id))
def download(plan: PersonalPlan) -> Response:
    name = ("ke-hoach-ca-nhan", plan.member.name, str(plan.year))
    return sent(plan_document(plan_paper(plan)), *name)


@bp.post(f"{PLAN}/register")
@guarded(Permission.PLAN_WRITE, load=get_plan)
def register(plan: PersonalPlan) -> ResponseReturnValue:
    with transaction():
        service.register_plan(plan, version=SeenForm().version.data, by=current_actor(), now=now())
    flash("Đã đăng ký kế hoạch. Đảng viên trong chi bộ và cấp ủy cấp trên đọc được từ bây giờ.")
    return to_plan(plan.id)


@bp.route(f"{PLAN}/reopen", methods=["GET", "POST"])
@guarded(Permission.PLAN_WRITE, load=get_plan)
def reopen(plan: PersonalPlan) -> ResponseReturnValue:
    form = ReopenForm(data={"version": plan.version})

    def open_again() -> None:
        service.reopen_plan(
            plan,
            reason=form.reason.data,
            version=form.version.data,
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, open_again, on=plan):
        flash("Đã mở lại kế hoạch.")
        return to_plan(plan.id)
    return render_template("personal_plans/reopen.html", plan=plan, form=form)


@bp.post(f"{PLAN}/close")
@guarded(Permission.PLAN_WRITE, load=get_plan)
def close(plan: PersonalPlan) -> ResponseReturnValue:
    with transaction():
        service.close_plan(plan, version=SeenForm().version.data, by=current_actor(), now=now())
    flash("Đã tổng kết kế hoạch.")
    return to_plan(plan.id)
