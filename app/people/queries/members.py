"""Who belongs where, and holds what, on a day."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlalchemy import (
    select,
)
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.kernel.text import fold
from app.organisations.models import Organisation
from app.organisations.rules import Level
from app.people.models import (
    Member,
    PositionPeriod,
    StatusPeriod,
)
from app.people.queries.periods import holds_on
from app.people.rules import OBSERVING, SEATS, Holding, Position, Status, holding_doubts
from app.regulations.queries import book_for

_Period = TypeVar("_Period", StatusPeriod, PositionPeriod)


def get_member(member_id: UUID) -> Member | None:
    return db.session.get(
        Member,
        member_id,
        options=[
            selectinload(Member.statuses).joinedload(StatusPeriod.organisation),
            selectinload(Member.positions).joinedload(PositionPeriod.organisation),
        ],
    )


@dataclass(frozen=True)
class Membership:
    """A member as one organisation knows them: what a member's page is about."""

    member: Member
    organisation: Organisation
    # Once somebody has left, only what concerns this organisation is its business.
    is_current: bool

    @property
    def unit_path(self) -> str:
        return self.organisation.path

    @property
    def statuses(self) -> list[StatusPeriod]:
        return self._newest_first(self.member.statuses)

    @property
    def positions(self) -> list[PositionPeriod]:
        return self._newest_first(self.member.positions)

    def _newest_first(self, periods: Sequence[_Period]) -> list[_Period]:
        shown = [p for p in periods if self.is_current or p.organisation is self.organisation]
        return sorted(shown, key=lambda p: p.starts_on, reverse=True)


def get_membership(organisation_id: UUID, member_id: UUID, *, on: date) -> Membership | None:
    """The member if they ever had a standing in this very organisation."""
    member = get_member(member_id)
    if member is None:
        return None
    here = [p for p in member.statuses if p.organisation_id == organisation_id]
    if not here:
        return None
    is_current = any(p.ends_on is None or p.ends_on >= on for p in here)
    return Membership(member, here[0].organisation, is_current)


def get_status_period(period_id: UUID) -> StatusPeriod | None:
    return db.session.get(StatusPeriod, period_id)


def get_position_period(period_id: UUID) -> PositionPeriod | None:
    return db.session.get(PositionPeriod, period_id)


@dataclass(frozen=True)
class ListedMember:
    """A line of the list of members of a branch, or of all branches of a committee."""

    member_id: UUID
    name: str
    branch_id: UUID
    branch: str
    status: Status
    positions: tuple[Position, ...]
    professional_title: str | None


LIST_LIMIT = 500


def list_members(
    path: str, *, on: date, status: Status | None = None, text: str = ""
) -> list[ListedMember]:
    """Members at a place and below on a day, by given name, at most LIST_LIMIT; two queries."""
    place = Organisation.path.startswith(path, autoescape=True)
    conditions = [place, *holds_on(StatusPeriod, on)]
    if status is not None:
        conditions.append(StatusPeriod.status == status)
    if text:
        conditions.append(Member.folded_name.contains(fold(text), autoescape=True))
    rows = db.session.execute(
        select(
            Member.id,
            Member.name,
            StatusPeriod.organisation_id,
            Organisation.name.label("branch"),
            StatusPeriod.status,
            Member.professional_title,
        )
        .join(StatusPeriod, StatusPeriod.member_id == Member.id)
        .join(Organisation, Organisation.id == StatusPeriod.organisation_id)
        .where(*conditions)
        .order_by(Member.sort_name, Member.id)
        .limit(LIST_LIMIT)
    ).all()
    positions = _positions_below(path, on)
    return [
        ListedMember(
            row.id,
            row.name,
            row.organisation_id,
            row.branch,
            row.status,
            positions.get((row.id, row.organisation_id), ()),
            row.professional_title,
        )
        for row in rows
    ]


def _positions_below(path: str, on: date) -> dict[tuple[UUID, UUID], tuple[Position, ...]]:
    rows = db.session.execute(
        select(PositionPeriod.member_id, PositionPeriod.organisation_id, PositionPeriod.position)
        .join(Organisation, Organisation.id == PositionPeriod.organisation_id)
        .where(
            Organisation.path.startswith(path, autoescape=True),
            *holds_on(PositionPeriod, on),
        )
    )
    found: dict[tuple[UUID, UUID], list[Position]] = {}
    for member_id, organisation_id, position in rows:
        found.setdefault((member_id, organisation_id), []).append(position)
    return {key: tuple(sorted(held, key=_RANK.index)) for key, held in found.items()}


_RANK = list(Position)


def office_holders(organisation_id: UUID, *, on: date) -> Sequence[PositionPeriod]:
    """Who holds which position in one organisation on a day, the leading one first."""
    periods = db.session.scalars(
        select(PositionPeriod)
        .where(PositionPeriod.organisation_id == organisation_id, *holds_on(PositionPeriod, on))
        .options(joinedload(PositionPeriod.member))
    ).all()
    return sorted(periods, key=lambda p: (_RANK.index(p.position), p.member.sort_name))


def holdings_at(organisation_id: UUID) -> list[Holding]:
    """Every position ever held in one organisation, as the rules see it."""
    periods = db.session.scalars(
        select(PositionPeriod).where(PositionPeriod.organisation_id == organisation_id)
    )
    return [Holding(p.member_id, p.position, p.starts_on, p.ends_on) for p in periods]


