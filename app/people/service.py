from datetime import datetime, timedelta
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.access.permissions import Actor
from app.audit import service as audit
from app.audit.events import Event
from app.extensions import db
from app.kernel.errors import RuleBroken
from app.organisations.models import Organisation
from app.people.models import Account, Member, SignInAttempt
from app.people.queries import account_named, failed_attempts
from app.people.rules import check_password

_HASHER = PasswordHasher()
# Verified when no such account exists, so that the answer takes as long either way.
_NOBODY = _HASHER.hash("no such account")

WRONG = "Tên đăng nhập hoặc mật khẩu chưa đúng."


class TooManyAttempts(RuleBroken):
    """Sign-in is closed for a while, for this name or this address."""


def sign_in(
    username: str,
    password: str,
    *,
    address: str,
    now: datetime,
    attempts: int,
    window: timedelta,
) -> Account | None:
    """The account, if name and password fit; a failure is counted, so commit either way.

    :raises TooManyAttempts: after `attempts` failures within `window`.
    """
    if failed_attempts(username=username, address=address, since=now - window) >= attempts:
        minutes = int(window.total_seconds() // 60)
        raise TooManyAttempts(
            f"Đã thử sai quá nhiều lần. Xin chờ {minutes} phút rồi thử lại, "
            "hoặc nhờ văn phòng cấp ủy đặt lại mật khẩu."
        )
    account = account_named(username)
    if not _fits(account, password) or account is None or not account.is_active:
        db.session.add(SignInAttempt(username=username.lower(), address=address, at=now))
        return None
    if _HASHER.check_needs_rehash(account.password_hash):
        account.password_hash = _HASHER.hash(password)
    audit.record(
        Event.SIGNED_IN,
        by=Actor(account.id, account.name, account.member_id),
        now=now,
        organisation_id=account.organisation_id,
        subject=account,
        address=address,
    )
    return account


def _fits(account: Account | None, password: str) -> bool:
    try:
        return _HASHER.verify(account.password_hash if account else _NOBODY, password)
    except (VerificationError, InvalidHashError):
        return False


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
    """:raises RuleBroken: if the name is taken or the password too weak."""
    check_password(password, username=username)
    if account_named(username) is not None:
        raise RuleBroken("Tên đăng nhập này đã có; chọn tên khác.", field="username")
    account = Account(
        username=username.lower(),
        name=name,
        member_id=member.id if member else None,
        organisation_id=organisation.id,
        password_hash=_HASHER.hash(password),
        must_change_password=must_change_password,
        created_at=now,
    )
    db.session.add(account)
    audit.record(
        Event.ACCOUNT_CREATED,
        by=by,
        now=now,
        organisation_id=organisation.id,
        subject=account,
        username=account.username,
    )
    return account


def sign_out_everywhere(account: Account, *, by: Actor, now: datetime) -> None:
    """End every session of the account, this one included."""
    account.epoch += 1
    audit.record(
        Event.SIGNED_OUT_EVERYWHERE,
        by=by,
        now=now,
        organisation_id=account.organisation_id,
        subject=account,
    )


def session_key(account_id: UUID, epoch: int) -> str:
    return f"{account_id}:{epoch}"
