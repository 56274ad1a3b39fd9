"""What waits to be sent, and what could not be."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.mail.models import MailMessage
from app.mail.rules import MailState, is_due
from app.organisations.models import Organisation

LISTED = 60
# So many are sent in one round; the rest a minute later.
_ROUND = 100


@dataclass(frozen=True)
class Letter:
    """A message as it goes out, read before the server is spoken to."""

    id: UUID
    address: str
    subject: str
    body: str
    created_at: datetime


def get_message(message_id: UUID) -> MailMessage | None:
    return db.session.get(MailMessage, message_id)


def is_waiting(message_id: UUID) -> bool:
    message = get_message(message_id)
    return message is not None and message.state is MailState.WAITING


def letters_due(*, now: datetime) -> list[Letter]:
    """What is to be tried now, oldest first."""
    waiting = db.session.scalars(
        select(MailMessage)
        .where(MailMessage.state == MailState.WAITING)
        .order_by(MailMessage.attempts, MailMessage.created_at, MailMessage.id)
    )
    found = [
        Letter(one.id, one.address, one.subject, one.body, one.created_at)
        for one in waiting
        if is_due(one.attempts, one.created_at, now=now)
    ]
    return found[:_ROUND]


def unsent_at(places: Collection[str]) -> Sequence[MailMessage]:
    """What was given up or waits at these places and below, what was given up first."""
    return db.session.scalars(
        select(MailMessage)
        .join(MailMessage.organisation)
        .where(_below(places), MailMessage.state != MailState.SENT)
        .options(joinedload(MailMessage.organisation))
        .order_by(MailMessage.state != MailState.FAILED, MailMessage.created_at.desc())
        .limit(LISTED)
    ).all()


def counts_at(places: Collection[str]) -> dict[MailState, int]:
    rows = db.session.execute(
        select(MailMessage.state, func.count())
        .join(MailMessage.organisation)
        .where(_below(places))
        .group_by(MailMessage.state)
    )
    found = {state: count for state, count in rows}
    return {state: found.get(state, 0) for state in MailState}


def failed_at(places: Collection[str]) -> int:
    return counts_at(places)[MailState.FAILED]


def _below(places: Collection[str]) -> ColumnElement[bool]:
    return or_(*(Organisation.path.startswith(path, autoescape=True) for path in places))
