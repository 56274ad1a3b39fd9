"""The log of where a plan was made public."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import current_actor, guarded
from app.access.permissions import Permission
from app.kernel.clock import now, today
from app.kernel.transaction import transaction
from app.personal_plans import service
from app.personal_plans.forms import PublicationForm
from app.personal_plans.models import PersonalPlan, Publication
from app.personal_plans.queries import get_plan, get_publication, reading
from app.personal_plans.routes import bp
from app.personal_plans.routes.plans import PLAN
from app.web.forms import SeenForm, saved

LOG = f"{PLAN}/publications"
ENTRY = f"{LOG}/<uuid:publication_id>"


def _to_log(plan: PersonalPlan) -> ResponseReturnValue:
    return redirect(url_for("personal_plans.publications", plan_id=plan.id))


@bp.get(LOG)
@guarded(Permission.PLAN_PUBLISH, load=get_plan)
def publications(plan: PersonalPlan) -> ResponseReturnValue:
    """Where the plan was shown, never what it says: who writes this down need not read it."""
    return render_template("personal_plans/publications.html", plan=plan, reading=reading(plan))


@bp.route(f"{LOG}/new", methods=["GET", "POST"])
@guarded(Permission.PLAN_PUBLISH, load=get_plan)
def new_publication(plan: PersonalPlan) -> ResponseReturnValue:
    form = PublicationForm(from_on=today())

    def publish() -> None:
        service.publish_plan(plan, form.posting, by=current_actor(), now=now())

    if form.validate_on_submit() and saved(form, publish):
        flash("Đã ghi việc công khai.")
        return _to_log(plan)
    return render_template("personal_plans/new_publication.html", plan=plan, form=form)


@bp.route(f"{ENTRY}/edit", methods=["GET", "POST"])
@guarded(Permission.PLAN_PUBLISH, load=get_publication)
def edit_publication(publication: Publication) -> ResponseReturnValue:
    form = PublicationForm(obj=publication)

    def change() -> None:
        service.change_publication(
            publication,
            form.posting,
            version=form.version.data,
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, change, on=publication):
        flash("Đã lưu.")
        return _to_log(publication.plan)
    return render_template(
        "personal_plans/edit_publication.html", publication=publication, form=form
    )


@bp.post(f"{ENTRY}/end")
@guarded(Permission.PLAN_PUBLISH, load=get_publication)
def end_publication(publication: Publication) -> ResponseReturnValue:
    with transaction():
        service.end_publication(
            publication,
            until_on=today(),
            version=SeenForm().version.data,
            by=current_actor(),
            now=now(),
        )
    flash("Đã ghi ngày kết thúc công khai là hôm nay.")
    return _to_log(publication.plan)


@bp.post(f"{ENTRY}/remove")
@guarded(Permission.PLAN_PUBLISH, load=get_publication)
def remove_publication(publication: Publication) -> ResponseReturnValue:
    back = _to_log(publication.plan)
    with transaction():
        service.remove_publication(
            publication, version=SeenForm().version.data, by=current_actor(), now=now()
        )
    flash("Đã xóa dòng ghi nhầm.")
    return back
