from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Model
from app.revisions.rules import RevisionKind


class Revision(Model):
    """One save of one unit (a field group such as an agenda item); only ever inserted.

    `scope_id` is what the unit belongs to (a meeting). `number` counts 1, 2, 3 … within the unit;
    what was set aside or is only held has none, since it never stood. `changes` says for each
    changed field where the text was cut, what was taken out and what was put in: against the
    revision before, or against revision `base` for what never stood.
    """

    __tablename__ = "revision"
    __table_args__ = (
        UniqueConstraint("scope_id", "unit", "number"),
        CheckConstraint("(number IS NULL) = (kind IN ('set_aside', 'held'))", name="number"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)  # made where it was typed
    scope_id: Mapped[UUID]
    unit: Mapped[str] = mapped_column(String(80))
    number: Mapped[int | None]
    base: Mapped[int]
    kind: Mapped[RevisionKind]
    changes: Mapped[dict[str, Any]] = mapped_column(JSON)
    account_id: Mapped[UUID | None]
    actor_name: Mapped[str]
    at: Mapped[datetime]
