"""Members: who they are, where they stand, what they hold, from when to when."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import select

from app.access.permissions import Actor
from app.audit import service as audit
from app.audit.events import Event
from app.extensions import db
from app.kernel.clock import local
from app.kernel.errors import RuleBroken
from app.kernel.text import fold, name_key
from app.kernel.versions import check_fresh
from app.organisations.models import Organisation
from app.people.models import Member, PositionPeriod, StatusPeriod
from app.people.queries import Membership, account_of, holdings_at
from app.people.rules import (
    OBSERVING,
    Holding,
    Position,
    Standing,
    Status,
    check_belongs,
    check_email,
    check_end,
    check_holding,
    check_joined,
    check_may_write_position,
    check_not_own,
    check_standing,
    check_takes_members,
    check_transfer,
)

_KNOWN = (
    "name",
    "gender",
    "birth_year",
    "professional_title",
    "email",
    "admitted_on",
    "official_on",
)
_DAY = timedelta(days=1)


def add_member(
    organisation: Organisation,
    values: Mapping[str, object],
    *,
    status: Status,
    starts_on: date,
    basis: str | None = None,
    by: Actor | None,
    now: datetime,
) -> Member:
    """A member new to the installation, with a first standing in a branch."""
    member = Member()
    _write(member, values, now)
    db.session.add(member)
    db.session.flush()
    audit.record(
        Event.MEMBER_ADDED,
        by=by,
        now=now,
        organisation_id=organisation.id,
        subject=member,
        name=member.name,
    )
    begin_status(member, organisation, status, starts_on=starts_on, basis=basis, by=by, now=now)
    return member


def change_member(
    membership: Membership,
    values: Mapping[str, object],
    *,
    version: int | None,
    by: Actor,
    now: datetime,
) -> None:
    """:raises RuleBroken: once the member belongs elsewhere: the new branch keeps the data."""
    member = membership.member
    if not membership.is_current:
        raise RuleBroken("Đồng chí đã thôi sinh hoạt tại đây; chi bộ mới giữ thông tin này.")
    check_fresh(member, version)
    before = {name: getattr(member, name) for name in _KNOWN}
    _write(member, values, now)
    audit.record(
        Event.MEMBER_CHANGED,
        by=by,
        now=now,
        organisation_id=membership.organisation.id,
        subject=member,
        before=before,
        after={name: getattr(member, name) for name in _KNOWN},
    )


def _write(member: Member, values: Mapping[str, object], now: datetime) -> None:
    for name in _KNOWN:
        setattr(member, name, values.get(name) or None)
    check_email(member.email)
    check_joined(member.admitted_on, member.official_on, member.birth_year, today=local(now).date())
    member.sort_name = name_key(member.name)
    member.folded_name = fold(member.name)


def begin_status(
    member: Member,
    organisation: Organisation,
    status: Status,
    *,
    starts_on: date,
    ends_on: date | None = None,
    basis: str | None = None,
    by: Actor | None,
    now: datetime,
) -> StatusPeriod:
    """Begin a status in a branch; an open one there ends the day before.

    :raises RuleBroken: if that leaves two statuses in one branch, or two memberships.
    """
    check_takes_members(organisation.level)
    _lock(Member, member.id)
    _end_open_status(member, organisation, starts_on, by=by, now=now)
    new = Standing(organisation.id, status, starts_on, ends_on)
    check_standing(new, [_standing(period) for period in member.statuses])
    period = StatusPeriod(
        organisation=organisation,
        status=status,
        starts_on=starts_on,
        ends_on=ends_on,
        basis=basis or None,
    )
    member.statuses.append(period)
    db.session.flush()
    audit.record(
        Event.STATUS_BEGUN,
        by=by,
        now=now,
        organisation_id=organisation.id,
        subject=period,
        member=member.name,
        status=status,
        starts_on=starts_on,
        ends_on=ends_on,
        basis=basis,
    )
    return period


def _end_open_status(
    member: Member,
    organisation: Organisation,
    starts_on: date,
    *,
    by: Actor | None,
    now: datetime,
) -> None:
    for period in member.statuses:
        is_here = period.organisation_id == organisation.id
        if is_here and period.ends_on is None and period.starts_on < starts_on:
            _close_status(period, starts_on - _DAY, by=by, now=now)


def end_status(period: StatusPeriod, *, ends_on: date, by: Actor, now: datetime) -> None:
    """The member leaves this branch: the positions held there end with the status."""
    check_end(period.starts_on, period.ends_on, ends_on, today=local(now).date())
    _close_status(period, ends_on, by=by, now=now)
    _end_positions(period.member, period.organisation, ends_on, by=by, now=now)


def _close_status(period: StatusPeriod, ends_on: date, *, by: Actor | None, now: datetime) -> None:
    period.ends_on = ends_on
    audit.record(
        Event.STATUS_ENDED,
        by=by,
        now=now,
        organisation_id=period.organisation_id,
        subject=period,
        member=period.member.name,
        status=period.status,
        ends_on=ends_on,
    )


def transfer_member(
    membership: Membership,
    to: Organisation,
    *,
    starts_on: date,
    basis: str | None = None,
    by: Actor,
    now: datetime,
) -> StatusPeriod:
    """Chuyển sinh hoạt: the last day here is the day before the first day there."""
    member, old = membership.member, membership.organisation
    current = _open_status(member, old)
    check_transfer(_standing(current), to=to.id, starts_on=starts_on)
    _close_status(current, starts_on - _DAY, by=by, now=now)
    _end_positions(member, old, starts_on - _DAY, by=by, now=now)
    account = account_of(member.id)
    if account is not None and account.organisation_id == old.id:
        account.organisation = to
        audit.record(
            Event.ACCOUNT_CHANGED,
            by=by,
            now=now,
            organisation_id=to.id,
            subject=account,
            before={"organisation": old.name},
            after={"organisation": to.name},
        )
    return begin_status(
        member, to, current.status, starts_on=starts_on, basis=basis, by=by, now=now
    )


def _open_status(member: Member, organisation: Organisation) -> StatusPeriod:
    for period in member.statuses:
        if period.organisation_id == organisation.id and period.ends_on is None:
            return period
    raise RuleBroken("Đồng chí không còn sinh hoạt tại chi bộ này.")


def begin_position(
    member: Member,
    organisation: Organisation,
    position: Position,
    *,
    starts_on: date,
    ends_on: date | None = None,
    basis: str | None = None,
    by: Actor | None,
    now: datetime,
) -> PositionPeriod:
    """:raises RuleBroken: if there is no such position there, or another secretary; if the member
    does not belong there, or the position is not for `by` to write down.
    """
    _lock(Organisation, organisation.id)
    new = Holding(member.id, position, starts_on, ends_on)
    check_holding(new, holdings_at(organisation.id), level=organisation.level)
    check_position(new, member, organisation, by=by, now=now)
    period = PositionPeriod(
        organisation=organisation,
        position=position,
        starts_on=starts_on,
        ends_on=ends_on,
        basis=basis or None,
    )
    member.positions.append(period)
    db.session.flush()
    audit.record(
        Event.POSITION_BEGUN,
        by=by,
        now=now,
        organisation_id=organisation.id,
        subject=period,
        member=member.name,
        position=position,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    return period


def check_position(
    new: Holding, member: Member, organisation: Organisation, *, by: Actor | None, now: datetime
) -> None:
    """Whether this member may hold it here, and `by` may write it down."""
    if by is not None:
        check_not_own(by.member_id == member.id)
        check_may_write_position(new.position, by, organisation.path)
    branches = {organisation.id, organisation.parent_id}  # a group's members are its branch's
    standings = [_standing(p) for p in member.statuses if p.organisation_id in branches]
    check_belongs(new, standings, today=local(now).date())


def end_position(period: PositionPeriod, *, ends_on: date, by: Actor, now: datetime) -> None:
    check_may_write_position(period.position, by, period.unit_path)
    check_end(period.starts_on, period.ends_on, ends_on, today=local(now).date())
    _close_position(period, ends_on, by=by, now=now)


def _close_position(period: PositionPeriod, ends_on: date, *, by: Actor, now: datetime) -> None:
    period.ends_on = ends_on
    audit.record(
        Event.POSITION_ENDED,
        by=by,
        now=now,
        organisation_id=period.organisation_id,
        subject=period,
        member=period.member.name,
        position=period.position,
        ends_on=ends_on,
    )


def _end_positions(
    member: Member, organisation: Organisation, ends_on: date, *, by: Actor, now: datetime
) -> None:
    """What rests on membership of a branch ends with it; following a branch does not."""
    for period in member.positions:
        rests = period.organisation_id == organisation.id and (period.position not in OBSERVING)
        is_open = period.ends_on is None or period.ends_on > ends_on
        if rests and is_open and period.starts_on <= ends_on:
            _close_position(period, ends_on, by=by, now=now)


def _standing(period: StatusPeriod) -> Standing:
    return Standing(period.organisation_id, period.status, period.starts_on, period.ends_on)


def _lock(table: type[Member] | type[Organisation], id_: object) -> None:
    """Two clerks at once would each see the place still free."""
    db.session.execute(select(table.id).where(table.id == id_).with_for_update())
