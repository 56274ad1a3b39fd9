from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy import select

from app.access.permissions import Actor
from app.audit.events import Event
from app.audit.facts import FACTS
from app.audit.models import AuditEntry, AuditHead
from app.audit.rules import FIRST_HASH, chained_hash, plain
from app.extensions import db
from app.kernel.locking import locked


class Named(Protocol):
    @property
    def id(self) -> UUID: ...


def record(
    event: Event,
    *,
    by: Actor | None,
    now: datetime,
    organisation_id: UUID | None,
    subject: Named | None = None,
    **facts: object,
) -> None:
    """Add one line to the organisation's trail, in the caller's transaction.

    :raises ValueError: if the facts are not exactly those the event declares.
    """
    if facts.keys() != FACTS[event]:
        raise ValueError(f"{event} declares {sorted(FACTS[event])}, got {sorted(facts)}")
    head = _locked_head(organisation_id)
    content = {
        "organisation_id": organisation_id,
        "sequence": head.sequence + 1,
        "at": now,
        "account_id": by.account_id if by else None,
        "actor_name": by.name if by else "hệ thống",
        "event": event.value,
        "subject_id": subject.id if subject else None,
        "facts": plain(facts),
    }
    line = AuditEntry(**content, previous_hash=head.hash, hash=chained_hash(content, head.hash))
    db.session.add(line)
    head.sequence, head.hash = line.sequence, line.hash


def _locked_head(organisation_id: UUID | None) -> AuditHead:
    chain = str(organisation_id or "installation")
    return locked(
        select(AuditHead).where(AuditHead.chain == chain),
        lambda: AuditHead(chain=chain, sequence=0, hash=FIRST_HASH),
    )
