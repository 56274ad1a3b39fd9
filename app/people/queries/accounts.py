"""Who signs in, and what they hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Date,
    Row,
    Select,
    String,
    Uuid,
    bindparam,
    func,
    literal,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from app.access.permissions import ROLE_LABELS, Actor, Grant, Role
from app.extensions import db
from app.kernel.text import fold, name_key
from app.organisations.models import Organisation
from app.people.models import (
    Account,
    Member,
    PositionPeriod,
    RoleGrant,
    SignInAttempt,
    StatusPeriod,
)
from app.people.queries.periods import Day, holds_on
from app.people.rules import (
    MEMBERS_POSITIONS,
    POSITION_LABELS,
    ROLE_OF_POSITION,
    STATUS_LABELS,
    Position,
    Status,
)

Id: TypeAlias = UUID | BindParameter[UUID]
_RANK = {"status": 0, "position": 1, "grant": 2}


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
    """The account with everything it holds on `on`, in one query.

    A position in a branch stays on record, but is no role, while its holder is suspended there
    or belongs there no more.
    """
    db.session.flush()  # below the session, which would do it: every request of everybody asks
    asked = {"account": account_id, "day": on}
    rows = db.session.connection().execute(_account_statement(), asked).all()
    if not rows:
        return None
    first = rows[0]
    held_rows = [row for row in rows if row.source is not None]
    grants = {Grant(role, row.path) for row in held_rows if (role := _role(row.source, row.what))}
    actor = Actor(account_id, first.name, first.member_id, tuple(grants))
    return SignedInAccount(
        actor, first.epoch, first.is_active, first.must_change_password, _home(held_rows)
    )


@cache
def _account_statement() -> Select[Any]:
    """Built once: every request of everybody asks it."""
    account = bindparam("account", type_=Uuid())
    held = _everything_held(account, bindparam("day", type_=Date())).subquery()
    return (
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
        .where(Account.id == account)
    )


def _everything_held(account_id: Id, on: Day) -> CompoundSelect[UUID, str, str, UUID, str, str]:
    positions = _held("position", PositionPeriod, PositionPeriod.position, account_id, on)
    return union_all(
        _held("status", StatusPeriod, StatusPeriod.status, account_id, on),
        positions.where(_stands_behind(on)),
        _granted(account_id, on),
    )


def _stands_behind(on: Day) -> ColumnElement[bool]:
    """Whether the holder of a position in a branch, or in a group of it, is a member in force."""
    standing = select(StatusPeriod.id).where(
        StatusPeriod.member_id == PositionPeriod.member_id,
        StatusPeriod.organisation_id.in_((Organisation.id, Organisation.parent_id)),
        StatusPeriod.status != Status.SUSPENDED,
        *holds_on(StatusPeriod, on),
    )
    return or_(PositionPeriod.position.not_in(MEMBERS_POSITIONS), standing.exists())


def _held(
    source: str,
    table: type[StatusPeriod] | type[PositionPeriod],
    what: InstrumentedAttribute[Status] | InstrumentedAttribute[Position],
    account_id: Id,
    on: Day,
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


def _granted(account_id: Id, on: Day) -> Select[UUID, str, str, UUID, str, str]:
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


def _role(source: str, what: str) -> Role | None:
    if source == "grant":
        return Role(what)
    if source == "position":
        return ROLE_OF_POSITION[Position(what)]
    return None if Status(what) is Status.SUSPENDED else Role.MEMBER


def _home(rows: Sequence[Row[Any]]) -> Home | None:
    """A comrade on a temporary stay elsewhere is still at home in the own branch."""
    ranked = sorted(
        rows,
        key=lambda row: (
            _RANK[row.source],
            row.what == Status.TEMPORARY_IN,
            row.organisation_name,
        ),
    )
    if not ranked:
        return None
    return Home(ranked[0].organisation_id, ranked[0].organisation_name)


def get_account(account_id: UUID) -> Account | None:
    return db.session.get(Account, account_id)


def account_named(username: str) -> Account | None:
    return db.session.scalar(
        select(Account).where(func.lower(Account.username) == username.lower())
    )


def account_of(member_id: UUID) -> Account | None:
    return db.session.scalar(select(Account).where(Account.member_id == member_id))


def has_accounts() -> bool:
    return db.session.scalar(select(Account.id).limit(1)) is not None


@dataclass(frozen=True)
class Failures:
    by_name: int
    by_address: int


def failed_attempts(*, username: str, address: str, since: datetime) -> Failures:
    """Failed sign-ins since a moment, for this name (in small letters) and from this address."""
    by_name, by_address = (
        db.session.scalar(
            select(func.count())
            .select_from(SignInAttempt)
            .where(condition, SignInAttempt.at >= since)
        )
        or 0
        for condition in (
            SignInAttempt.username == username,
            SignInAttempt.address == address,
        )
    )
    return Failures(by_name, by_address)


def grants_of(account_id: UUID, *, on: date) -> tuple[Grant, ...]:
    """What an account may do by all it holds, position or role."""
    found = load_account(account_id, on=on)
    return found.actor.grants if found else ()


@dataclass(frozen=True)
class Held:
    """One thing an account holds somewhere, in words."""

    label: str
    place: str


def held_by(account_id: UUID, *, on: date) -> list[Held]:
    """Statuses, positions and roles of an account on a day."""
    rows = db.session.execute(_everything_held(account_id, on)).all()
    ranked = sorted(rows, key=lambda row: (_RANK[row.source], row.organisation_name))
    return [Held(_label(row.source, row.what), row.organisation_name) for row in ranked]


def _label(source: str, what: str) -> str:
    if source == "grant":
        return ROLE_LABELS[Role(what)]
    if source == "position":
        return POSITION_LABELS[Position(what)]
    return f"Đảng viên ({STATUS_LABELS[Status(what)].lower()})"


def get_grant(grant_id: UUID) -> RoleGrant | None:
    return db.session.get(
        RoleGrant,
        grant_id,
        options=[joinedload(RoleGrant.account), joinedload(RoleGrant.organisation)],
    )


def roles_of(account: Account, *, on: date) -> Sequence[RoleGrant]:
    """Roles given to the account that hold on a day or later."""
    return db.session.scalars(
        select(RoleGrant)
        .where(
            RoleGrant.account_id == account.id,
            or_(RoleGrant.ends_on.is_(None), RoleGrant.ends_on >= on),
        )
        .options(joinedload(RoleGrant.organisation))
        .order_by(RoleGrant.starts_on, RoleGrant.id)
    ).all()


@dataclass(frozen=True)
class AccountRow:
    account_id: UUID
    username: str
    name: str
    place: str
    is_active: bool
    is_of_member: bool
    roles: tuple[Role, ...]


def list_accounts(path: str, *, on: date, text: str = "") -> list[AccountRow]:
    """Accounts kept at a place or below it, by name; two queries."""
    rows = db.session.execute(
        select(
            Account.id,
            Account.username,
            Account.name,
            Organisation.name.label("place"),
            Account.is_active,
            Account.member_id,
        )
        .join(Organisation, Organisation.id == Account.organisation_id)
        .where(Organisation.path.startswith(path, autoescape=True))
    ).all()
    roles = _roles_below(path, on)
    wanted = fold(text)
    found = [
        AccountRow(
            row.id,
            row.username,
            row.name,
            row.place,
            row.is_active,
            row.member_id is not None,
            tuple(roles.get(row.id, ())),
        )
        for row in rows
        if wanted in fold(row.name) or wanted in row.username
    ]
    return sorted(found, key=lambda row: (name_key(row.name), row.username))


def _roles_below(path: str, on: date) -> dict[UUID, list[Role]]:
    rows = db.session.execute(
        select(RoleGrant.account_id, RoleGrant.role)
        .join(Account, Account.id == RoleGrant.account_id)
        .join(Organisation, Organisation.id == Account.organisation_id)
        .where(Organisation.path.startswith(path, autoescape=True), *holds_on(RoleGrant, on))
        .distinct()
    )
    found: dict[UUID, list[Role]] = {}
    for account_id, role in rows:
        found.setdefault(account_id, []).append(role)
    return {id_: sorted(roles, key=list(Role).index) for id_, roles in found.items()}


def members_without_account(organisation_id: UUID, *, on: date) -> list[tuple[UUID, str]]:
    """Members of a branch who cannot sign in yet, by given name."""
    rows = db.session.execute(
        select(Member.id, Member.name)
        .join(StatusPeriod, StatusPeriod.member_id == Member.id)
        .outerjoin(Account, Account.member_id == Member.id)
        .where(
            StatusPeriod.organisation_id == organisation_id,
            *holds_on(StatusPeriod, on),
            Account.id.is_(None),
        )
        .order_by(Member.sort_name, Member.id)
    )
    return [(row.id, row.name) for row in rows]
