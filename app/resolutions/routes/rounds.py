"""A draft is sent out, its deadline moved, its comments gathered and worked in."""

from datetime import time, timedelta

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import current_actor, guarded
from app.access.permissions import Permission
from app.kernel.clock import local, now, today
from app.kernel.transaction import transaction
from app.resolutions import service
from app.resolutions.forms import DeadlineForm, InviteForm
from app.resolutions.models import CommentRound, Resolution
from app.resolutions.queries.rounds import (
    comments_of,
    get_round,
    invitations_of,
    rounds_of,
    takes_comments,
)
from app.resolutions.routes import bp
from app.resolutions.routes.loading import resolution_named
from app.resolutions.rules import TREATMENT_LABELS, ResolutionStatus
from app.resolutions.rules.comments import check_circulable
from app.resolutions.rules.texts import PARTS
from app.web.forms import saved


@bp.route("/resolutions/<uuid:resolution_id>/circulate", methods=["GET", "POST"])
@guarded(Permission.RESOLUTION_KEEP, load=resolution_named)
def circulate(resolution: Resolution) -> ResponseReturnValue:
    check_circulable(resolution.status)
    form = DeadlineForm(
        closes_on=today() + timedelta(days=3), closes_time=time(17), version=resolution.version
    )

    def circulate_() -> None:
        service.circulate_draft(
            resolution,
            closes_at=form.closes_at(),
            version=form.version.data,
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, circulate_, on=resolution):
        flash("Đã gửi dự thảo lấy ý kiến.")
        return redirect(url_for("resolutions.comments", resolution_id=resolution.id))
    return render_template("resolutions/circulate.html", resolution=resolution, form=form)


@bp.get("/resolutions/<uuid:resolution_id>/comments")
@guarded(Permission.COMMENT_READ, load=resolution_named)
def comments(resolution: Resolution) -> ResponseReturnValue:
    return comments_page(resolution, InviteForm())


def comments_page(
    resolution: Resolution, invite: InviteForm, link: str | None = None
) -> ResponseReturnValue:
    """:param link: just made, and shown this once."""
    rounds = rounds_of(resolution)
    latest = rounds[-1] if rounds else None
    said = comments_of(resolution)
    return render_template(
        "resolutions/comments.html",
        resolution=resolution,
        rounds=rounds,
        latest=latest,
        is_open=latest is not None and takes_comments(latest, now=now()),
        invitations=invitations_of(latest) if latest else [],
        comments=said,
        unanswered=sum(comment.treatment is None for comment in said),
        may_answer=resolution.status is ResolutionStatus.COMMENTING,
        parts=PARTS,
        treatment_labels=TREATMENT_LABELS,
        invite_form=invite,
        link=link,
    )


@bp.route("/comment-rounds/<uuid:round_id>/extend", methods=["GET", "POST"])
@guarded(Permission.RESOLUTION_KEEP, load=get_round)
def extend(round_: CommentRound) -> ResponseReturnValue:
    ends = local(round_.closes_at)
    form = DeadlineForm(closes_on=ends.date(), closes_time=ends.time(), version=round_.version)

    def extend_() -> None:
        service.extend_round(
            round_, form.closes_at(), version=form.version.data, by=current_actor(), now=now()
        )

    if form.validate_on_submit() and saved(form, extend_, on=round_):
        flash("Đã gia hạn góp ý.")
        return _to_comments(round_.resolution)
    return render_template(
        "resolutions/extend.html", round=round_, resolution=round_.resolution, form=form
    )


@bp.post("/comment-rounds/<uuid:round_id>/close")
@guarded(Permission.RESOLUTION_KEEP, load=get_round)
def close(round_: CommentRound) -> ResponseReturnValue:
    with transaction():
        service.close_round(round_, by=current_actor(), now=now())
    flash("Đã kết thúc lấy ý kiến.")
    return _to_comments(round_.resolution)


@bp.post("/resolutions/<uuid:resolution_id>/revise")
@guarded(Permission.RESOLUTION_KEEP, load=resolution_named)
def revise(resolution: Resolution) -> ResponseReturnValue:
    with transaction():
        service.revise_draft(resolution, by=current_actor(), now=now())
    flash("Đã hoàn thiện dự thảo; có thể trình biểu quyết.")
    return redirect(url_for("resolutions.show", resolution_id=resolution.id))


def _to_comments(resolution: Resolution) -> ResponseReturnValue:
    return redirect(url_for("resolutions.comments", resolution_id=resolution.id))
