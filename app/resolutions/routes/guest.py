"""One page for whoever holds a link: the draft as sent out, and their own comment on it."""

from flask import Response, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import public
from app.kernel.clock import now
from app.resolutions import service
from app.resolutions.forms import CommentForm
from app.resolutions.models import CommentInvitation
from app.resolutions.queries.rounds import comment_by, invitation_for
from app.resolutions.routes import bp
from app.resolutions.routes.comments import circulated_text
from app.resolutions.rules import KIND_LABELS
from app.web.forms import saved


@bp.route("/draft-comments/<string:secret>", methods=["GET", "POST"])
@public
def guest(secret: str) -> ResponseReturnValue:
    """A link that is wrong, too late or revoked gets one and the same answer."""
    invitation = invitation_for(secret, now=now())
    if invitation is None:
        return _kept_quiet(make_response(render_template("resolutions/_no_link.html"), 404))
    form = CommentForm(obj=comment_by(invitation))

    def comment() -> None:
        service.comment_by_link(
            invitation, part=form.part.data or None, text=form.text.data, now=now()
        )

    if form.validate_on_submit() and saved(form, comment):
        flash("Đã nhận góp ý. Xin cảm ơn.")
        return _kept_quiet(make_response(redirect(url_for("resolutions.guest", secret=secret))))
    return _kept_quiet(make_response(_page(invitation, form)))


def _page(invitation: CommentInvitation, form: CommentForm) -> str:
    round_ = invitation.round
    return render_template(
        "resolutions/guest.html",
        invitation=invitation,
        round=round_,
        branch=round_.resolution.meeting.organisation.name,
        form=form,
        text=circulated_text(round_),
        title=f"{KIND_LABELS[round_.resolution.kind]} {round_.texts['abstract']}",
        said=comment_by(invitation),
    )


def _kept_quiet(response: Response) -> Response:
    """The address itself is the key: nobody is told where the reader came from, nothing is kept."""
    # Our own forms must show that they come from here; the origin is enough for that.
    response.headers["Referrer-Policy"] = "strict-origin"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "no-store"
    return response
