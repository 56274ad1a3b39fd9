"""When resolutions are looked back at, and what the branches below a committee have issued."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import extract, func, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.meetings.models import Meeting
from app.organisations.models import Organisation
from app.resolutions.models import Resolution, ResolutionReview
from app.resolutions.rules import IN_FORCE, ResolutionKind, ResolutionStatus


def reviews_of(resolution: Resolution) -> Sequence[ResolutionReview]:
    return db.session.scalars(
        select(ResolutionReview)
        .where(ResolutionReview.resolution_id == resolution.id)
        .order_by(ResolutionReview.due_on, ResolutionReview.id)
    ).all()


def get_review(resolution_id: UUID, resolution_review_id: UUID) -> ResolutionReview | None:
    return db.session.scalar(
        select(ResolutionReview)
        .where(
            ResolutionReview.id == resolution_review_id,
            ResolutionReview.resolution_id == resolution_id,
        )
        .options(
            joinedload(ResolutionReview.resolution)
            .joinedload(Resolution.meeting)
            .joinedload(Meeting.organisation)
        )
    )


@dataclass(frozen=True)
class IssuedBelow:
    """A resolution of a branch as its committee sees it."""

    id: UUID
    branch: str
    number_symbol: str | None
    abstract: str
    kind: ResolutionKind
    status: ResolutionStatus
    issued_on: date | None
    review_due_on: date | None  # the next one that has not been held


def issued_below(organisation: Organisation, *, year: int) -> list[IssuedBelow]:
    """What the branches at and below a place issued in a year, newest first; one query."""
    due = (
        select(func.min(ResolutionReview.due_on))
        .where(ResolutionReview.resolution_id == Resolution.id, ResolutionReview.held_on.is_(None))
        .correlate(Resolution)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(
            Resolution.id,
            Organisation.name,
            Resolution.number_symbol,
            Resolution.abstract,
            Resolution.kind,
            Resolution.status,
            Resolution.issued_on,
            due,
        )
        .join(Meeting, Meeting.id == Resolution.meeting_id)
        .join(Organisation, Organisation.id == Meeting.organisation_id)
        .where(
            Organisation.path.startswith(organisation.path, autoescape=True),
            Resolution.status.in_(IN_FORCE),
            extract("year", Resolution.issued_on) == year,
        )
        .order_by(Resolution.issued_on.desc(), Organisation.name, Resolution.number_symbol.desc())
    )
    return [IssuedBelow(*row) for row in rows]


def years_issued_below(organisation: Organisation) -> list[int]:
    """The years in which a branch at or below a place issued anything, latest first."""
    rows = db.session.scalars(
        select(extract("year", Resolution.issued_on))
        .join(Meeting, Meeting.id == Resolution.meeting_id)
        .join(Organisation, Organisation.id == Meeting.organisation_id)
        .where(
            Organisation.path.startswith(organisation.path, autoescape=True),
            Resolution.issued_on.is_not(None),
        )
        .distinct()
    )
    return sorted((int(year) for year in rows), reverse=True)
