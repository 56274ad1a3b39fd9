"""Signing in, and ending every session."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, delete, or_

from app.access.permissions import Actor
from app.audit import service as audit
from app.audit.events import Event
from app.extensions import db
from app.kernel.errors import RuleBroken
from app.people.models import Account, SignInAttempt
from app.people.queries import account_named, failed_attempts
from app.people.rules import MAX_USERNAME_LENGTH, is_throttled
from app.people.service.passwords import fits, hashed, is_outdated

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

    :raises TooManyAttempts: after too many failures within `window`, the right password included.
    """
    counted = username.lower()[:MAX_USERNAME_LENGTH]  # some letters grow when they are lowered
    failures = failed_attempts(username=counted, address=address, since=now - window)
    if is_throttled(by_name=failures.by_name, by_address=failures.by_address, attempts=attempts):
        minutes = int(window.total_seconds() // 60)
        raise TooManyAttempts(
            f"Đã thử sai quá nhiều lần. Xin chờ {minutes} phút rồi thử lại, "
            "hoặc nhờ văn phòng cấp ủy đặt lại mật khẩu."
        )
    account = account_named(username)
    right = fits(account.password_hash if account else None, password)
    if account is None or not right or not account.is_active:
        db.session.add(SignInAttempt(username=counted, address=address, at=now))
        return None
    if is_outdated(account.password_hash):
        account.password_hash = hashed(password)
    _forget_attempts(account, address, before=now - window)
    audit.record(
        Event.SIGNED_IN,
        by=Actor(account.id, account.name, account.member_id),
        now=now,
        organisation_id=account.organisation_id,
        subject=account,
        address=address,
    )
    return account


def _forget_attempts(account: Account, address: str, *, before: datetime) -> None:
    """The comrade's own slips here, and what counts for nobody any more."""
    own = and_(SignInAttempt.username == account.username, SignInAttempt.address == address)
    db.session.execute(delete(SignInAttempt).where(or_(own, SignInAttempt.at < before)))


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
