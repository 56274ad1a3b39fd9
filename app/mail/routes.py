"""For the administrator: whether mail goes out, and what did not."""

from flask import Blueprint, abort, current_app, flash, redirect, render_template, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from app.access.guards import current_actor, guarded, signed_in
from app.access.permissions import Permission, places_with
from app.jobs.queue import has_worker
from app.kernel.clock import now
from app.kernel.transaction import transaction
from app.mail import service
from app.mail.models import MailMessage
from app.mail.queries import LISTED, counts_at, failed_at, get_message, unsent_at
from app.mail.rules import MAIL_LABELS, MailState, server_of

bp = Blueprint("mail", __name__)


@bp.record_once
def _offer_warning(state: BlueprintSetupState) -> None:
    """The first page asks it, without having to know this room."""
    state.app.jinja_env.globals["mails_given_up"] = mails_given_up


def mails_given_up() -> int:
    """How many messages could not be sent, for who may look into it; 0 for everybody else."""
    places = _places()
    return failed_at(places) if places else 0


@bp.get("/mail")
@signed_in
def index() -> ResponseReturnValue:
    places = _places()
    if not places:
        abort(404)
    return render_template(
        "mail/index.html",
        server=server_of(current_app.config),
        has_worker=has_worker(),
        counts=counts_at(places),
        messages=unsent_at(places),
        limit=LISTED,
        labels=MAIL_LABELS,
        MailState=MailState,
    )


@bp.post("/mail/<uuid:message_id>/resend")
@guarded(Permission.MAIL_READ, load=get_message)
def resend(message: MailMessage) -> ResponseReturnValue:
    """Whoever sees that it failed may have it tried again."""
    with transaction():
        service.resend(message, by=current_actor(), now=now())
    flash("Thư sẽ được gửi lại trong ít phút.")
    return redirect(url_for("mail.index"))


def _places() -> frozenset[str]:
    return places_with(current_actor(), Permission.MAIL_READ)
