"""What of a resolution can be found: a draft by those who write it, what is issued by the branch.

A draft sent out for comment is read on the page of its round alone.
"""

from dataclasses import replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.documents.text import render_body
from app.extensions import db
from app.meetings.models import Meeting
from app.meetings.queries.findable import findable_in
from app.resolutions.models import Resolution
from app.resolutions.queries.papers import document_of
from app.resolutions.queries.resolutions import reading
from app.search.rules.findables import Findable, Subject


def findable_resolution(resolution: Resolution) -> list[Findable]:
    """Its own words, as issued or as they stand in the draft."""
    if resolution.document is not None:
        texts: tuple[str | None, ...] = (render_body(document_of(resolution)),)
    else:
        texts = (resolution.assessment, resolution.tasks, resolution.arrangements, resolution.bases)
    found = findable_in(resolution.meeting, _named(resolution), texts, reading(resolution))
    return [replace(found, day=resolution.issued_on or found.day)]


def _named(resolution: Resolution) -> str:
    if resolution.number_symbol:
        return f"Nghị quyết số {resolution.number_symbol} {resolution.abstract}"
    return f"Dự thảo nghị quyết {resolution.abstract}"


def resolutions_after(resolution_id: UUID | None, limit: int) -> list[Subject]:
    """So many resolutions with a greater identity, and what is findable of each."""
    query = select(Resolution).order_by(Resolution.id).limit(limit)
    if resolution_id is not None:
        query = query.where(Resolution.id > resolution_id)
    rows = db.session.scalars(
        query.options(joinedload(Resolution.meeting).joinedload(Meeting.organisation))
    )
    return [Subject(row.id, findable_resolution(row)) for row in rows]
