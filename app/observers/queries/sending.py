"""Which comrades are sent to which branches, and who may be sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from app.extensions import db
from app.organisations.models import Organisation
from app.organisations.queries import list_branches_below
from app.organisations.rules import places_along
from app.people.models import Member, PositionPeriod
from app.people.queries import get_position_period, holds_on
from app.people.rules import COMMITTEE_POSITIONS, OBSERVING


@dataclass(frozen=True)
class Watched:
    """A branch with who is sent to it: on the day asked, later, and who was."""

    branch: Organisation
    present: tuple[PositionPeriod, ...]
    coming: tuple[PositionPeriod, ...]
    past: tuple[PositionPeriod, ...]


def branches_watched(place: Organisation, *, on: date) -> list[Watched]:
    """Every branch at a place and below; the two queries do not grow with their number."""
    periods: dict[UUID, list[PositionPeriod]] = {}
    for period in _periods_below(place.path):
        periods.setdefault(period.organisation_id, []).append(period)
    return [
        _watched(branch, periods.get(branch.id, []), on)
        for branch in list_branches_below(place.path)
        if branch.dissolved_on is None or branch.id in periods
    ]


def _periods_below(path: str) -> Sequence[PositionPeriod]:
    return db.session.scalars(
        select(PositionPeriod)
        .join(PositionPeriod.organisation)
        .where(
            Organisation.path.startswith(path, autoescape=True),
            PositionPeriod.position.in_(OBSERVING),
        )
        .options(contains_eager(PositionPeriod.organisation), joinedload(PositionPeriod.member))
        .order_by(PositionPeriod.position, PositionPeriod.starts_on.desc())
    ).all()


def _watched(branch: Organisation, periods: Sequence[PositionPeriod], on: date) -> Watched:
    ended = [p for p in periods if p.ends_on is not None and p.ends_on < on]
    coming = [p for p in periods if p.starts_on > on]
    present = [p for p in periods if p not in ended and p not in coming]
    return Watched(branch, tuple(present), tuple(coming), tuple(ended))


def candidates_for(place: Organisation) -> Sequence[Member]:
    """Whoever sits, sat or will sit on a committee at or above a place; the day decides later."""
    return db.session.scalars(
        select(Member)
        .where(
            Member.id.in_(
                select(PositionPeriod.member_id).where(
                    PositionPeriod.organisation_id.in_(places_along(place.path)),
                    PositionPeriod.position.in_(COMMITTEE_POSITIONS),
                )
            )
        )
        .order_by(Member.sort_name, Member.id)
    ).all()


def sits_above(member: Member, branch: Organisation, *, on: date) -> bool:
    """Whether the member sits on a committee above the branch on a day."""
    found = select(PositionPeriod.id).where(
        PositionPeriod.member_id == member.id,
        PositionPeriod.organisation_id.in_(places_along(branch.path)),
        PositionPeriod.position.in_(COMMITTEE_POSITIONS),
        *holds_on(PositionPeriod, on),
    )
    return db.session.scalar(found.limit(1)) is not None


def get_sending(organisation_id: UUID, period_id: UUID) -> PositionPeriod | None:
    """Somebody sent to a branch at this place or below it."""
    period = get_position_period(period_id)
    if period is None or period.position not in OBSERVING:
        return None
    return period if organisation_id in places_along(period.organisation.path) else None
