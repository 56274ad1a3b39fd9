"""Accounts: names, passwords, throttling, and who may give which role to whom."""

import re
from collections.abc import Iterable

from app.access.permissions import ROLE_LABELS, Actor, Grant, Permission, Role, permits
from app.kernel.errors import RuleBroken

# Roles that are given to an account and follow from no position.
GRANTED_ROLES = (Role.OFFICE, Role.INSPECTOR, Role.SYSTEM_ADMINISTRATOR)

# Who may give them, when they hold one of these over the place.
_GIVEN_BY = {
    Role.OFFICE: frozenset({Role.OFFICE, Role.SYSTEM_ADMINISTRATOR}),
    # An inspector reads content, which the administrator has no right to.
    Role.INSPECTOR: frozenset({Role.OFFICE}),
    Role.SYSTEM_ADMINISTRATOR: frozenset({Role.SYSTEM_ADMINISTRATOR}),
}

_USERNAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?")
MIN_USERNAME_LENGTH, MAX_USERNAME_LENGTH = 3, 60

MIN_PASSWORD_LENGTH = 10


def check_password(password: str, *, username: str) -> None:
    """Length protects more than odd characters; a sentence is easy to keep in mind."""
    if len(password) < MIN_PASSWORD_LENGTH:
        raise RuleBroken(
            f"Mật khẩu cần ít nhất {MIN_PASSWORD_LENGTH} ký tự; nên dùng một câu dễ nhớ.",
            field="password",
        )
    if len(password) > 200:
        raise RuleBroken("Mật khẩu dài nhất 200 ký tự.", field="password")
    if username and username.lower() in password.lower():
        raise RuleBroken("Mật khẩu không được chứa tên đăng nhập.", field="password")
    if len(set(password)) < 4:
        raise RuleBroken("Mật khẩu quá đơn giản: cần ít nhất 4 ký tự khác nhau.", field="password")


def check_username(username: str) -> None:
    fits = MIN_USERNAME_LENGTH <= len(username) <= MAX_USERNAME_LENGTH
    if not fits or not _USERNAME.fullmatch(username):
        raise RuleBroken(
            f"Tên đăng nhập gồm ít nhất {MIN_USERNAME_LENGTH} ký tự, "
            f"dài nhất {MAX_USERNAME_LENGTH} ký tự: chữ không dấu, chữ số "
            "và dấu chấm, gạch ngang ở giữa, ví dụ: tran.thi.hanh.",
            field="username",
        )


def is_throttled(*, by_name: int, by_address: int, attempts: int) -> bool:
    """A whole office shares one address, so it is given more room than one name."""
    return by_name >= attempts or by_address >= attempts * OFFICE_SHARE


OFFICE_SHARE = 5


def check_may_give(role: Role, giver: Actor, unit_path: str) -> None:
    """Nobody gives more than they hold over the place."""
    if role not in _GIVEN_BY:
        raise RuleBroken("Vai trò này theo chức vụ đảng, không giao riêng.", field="role")
    if _GIVEN_BY[role].isdisjoint(giver.roles_over(unit_path)):
        raise RuleBroken(
            "Đồng chí không giao hoặc rút được vai trò này tại đây; "
            f"xin nhờ {_named(_GIVEN_BY[role])} cấp đó.",
            field="role",
        )


def _named(roles: Iterable[Role]) -> str:
    return " hoặc ".join(ROLE_LABELS[role].lower() for role in Role if role in roles)


def check_not_own(is_own: bool) -> None:
    """Whoever could give to themselves would have every right there is."""
    if is_own:
        raise RuleBroken(
            "Đồng chí không tự giao vai trò, chức vụ cho mình; "
            "xin nhờ một đồng chí khác có thẩm quyền ghi."
        )


def check_may_take_over(giver: Actor, held: Iterable[Grant]) -> None:
    """Who sets a password could enter in another's place: never beyond the own reach."""
    for grant in held:
        reach = giver.roles_over(grant.unit_path)
        allowed = permits(giver, Permission.ACCOUNT_KEEP, grant.unit_path)
        if not allowed or (grant.role is Role.SYSTEM_ADMINISTRATOR and grant.role not in reach):
            raise RuleBroken(
                "Tài khoản này có vai trò vượt phạm vi của đồng chí; "
                "xin nhờ văn phòng hoặc quản trị cấp trên."
            )
