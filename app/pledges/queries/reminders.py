"""Where a reminder goes."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from app.extensions import db
from app.people.models import Member


def addresses_of(member_ids: Collection[UUID]) -> dict[UUID, str]:
    """The e-mail addresses of those who have one in the register."""
    rows = db.session.execute(
        select(Member.id, Member.email).where(Member.id.in_(member_ids), Member.email.is_not(None))
    )
    return {row.id: row.email for row in rows if row.email}