def doubts_about(period: PositionPeriod) -> list[str]:
    """What the office should look at again about a position just entered."""
    rows = db.session.execute(
        select(StatusPeriod.member_id, StatusPeriod.status).where(
            StatusPeriod.organisation_id == period.organisation_id,
            *holds_on(StatusPeriod, period.starts_on),
        )
    ).all()
    own = next((row.status for row in rows if row.member_id == period.member_id), None)
    officials = sum(row.status is Status.OFFICIAL for row in rows)
    book = book_for(period.organisation.path, period.starts_on)
    return holding_doubts(
        period.position,
        status=own,
        official_members=officials,
        committee_from=book.number("branch.committee_from"),
    )


def members_called(name: str, organisation_id: UUID, *, on: date) -> Sequence[Member]:
    """Members of a branch with exactly this name, tone marks aside."""
    return db.session.scalars(
        select(Member)
        .join(StatusPeriod, StatusPeriod.member_id == Member.id)
        .where(
            StatusPeriod.organisation_id == organisation_id,
            *holds_on(StatusPeriod, on),
            Member.folded_name == fold(name),
        )
    ).all()


@dataclass(frozen=True)
class MemberRow:
    """A member of one organisation on one day, as lists and rolls need it."""

    member_id: UUID
    name: str
    status: Status
    positions: tuple[Position, ...]
    professional_title: str | None


def members_of(organisation_id: UUID, *, on: date) -> list[MemberRow]:
    """Everybody with a standing in the organisation on `on`, by given name; two queries."""
    rows = db.session.execute(
        select(Member.id, Member.name, Member.professional_title, StatusPeriod.status)
        .join(StatusPeriod, StatusPeriod.member_id == Member.id)
        .where(StatusPeriod.organisation_id == organisation_id, *holds_on(StatusPeriod, on))
        .order_by(Member.sort_name, Member.id)
    ).all()
    positions = positions_at(organisation_id, on=on)
    return [
        MemberRow(id_, name, status, positions.get(id_, ()), title)
        for id_, name, title, status in rows
    ]


def positions_at(organisation_id: UUID, *, on: date) -> dict[UUID, tuple[Position, ...]]:
    """Positions held in one organisation on a day, by member, the leading one first."""
    rows = db.session.execute(
        select(PositionPeriod.member_id, PositionPeriod.position).where(
            PositionPeriod.organisation_id == organisation_id, *holds_on(PositionPeriod, on)
        )
    )
    found: dict[UUID, list[Position]] = {}
    for member_id, position in rows:
        found.setdefault(member_id, []).append(position)
    return {id_: tuple(sorted(held, key=_RANK.index)) for id_, held in found.items()}


def committee_of(organisation_id: UUID, *, on: date) -> list[MemberRow]:
    """Who sits in a committee on a day, by given name; two queries.

    Their standing is kept where they are members: here it matters only whether it is suspended.
    """
    held = {
        id_: positions
        for id_, positions in positions_at(organisation_id, on=on).items()
        if not SEATS.isdisjoint(positions)
    }
    suspended = (
        select(StatusPeriod.id)
        .where(
            StatusPeriod.member_id == Member.id,
            StatusPeriod.status == Status.SUSPENDED,
            *holds_on(StatusPeriod, on),
        )
        .exists()
    )
    rows = db.session.execute(
        select(Member.id, Member.name, Member.professional_title, suspended)
        .where(Member.id.in_(held))
        .order_by(Member.sort_name, Member.id)
    )
    return [
        MemberRow(id_, name, Status.SUSPENDED if is_out else Status.OFFICIAL, held[id_], title)
        for id_, name, title, is_out in rows
    ]


def comrades_of(organisation: Organisation, *, on: date) -> list[MemberRow]:
    """Who meets there: a branch's members, or those who sit in the committee."""
    of = committee_of if organisation.level is Level.COMMITTEE else members_of
    return of(organisation.id, on=on)


def leaders_of(organisation_ids: Collection[UUID], *, on: date) -> dict[UUID, Member]:
    """Who leads each of these branches on a day: the secretary, or a deputy where there is none."""
    periods = db.session.scalars(
        select(PositionPeriod)
        .where(
            PositionPeriod.organisation_id.in_(organisation_ids),
            PositionPeriod.position.in_((Position.SECRETARY, Position.DEPUTY_SECRETARY)),
            *holds_on(PositionPeriod, on),
        )
        .options(joinedload(PositionPeriod.member))
    ).all()
    ranked = sorted(periods, key=lambda p: (_RANK.index(p.position), p.member.sort_name, p.id))
    return {period.organisation_id: period.member for period in reversed(ranked)}


def observers_of(organisation_id: UUID, *, on: date) -> Sequence[PositionPeriod]:
    """The superior committee's members who follow this branch on a day, in charge of it first."""
    periods = db.session.scalars(
        select(PositionPeriod)
        .where(
            PositionPeriod.organisation_id == organisation_id,
            PositionPeriod.position.in_(OBSERVING),
            *holds_on(PositionPeriod, on),
        )
        .options(joinedload(PositionPeriod.member))
    ).all()
    return sorted(periods, key=lambda p: (_RANK.index(p.position), p.member.sort_name))
