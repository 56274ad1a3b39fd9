"""The trail read again from its first line: each must follow from the one before it."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from app.audit.models import AuditEntry, AuditHead
from app.audit.rules import FIRST_HASH, chained_hash
from app.extensions import db
from app.kernel.checks import Flaw, streamed

# What a hash is made of, in the names `audit.service` gives it.
CHAINED = (
    "organisation_id",
    "sequence",
    "at",
    "account_id",
    "actor_name",
    "event",
    "subject_id",
    "facts",
)


def trail_holds() -> Iterator[Flaw | None]:
    """Every line of every chain, and every head; to be asked of one snapshot of the database."""
    heads = {head.chain: head.sequence for head in db.session.scalars(select(AuditHead))}
    last = select(AuditEntry.organisation_id, func.max(AuditEntry.sequence))
    for organisation_id, sequence in db.session.execute(
        last.group_by(AuditEntry.organisation_id)
    ).all():
        ends = heads.pop(_name(organisation_id), 0)
        yield from chain_holds(organisation_id)
        if sequence > ends:
            yield Flaw(_title(organisation_id), f"dòng {ends + 1}", "thừa, đầu chuỗi không có")
    for chain, sequence in heads.items():
        if sequence:
            yield Flaw(f"Nhật ký của {chain}", "dòng 1", f"phải có {sequence} dòng, nay mất hết")


def chain_holds(organisation_id: UUID | None) -> Iterator[Flaw | None]:
    """One organisation's lines in order, up to where its head says they end."""
    head = db.session.get(AuditHead, _name(organisation_id), populate_existing=True)
    ends, end_hash = (head.sequence, head.hash) if head else (0, FIRST_HASH)
    where, previous, number = _title(organisation_id), FIRST_HASH, 0
    for line in streamed(_lines(organisation_id, ends)):
        number += 1
        if line.sequence != number:
            break
        content = {name: getattr(line, name) for name in CHAINED}
        if line.previous_hash != previous:
            yield Flaw(where, f"dòng {number}", f"mã dòng trước phải là {previous}")
            return
        previous = chained_hash(content, previous)
        if line.hash != previous:
            yield Flaw(where, f"dòng {number}", f"nội dung không khớp mã; mã tính lại: {previous}")
            return
        yield None
    if number != ends:
        yield Flaw(where, f"dòng {number or 1}", f"thiếu; chuỗi phải có {ends} dòng liền nhau")
    elif previous != end_hash:
        yield Flaw(where, "đầu chuỗi", f"phải là dòng {number}, mã {previous}")


def _name(organisation_id: UUID | None) -> str:
    return str(organisation_id or "installation")


def _title(organisation_id: UUID | None) -> str:
    return f"Nhật ký của {_name(organisation_id)}"


def _lines(organisation_id: UUID | None, ends: int) -> Select[Any]:
    columns = (getattr(AuditEntry, name) for name in (*CHAINED, "previous_hash", "hash"))
    return (
        select(*columns)
        .where(
            AuditEntry.organisation_id.is_(None)
            if organisation_id is None
            else AuditEntry.organisation_id == organisation_id,
            AuditEntry.sequence <= ends,
        )
        .order_by(AuditEntry.sequence)
    )
