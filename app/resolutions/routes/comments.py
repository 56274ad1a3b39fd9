"""What members say on a draft that was sent out, and what they are answered."""

import json

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import current_actor, guarded
from app.access.permissions import Permission
from app.documents.serialise import from_json
from app.documents.text import render_body
from app.kernel.clock import now
from app.kernel.transaction import transaction
from app.resolutions import service
from app.resolutions.forms import AnswerForm, CommentForm
from app.resolutions.models import Comment, CommentRound
from app.resolutions.queries.rounds import comments_in, get_comment, get_round, takes_comments
from app.resolutions.routes import bp
from app.resolutions.rules import KIND_LABELS, TREATMENT_LABELS
from app.resolutions.rules.texts import PARTS
from app.web.forms import saved


@bp.get("/comment-rounds/<uuid:round_id>")
@guarded(Permission.DRAFT_READ, load=get_round)
def commenting(round_: CommentRound) -> ResponseReturnValue:
    return _page(round_, CommentForm())


@bp.post("/comment-rounds/<uuid:round_id>/comment")
@guarded(Permission.COMMENT_WRITE, load=get_round)
def comment(round_: CommentRound) -> ResponseReturnValue:
    form = CommentForm()

    def comment_() -> None:
        service.comment_on(
            round_,
            part=form.part.data or None,
            text=form.text.data,
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, comment_):
        flash("Đã gửi góp ý.")
        return _to_round(round_)
    return _page(round_, form)


def _page(round_: CommentRound, form: CommentForm) -> ResponseReturnValue:
    return render_template(
        "resolutions/commenting.html",
        round=round_,
        resolution=round_.resolution,
        form=form,
        own=comments_in(round_, member_id=current_actor().member_id),
        is_open=takes_comments(round_, now=now()),
        text=circulated_text(round_),
        kind_label=KIND_LABELS[round_.resolution.kind],
        parts=PARTS,
        treatment_labels=TREATMENT_LABELS,
    )


def circulated_text(round_: CommentRound) -> str:
    """The draft as it was sent out, whatever has become of it."""
    return render_body(from_json(json.dumps(round_.document)))


@bp.route(
    "/comment-rounds/<uuid:round_id>/comments/<uuid:comment_id>/edit", methods=["GET", "POST"]
)
@guarded(Permission.COMMENT_CHANGE, load=get_comment)
def change(comment: Comment) -> ResponseReturnValue:
    form = CommentForm(obj=comment)

    def change_() -> None:
        service.change_comment(
            comment,
            part=form.part.data or None,
            text=form.text.data,
            version=form.version.data,
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, change_, on=comment):
        flash("Đã sửa góp ý.")
        return _to_round(comment.round)
    return render_template("resolutions/change.html", comment=comment, form=form)


@bp.post("/comment-rounds/<uuid:round_id>/comments/<uuid:comment_id>/withdraw")
@guarded(Permission.COMMENT_CHANGE, load=get_comment)
def withdraw(comment: Comment) -> ResponseReturnValue:
    round_ = comment.round
    with transaction():
        service.withdraw_comment(comment, by=current_actor(), now=now())
    flash("Đã rút góp ý.")
    return _to_round(round_)


@bp.route(
    "/comment-rounds/<uuid:round_id>/comments/<uuid:comment_id>/answer", methods=["GET", "POST"]
)
@guarded(Permission.RESOLUTION_KEEP, load=get_comment)
def answer(comment: Comment) -> ResponseReturnValue:
    form = AnswerForm(obj=comment)
    resolution = comment.round.resolution

    def answer_() -> None:
        service.answer_comment(
            comment,
            form.chosen(),
            form.answer.data,
            version=form.version.data,
            by=current_actor(),
            now=now(),
        )

    if form.validate_on_submit() and saved(form, answer_, on=comment):
        flash("Đã trả lời ý kiến.")
        return redirect(url_for("resolutions.comments", resolution_id=resolution.id))
    return render_template(
        "resolutions/answer.html",
        comment=comment,
        resolution=resolution,
        form=form,
        part=PARTS.get(comment.part or ""),
    )


def _to_round(round_: CommentRound) -> ResponseReturnValue:
    return redirect(url_for("resolutions.commenting", round_id=round_.id))
