"""When the branch looks back at a resolution, and what it found."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import current_actor, guarded
from app.access.permissions import Permission
from app.kernel.clock import now, today
from app.kernel.transaction import transaction
from app.resolutions import service
from app.resolutions.forms import OutcomeForm, ReviewForm
from app.resolutions.models import Resolution, ResolutionReview
from app.resolutions.queries.reviews import get_review
from app.resolutions.routes import bp
from app.resolutions.routes.loading import resolution_named
from app.resolutions.rules import REVIEW_LABELS
from app.resolutions.rules.reviews import check_in_force
from app.web.forms import saved


@bp.route("/resolutions/<uuid:resolution_id>/reviews/new", methods=["GET", "POST"])
@guarded(Permission.RESOLUTION_KEEP, load=resolution_named)
def new_review(resolution: Resolution) -> ResponseReturnValue:
    check_in_force(resolution.status)
    form = ReviewForm()

    def plan() -> None:
        service.plan_review(
            resolution, form.chosen(), form.due_on.data, by=current_actor(), now=now()
        )

    if form.validate_on_submit() and saved(form, plan):
        flash("Đã đặt ngày xem xét nghị quyết.")
        return _back(resolution)
    return render_template("resolutions/new_review.html", resolution=resolution, form=form)


@bp.route(
    "/resolutions/<uuid:resolution_id>/reviews/<uuid:resolution_review_id>/hold",
    methods=["GET", "POST"],
)
@guarded(Permission.RESOLUTION_KEEP, load=get_review)
def hold_review(review: ResolutionReview) -> ResponseReturnValue:
    form = OutcomeForm(obj=review)
    form.held_on.data = form.held_on.data or today()

    def hold() -> None:
        service.hold_review(
            review,
            held_on=form.held_on.data,
            outcome=form.outcome.data,
            version=form.version.data,
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, hold, on=review):
        flash(f"Đã ghi kết quả {REVIEW_LABELS[review.kind].lower()}.")
        return _back(review.resolution)
    return render_template(
        "resolutions/hold_review.html",
        review=review,
        resolution=review.resolution,
        form=form,
        label=REVIEW_LABELS[review.kind],
    )


@bp.post("/resolutions/<uuid:resolution_id>/reviews/<uuid:resolution_review_id>/remove")
@guarded(Permission.RESOLUTION_KEEP, load=get_review)
def remove_review(review: ResolutionReview) -> ResponseReturnValue:
    resolution = review.resolution
    with transaction():
        service.remove_review(review, by=current_actor(), now=now())
    flash("Đã bỏ ngày xem xét.")
    return _back(resolution)


def _back(resolution: Resolution) -> ResponseReturnValue:
    return redirect(url_for("resolutions.show", resolution_id=resolution.id, _anchor="reviews"))
