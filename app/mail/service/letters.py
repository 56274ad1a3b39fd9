"""A message written, sent, failed, tried again."""

from datetime import datetime

from app.access.permissions import Actor
from app.audit import service as audit
from app.audit.events import Event
from app.extensions import db
from app.kernel.errors import RuleBroken
from app.mail.models import MailMessage
from app.mail.rules import Failure, MailState, after_failure
from app.organisations.models import Organisation


def post(
    organisation: Organisation, *, address: str, subject: str, body: str, now: datetime
) -> MailMessage:
    """Kept in the caller's transaction; the worker sends it once that is committed."""
    message = MailMessage(
        organisation=organisation, address=address, subject=subject, body=body, created_at=now
    )
    db.session.add(message)
    return message


def note_sent(message: MailMessage, *, now: datetime) -> None:
    message.state, message.sent_at, message.problem = MailState.SENT, now, None
    message.attempts += 1


def note_failure(message: MailMessage, failure: Failure) -> None:
    """What another round has sent meanwhile stays sent."""
    if message.state is MailState.SENT:
        return
    message.attempts += 1
    message.problem = failure.problem
    message.state = after_failure(message.attempts, is_final=failure.is_final)


def resend(message: MailMessage, *, by: Actor, now: datetime) -> None:
    """Begin anew with a message that was given up.

    :raises RuleBroken: if it was not.
    """
    if message.state is not MailState.FAILED:
        raise RuleBroken("Thư này đã gửi hoặc đang chờ gửi; tải lại trang để xem.")
    message.state, message.attempts, message.created_at = MailState.WAITING, 0, now
    audit.record(
        Event.MAIL_RESENT,
        by=by,
        now=now,
        organisation_id=message.organisation_id,
        subject=message,
        email=message.address,
    )
