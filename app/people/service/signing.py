"""Signing in, and ending every session."""

from dataclasses import dataclass
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


@dataclass(frozen=True)
class Proof:
    """That a name and a password fitted each other when they were compared."""

    username: str
    password_hash: str | None
    renewed_hash: str | None = None


def compare(
    username: str,
    password: str,
    *,
    address: str,
    now: datetime,
    attempts: int,
    window: timedelta,
) -> Proof:
    """Compare name and password; slow by intent, so nothing may be locked meanwhile.

    :raises TooManyAttempts: after too many failures within `window`, the right password included.
    """
    _check_throttle(username, address=address, now=now, attempts=attempts, window=window)
    account = account_named(username)
    stored = account.password_hash if account else None
    if not fits(stored, password) or stored is None:
        return Proof(username, None)
    return Proof(username, stored, hashed(password) if is_outdated(stored) else None)


def sign_in(
    proof: Proof, *, address: str, now: datetime, attempts: int, window: timedelta
) -> Account | None:
    """The account, if the proof holds; a failure is counted, so commit either way.

    :raises TooManyAttempts: if others failed meanwhile.
    """
    _check_throttle(proof.username, address=address, now=now, attempts=attempts, window=window)
    account = account_named(proof.username)
    if account is None or account.password_hash != proof.password_hash or not account.is_active:
        db.session.add(SignInAttempt(username=_counted(proof.username), address=address, at=now))
        return None
    account.password_hash = proof.renewed_hash or account.password_hash
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


def _check_throttle(
    username: str, *, address: str, now: datetime, attempts: int, window: timedelta
) -> None:
    failures = failed_attempts(username=_counted(username), address=address, since=now - window)
    if is_throttled(by_name=failures.by_name, by_address=failures.by_address, attempts=attempts):
        minutes = int(window.total_seconds() // 60)
        raise TooManyAttempts(
            f"Đã thử sai quá nhiều lần. Xin chờ {minutes} phút rồi thử lại, "
            "hoặc nhờ văn phòng cấp ủy đặt lại mật khẩu."
        )


def _counted(username: str) -> str:
    return username.lower()[:MAX_USERNAME_LENGTH]  # some letters grow when they are lowered


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
