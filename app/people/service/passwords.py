"""How passwords are kept and made."""

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER = PasswordHasher()
# Verified when there is no such account, so that the answer takes as long either way.
_NOBODY = _HASHER.hash("no such account")
# Read out on the telephone and typed from paper: no letter looks like another.
_CLEAR_LETTERS = "abcdefghkmnpqrstuvwxyz23456789"


def hashed(password: str) -> str:
    return _HASHER.hash(password)


def fits(password_hash: str | None, password: str) -> bool:
    """Whether the password is right; takes as long when nobody has that name."""
    try:
        return _HASHER.verify(password_hash or _NOBODY, password) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(password_hash: str) -> bool:
    return _HASHER.check_needs_rehash(password_hash)


def one_time_password() -> str:
    """Three groups of four, about 58 bits: `k7mh-2xqp-v4mh`."""
    groups = ("".join(secrets.choice(_CLEAR_LETTERS) for _ in range(4)) for _ in range(3))
    return "-".join(groups)
