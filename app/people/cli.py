"""Accounts from a terminal: `flask --app wsgi user --help`."""

import click
from flask.cli import AppGroup

from app.access.permissions import Role
from app.kernel.clock import now, today
from app.kernel.errors import RuleBroken
from app.kernel.transaction import transaction
from app.organisations.models import Organisation
from app.organisations.queries import organisation_coded
from app.people import queries, service
from app.people.models import Member
from app.people.rules import GRANTED_ROLES

users = AppGroup("user", help="Tài khoản: tạo mới, đặt lại mật khẩu.")


@users.command("create")
@click.argument("username")
@click.option("--name", default="", help="Họ và tên; có --member thì không cần.")
@click.option("--organisation", "code", required=True, metavar="CODE", help="Mã tổ chức.")
@click.option(
    "--role",
    type=click.Choice([role.value for role in GRANTED_ROLES]),
    help="Vai trò giao tại tổ chức đó.",
)
@click.option("--member", "member_name", help="Họ tên đảng viên của chi bộ để gắn tài khoản.")
def create(username: str, name: str, code: str, role: str | None, member_name: str | None) -> None:
    """Tạo tài khoản USERNAME và in mật khẩu dùng một lần."""
    organisation = _organisation(code)
    member = _member(member_name, organisation) if member_name else None
    password = service.one_time_password()
    try:
        with transaction():
            service.open_account(
                organisation,
                username=username,
                name=name,
                member=member,
                role=Role(role) if role else None,
                password=password,
                by=None,
                now=now(),
            )
    except RuleBroken as problem:
        raise click.ClickException(problem.message) from None
    _hand_over(username.lower(), password)


@users.command("reset")
@click.argument("username")
def reset(username: str) -> None:
    """Đặt lại mật khẩu của USERNAME và in mật khẩu dùng một lần."""
    account = queries.account_named(username)
    if account is None:
        raise click.ClickException(f"Không có tài khoản {username}.")
    with transaction():
        password = service.reset_password(account, by=None, now=now())
    _hand_over(account.username, password)


def _hand_over(username: str, password: str) -> None:
    click.echo(f"Tên đăng nhập: {username}")
    click.echo(f"Mật khẩu dùng một lần: {password}")


def _organisation(code: str) -> Organisation:
    organisation = organisation_coded(code)
    if organisation is None:
        raise click.ClickException(
            f"Không có tổ chức mang mã {code}. Mã xem ở trang của tổ chức; "
            "nếu chưa có tổ chức nào, mở trang /first-run."
        )
    return organisation


def _member(name: str, organisation: Organisation) -> Member:
    found = queries.members_called(name, organisation.id, on=today())
    if len(found) != 1:
        raise click.ClickException(
            f"Có {len(found)} đảng viên tên {name} tại {organisation.name}; cần đúng một đồng chí."
        )
    return found[0]
