"""Documents from above that are presented under the items of a meeting."""

from collections.abc import Mapping
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.library.models import HigherDocument
from app.meetings.models import AgendaItem, AgendaStep, ItemDocument

Cited: TypeAlias = Mapping[UUID, list[HigherDocument]]


def documents_in(meeting_id: UUID) -> Cited:
    """What is presented under each item of a meeting, in the order in which it was attached."""
    rows = db.session.scalars(
        select(ItemDocument)
        .join(AgendaItem, AgendaItem.id == ItemDocument.item_id)
        .join(AgendaStep, AgendaStep.id == AgendaItem.step_id)
        .where(AgendaStep.meeting_id == meeting_id)
        .options(joinedload(ItemDocument.document))
        .order_by(
            AgendaStep.position,
            AgendaItem.position,
            ItemDocument.added_at,
            ItemDocument.document_id,
        )
    )
    found: dict[UUID, list[HigherDocument]] = {}
    for row in rows:
        found.setdefault(row.item_id, []).append(row.document)
    return found


def has_documents(step: AgendaStep) -> bool:
    under = exists().where(ItemDocument.item_id == AgendaItem.id, AgendaItem.step_id == step.id)
    return bool(db.session.scalar(select(under)))


def get_citation(item: AgendaItem, document: HigherDocument) -> ItemDocument | None:
    return db.session.get(ItemDocument, (item.id, document.id))
