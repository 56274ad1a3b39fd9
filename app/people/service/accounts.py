"""Accounts: made, closed, given roles and passwords."""

from datetime import date, datetime, timedelta

from app.access.permissions import Actor, Role
from app.audit import service as audit
from app.audit.events import Event
from app.extensions import db
from app.kernel.clock import local
from app.kernel.errors import RuleBroken
from app.organisations.models import Organisation
from app.organisations.rules import check_period, overlaps
from app.people.models import Account, Member, RoleGrant
from app.people.queries import account_named, account_of, grants_of, roles_of
from app.people.rules import (
    check_may_give,
    check_may_take_over,
    check_not_own,
    check_password,
    check_username,
)
from app.people.service.passwords import fits, hashed, one_time_password


def create_account(
    *,
    username: str,
    name: str,
    password: str,
    organisation: Organisation,
    member: Member | None,
    must_change_password: bool,
    by: Actor | None,
    now: datetime,
) -> Account:
    """:raises RuleBroken: if the name is taken, the password too weak, or the member's positions
    reach beyond what the creator keeps.
    """
    check_username(username.lower())
    check_password(password, username=username)
    if account_named(username) is not None:
        raise RuleBroken("Tên đăng nhập này đã có; xin chọn tên khác.", field="username")
    if member is not None and account_of(member.id) is not None:
        raise RuleBroken(f"Đồng chí {member.name} đã có tài khoản.", field="member_id")
    account = Account(
        username=username.lower(),
        name=name,
        member_id=member.id if member else None,
        organisation_id=organisation.id,
        password_hash=hashed(password),
        must_change_password=must_change_password,
        created_at=now,
    )
    db.session.add(account)
    db.session.flush()
    _check_reach(account, by, now)
    _record(Event.ACCOUNT_CREATED, account, by, now, username=account.username)
    return account


def open_account(
    organisation: Organisation,
    *,
    username: str,
    name: str,
    member: Member | None,
    role: Role | None,
    password: str,
    by: Actor | None,
    now: datetime,
) -> Account:
    """An account for a comrade who is handed `password` and replaces it at the first sign-in."""
    name = member.name if member else name
    if not name:
        raise RuleBroken("Nhập họ tên, hoặc chọn một đảng viên.", field="name")
    account = create_account(
        username=username,
        name=name,
        password=password,
        organisation=organisation,
        member=member,
        must_change_password=True,
        by=by,
        now=now,
    )
    if role is not None:
        grant_role(
            account,
            role,
            organisation,
            starts_on=local(now).date(),
            ends_on=None,
            by=by,
            now=now,
        )
    return account


def reset_password(account: Account, *, by: Actor | None, now: datetime) -> str:
    """A password good for one sign-in, to be handed over; every session of the account ends."""
    _check_reach(account, by, now)
    password = one_time_password()
    account.password_hash = hashed(password)
    account.must_change_password = True
    account.epoch += 1
    _record(Event.PASSWORD_RESET, account, by, now, username=account.username)
    return password


def change_password(account: Account, *, current: str, new: str, by: Actor, now: datetime) -> None:
    """:raises RuleBroken: if the present password is wrong or the new one too weak or the same."""
    if not fits(account.password_hash, current):
        raise RuleBroken("Mật khẩu hiện nay chưa đúng.", field="current")
    check_password(new, username=account.username)
    if new == current:
        raise RuleBroken("Mật khẩu mới phải khác mật khẩu hiện nay.", field="password")
    account.password_hash = hashed(new)
    account.must_change_password = False
    account.epoch += 1  # whoever else is signed in with the old one is not any more
    _record(Event.PASSWORD_CHANGED, account, by, now)


def close_account(account: Account, *, by: Actor, now: datetime) -> None:
    """Nobody signs in with it from now on; what it did stays on record."""
    if account.id == by.account_id:
        raise RuleBroken("Đồng chí không khóa được tài khoản đang dùng.")
    _check_reach(account, by, now)
    _set_active(account, False, by, now)
    account.epoch += 1


def reopen_account(account: Account, *, by: Actor, now: datetime) -> None:
    _check_reach(account, by, now)
    _set_active(account, True, by, now)


def _set_active(account: Account, is_active: bool, by: Actor, now: datetime) -> None:
    before = {"is_active": account.is_active}
    account.is_active = is_active
    _record(Event.ACCOUNT_CHANGED, account, by, now, before=before, after={"is_active": is_active})


def grant_role(
    account: Account,
    role: Role,
    organisation: Organisation,
    *,
    starts_on: date,
    ends_on: date | None,
    by: Actor | None,
    now: datetime,
) -> RoleGrant:
    """:raises RuleBroken: if the giver holds less there or gives to the own account, or if the
    account has the role already.
    """
    check_period(starts_on, ends_on)
    if by is not None:
        check_not_own(account.id == by.account_id)
        check_may_give(role, by, organisation.path)
        _check_reach(account, by, now)
    same = [
        (grant.starts_on, grant.ends_on)
        for grant in roles_of(account, on=starts_on)
        if grant.role is role and grant.organisation_id == organisation.id
    ]
    if overlaps(starts_on, ends_on, same):
        raise RuleBroken("Tài khoản đã có vai trò này trong thời gian đó.", field="role")
    grant = RoleGrant(
        account_id=account.id,
        role=role,
        organisation_id=organisation.id,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    db.session.add(grant)
    db.session.flush()
    _record(
        Event.ROLE_GRANTED,
        account,
        by,
        now,
        username=account.username,
        role=role,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    return grant


def end_role(grant: RoleGrant, *, by: Actor, now: datetime) -> None:
    """Take the role away at once: it held through yesterday, or never if it began today."""
    if grant.role is Role.SYSTEM_ADMINISTRATOR and grant.account_id == by.account_id:
        raise RuleBroken("Đồng chí không tự rút vai trò quản trị của mình; xin nhờ quản trị khác.")
    check_may_give(grant.role, by, grant.organisation.path)
    yesterday = local(now).date() - timedelta(days=1)
    _record(
        Event.ROLE_ENDED,
        grant.account,
        by,
        now,
        username=grant.account.username,
        role=grant.role,
        ends_on=yesterday,
    )
    if grant.starts_on > yesterday:
        db.session.delete(grant)
    else:
        grant.ends_on = yesterday


def _check_reach(account: Account, by: Actor | None, now: datetime) -> None:
    if by is not None and by.account_id != account.id:
        check_may_take_over(by, grants_of(account.id, on=local(now).date()))


def _record(
    event: Event, account: Account, by: Actor | None, now: datetime, **facts: object
) -> None:
    audit.record(
        event,
        by=by,
        now=now,
        organisation_id=account.organisation_id,
        subject=account,
        **facts,
    )
