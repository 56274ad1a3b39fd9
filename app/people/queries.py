from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    String,
    func,
    literal,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload

from app.access.permissions import Actor, Grant, Role
from app.extensions import db
from app.organisations.models import Organisation
from app.people.models import (
    Account,
    Member,
    PositionPeriod,
    RoleGrant,
    SignInAttempt,
    StatusPeriod,
)
from app.people.rules import ROLE_OF_POSITION, Position, Status


@dataclass(frozen=True)
class Home:
    """The organisation an account works in: its branch first, else where its role stands."""

    organisation_id: UUID
    name: str


@dataclass(frozen=True)
class SignedInAccount:
    actor: Actor
    epoch: int
    is_active: bool
    must_change_password: bool
    home: Home | None


def load_account(account_id: UUID, *, on: date) -> SignedInAccount | None:
    """The account with everything it holds on `on`, in one query."""
    held = union_all(
        _held("status", StatusPeriod, StatusPeriod.status, account_id, on),
        _held("position", PositionPeriod, PositionPeriod.position, account_id, on),
        _granted(account_id, on),
    ).subquery()
    rows = db.session.execute(
        select(
            Account.epoch,
            Account.is_active,
            Account.must_change_password,
            Account.name,
            Account.member_id,
            held.c.source,
            held.c.what,
            held.c.organisation_id,
            held.c.path,
            held.c.organisation_name,
        )
        .outerjoin(held, held.c.account_id == Account.id)
        .where(Account.id == account_id)
    ).all()
    if not rows:
        return None
    first = rows[0]
    held_rows = [row for row in rows if row.source is not None]
    grants = {Grant(role, row.path) for row in held_rows if (role := _role(row.source, row.what))}
    actor = Actor(account_id, first.name, first.member_id, tuple(grants))
    return SignedInAccount(
        actor, first.epoch, first.is_active, first.must_change_password, _home(held_rows)
    )


def _held(
    source: str,
    table: type[StatusPeriod] | type[PositionPeriod],
    what: InstrumentedAttribute[Status] | InstrumentedAttribute[Position],
    account_id: UUID,
    on: date,
) -> Select[UUID, str, str, UUID, str, str]:
    return (
        select(
            Account.id.label("account_id"),
            literal(source).label("source"),
            type_coerce(what, String).label("what"),
            Organisation.id.label("organisation_id"),
            Organisation.path.label("path"),
            Organisation.name.label("organisation_name"),
        )
        .join(table, table.member_id == Account.member_id)
        .join(Organisation, Organisation.id == table.organisation_id)
        .where(Account.id == account_id, *holds_on(table, on))
    )


def _granted(account_id: UUID, on: date) -> Select[UUID, str, str, UUID, str, str]:
    return (
        select(
            RoleGrant.account_id,
            literal("grant"),
            type_coerce(RoleGrant.role, String),
            Organisation.id,
            Organisation.path,
            Organisation.name,
        )
        .join(Organisation, Organisation.id == RoleGrant.organisation_id)
        .where(RoleGrant.account_id == account_id, *holds_on(RoleGrant, on))
    )


def holds_on(
    table: type[StatusPeriod] | type[PositionPeriod] | type[RoleGrant], on: date
) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """The conditions under which a period of `table` covers a day."""
    return table.starts_on <= on, or_(table.ends_on.is_(None), table.ends_on >= on)


def _role(source: str, what: str) -> Role | None:
    if source == "grant":
        return Role(what)
    if source == "position":
        return ROLE_OF_POSITION[Position(what)]
    return None if Status(what) is Status.SUSPENDED else Role.MEMBER


def _home(rows: Sequence[Row[Any]]) -> Home | None:
    order = {"status": 0, "position": 1, "grant": 2}
    ranked = sorted(rows, key=lambda row: (order[row.source], row.organisation_name))
    if not ranked:
        return None
    return Home(ranked[0].organisation_id, ranked[0].organisation_name)


def get_account(account_id: UUID) -> Account | None:
    return db.session.get(Account, account_id)


def account_named(username: str) -> Account | None:
    return db.session.scalar(
        select(Account).where(func.lower(Account.username) == username.lower())
    )


def has_accounts() -> bool:
    return db.session.scalar(select(Account.id).limit(1)) is not None


def failed_attempts(*, username: str, address: str, since: datetime) -> int:
    """Failures for this name or from this address, whichever are more."""
    recent = SignInAttempt.at >= since
    counts = [
        db.session.scalar(select(func.count()).select_from(SignInAttempt).where(condition, recent))
        for condition in (
            SignInAttempt.username == username.lower(),
            SignInAttempt.address == address,
        )
    ]
    return max(count or 0 for count in counts)


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
    rank = list(Position)
    return {id_: tuple(sorted(held, key=rank.index)) for id_, held in found.items()}


def observers_of(organisation_id: UUID, *, on: date) -> Sequence[PositionPeriod]:
    """The superior committee's members who follow this branch on a day."""
    return db.session.scalars(
        select(PositionPeriod)
        .where(
            PositionPeriod.organisation_id == organisation_id,
            PositionPeriod.position == Position.OBSERVER,
            *holds_on(PositionPeriod, on),
        )
        .options(joinedload(PositionPeriod.member))
    ).all()
