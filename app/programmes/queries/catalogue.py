"""The topics that the branches of one committee have registered, to be searched and reused."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, joinedload

from app.extensions import db
from app.kernel.text import fold
from app.organisations.models import Organisation
from app.organisations.rules import Level
from app.programmes.models import PlannedTopic
from app.programmes.rules import COUNTED, TopicGroup


@dataclass(frozen=True)
class CatalogueRow:
    """A topic with the branch it comes from and how often others took it up."""

    id: UUID
    branch_id: UUID
    branch: str
    topic: str
    topic_group: TopicGroup
    shortcoming: str | None
    year: int
    month: int
    used: int


def committee_path(organisation: Organisation) -> str:
    """Where the catalogue of a place reaches: a branch shares the one of its committee."""
    if organisation.level is Level.BRANCH and organisation.parent is not None:
        return organisation.parent.path
    return organisation.path


def catalogue(
    organisation: Organisation,
    *,
    text: str = "",
    group: TopicGroup | None = None,
    year: int | None = None,
    limit: int,
    offset: int = 0,
) -> list[CatalogueRow]:
    """Newest year first; every word of `text` occurs, tone marks aside."""
    taken = aliased(PlannedTopic)
    used = (
        select(func.count(taken.id))
        .where(taken.taken_from_id == PlannedTopic.id, taken.status.in_(COUNTED))
        .correlate(PlannedTopic)
        .scalar_subquery()
    )
    query = (
        select(
            PlannedTopic.id,
            PlannedTopic.organisation_id,
            Organisation.name,
            PlannedTopic.topic,
            PlannedTopic.topic_group,
            PlannedTopic.shortcoming,
            PlannedTopic.year,
            PlannedTopic.month,
            used,
        )
        .join(Organisation, Organisation.id == PlannedTopic.organisation_id)
        .where(
            Organisation.path.startswith(committee_path(organisation), autoescape=True),
            PlannedTopic.status.in_(COUNTED),
            *(PlannedTopic.folded.contains(word, autoescape=True) for word in fold(text).split()),
        )
    )
    if group is not None:
        query = query.where(PlannedTopic.topic_group == group)
    if year is not None:
        query = query.where(PlannedTopic.year == year)
    ordered = query.order_by(
        PlannedTopic.year.desc(), PlannedTopic.month.desc(), PlannedTopic.folded, PlannedTopic.id
    )
    rows = db.session.execute(ordered.limit(limit).offset(offset))
    return [CatalogueRow(*row) for row in rows]


def years_in_catalogue(organisation: Organisation) -> Sequence[int]:
    return db.session.scalars(
        select(PlannedTopic.year)
        .join(Organisation, Organisation.id == PlannedTopic.organisation_id)
        .where(
            Organisation.path.startswith(committee_path(organisation), autoescape=True),
            PlannedTopic.status.in_(COUNTED),
        )
        .distinct()
        .order_by(PlannedTopic.year.desc())
    ).all()


def reusable(branch: Organisation, planned_id: UUID) -> PlannedTopic | None:
    """A topic of the same committee's branches that the branch may take up."""
    return db.session.scalar(
        select(PlannedTopic)
        .join(PlannedTopic.organisation)
        .where(
            PlannedTopic.id == planned_id,
            PlannedTopic.status.in_(COUNTED),
            Organisation.path.startswith(committee_path(branch), autoescape=True),
        )
        .options(joinedload(PlannedTopic.organisation))
    )
