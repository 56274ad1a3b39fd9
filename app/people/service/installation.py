"""The first start: an empty installation gets its first place and its first account."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.access.permissions import Role
from app.extensions import db
from app.kernel.clock import local
from app.kernel.errors import RuleBroken
from app.organisations.models import Organisation, OrganisationKind
from app.organisations.service import add_organisation
from app.people.models import Account
from app.people.queries import has_accounts
from app.people.service.accounts import create_account, grant_role


@dataclass(frozen=True)
class FirstRun:
    """What the first page asks for; no branch: the committee's office begins."""

    committee: str
    branch: str
    place: str
    name: str
    username: str
    password: str


def begin_installation(first: FirstRun, *, now: datetime) -> Account:
    """One comrade usually starts alone: administrator and office of the first committee.

    :raises RuleBroken: if somebody was faster.
    """
    # Every kind is locked so that of two who begin at once only one does.
    db.session.execute(select(OrganisationKind.code).with_for_update())
    if has_accounts():
        raise RuleBroken("Phần mềm đã có tài khoản đầu tiên; xin đăng nhập.")
    committee = _place("grassroots_committee", first.committee, first.place, None, now)
    if first.branch:
        _place("branch", first.branch, first.place, committee, now)
    account = create_account(
        username=first.username,
        name=first.name,
        password=first.password,
        organisation=committee,
        member=None,
        must_change_password=False,
        by=None,
        now=now,
    )
    for role in (Role.SYSTEM_ADMINISTRATOR, Role.OFFICE):
        grant_role(
            account,
            role,
            committee,
            starts_on=local(now).date(),
            ends_on=None,
            by=None,
            now=now,
        )
    return account


def _place(
    kind: str, name: str, place: str, parent: Organisation | None, now: datetime
) -> Organisation:
    found = db.session.get_one(OrganisationKind, kind)
    return add_organisation(parent=parent, kind=found, name=name, place=place, by=None, now=now)
