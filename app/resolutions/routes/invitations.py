"""People without an account are invited to comment."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import current_actor, guarded
from app.access.permissions import Permission
from app.kernel.clock import now
from app.kernel.transaction import transaction
from app.resolutions import service
from app.resolutions.forms import InviteForm
from app.resolutions.models import CommentInvitation, CommentRound
from app.resolutions.queries.rounds import get_invitation, get_round
from app.resolutions.routes import bp
from app.resolutions.routes.rounds import comments_page
from app.web.forms import saved


@bp.post("/comment-rounds/<uuid:round_id>/invite")
@guarded(Permission.RESOLUTION_KEEP, load=get_round)
def invite(round_: CommentRound) -> ResponseReturnValue:
    form = InviteForm()
    secrets: list[str] = []

    def invite_() -> None:
        secrets.append(
            service.invite_commenter(
                round_,
                name=form.name.data,
                title=form.title.data,
                by=current_actor(),
                now=now(),
            )
        )

    if form.validate_on_submit() and saved(form, invite_):
        return comments_page(round_.resolution, InviteForm(formdata=None), _link(secrets[0]))
    return comments_page(round_.resolution, form)


@bp.post("/comment-rounds/<uuid:round_id>/invitations/<uuid:invitation_id>/renew")
@guarded(Permission.RESOLUTION_KEEP, load=get_invitation)
def renew(invitation: CommentInvitation) -> ResponseReturnValue:
    with transaction():
        secret = service.renew_invitation(invitation, by=current_actor(), now=now())
    return comments_page(invitation.round.resolution, InviteForm(formdata=None), _link(secret))


@bp.post("/comment-rounds/<uuid:round_id>/invitations/<uuid:invitation_id>/revoke")
@guarded(Permission.RESOLUTION_KEEP, load=get_invitation)
def revoke(invitation: CommentInvitation) -> ResponseReturnValue:
    with transaction():
        service.revoke_invitation(invitation, by=current_actor(), now=now())
    flash("Đã hủy đường dẫn góp ý.")
    resolution = invitation.round.resolution
    return redirect(url_for("resolutions.comments", resolution_id=resolution.id))


def _link(secret: str) -> str:
    """The whole address, to be copied into a message."""
    return url_for("resolutions.guest", secret=secret, _external=True)
