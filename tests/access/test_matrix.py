"""Every address, asked by every role of the own, another and the superior organisation."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask, g, url_for
from sqlalchemy.orm import scoped_session
from werkzeug.exceptions import HTTPException

from app.access.guards import PUBLIC, SIGNED_IN
from app.access.permissions import ROLES_WITH, Permission, Role
from app.extensions import db as _db
from app.extensions import login
from app.kernel.clock import today
from app.people.queries import load_account
from app.people.service import session_key
from tests.access.world import World
from tests.conftest import _empty
from tests.factory import Make

APPOINTED = (Role.CHAIR, Role.MINUTE_TAKER, Role.ACCOUNTABLE, Role.PRESENTER)
TRIED = (
    Role.SECRETARY,
    Role.OFFICE,
    Role.INSPECTOR,
    Role.CHAIR,
    Role.STANDING_COMMITTEE,
    Role.AUTHOR,
    Role.SYSTEM_ADMINISTRATOR,
)
PLACES = ("own", "other", "superior")
ALLOWED, FORBIDDEN, UNKNOWN = 200, 403, 404


@dataclass(frozen=True)
class Address:
    endpoint: str
    method: str
    parameters: frozenset[str]

    def __str__(self) -> str:
        return f"{self.method} {self.endpoint}"


def addresses(app: Flask) -> Iterator[Address]:
    for rule in app.url_map.iter_rules():
        if app.view_functions[rule.endpoint].guard != PUBLIC:
            for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
                yield Address(rule.endpoint, method, frozenset(rule.arguments))


@pytest.fixture(scope="module")
def world(app) -> Iterator[World]:
    with app.app_context():
        try:
            yield World(Make())
        finally:
            _db.session.rollback()
            _db.session.remove()
            _empty()


def inside(view: Any, name: str) -> Any:
    """What a guard has closed over: its `view`, its `load`."""
    return view.__closure__[view.__code__.co_freevars.index(name)]


@dataclass(frozen=True)
class Guarded:
    """An address with what its guard will ask of the world."""

    address: Address
    arguments: dict[str, Any]
    needed: Permission | None  # None: any account may enter
    appointments: tuple[tuple[Role, Any], ...]

    def expected(self, role: Role, place: str, member_id: Any) -> int:
        """What the table of permissions says, read without the code that applies it."""
        if self.needed is None:
            return ALLOWED
        if role in APPOINTED:
            appointed = {appointed for appointed, who in self.appointments if who == member_id}
            held, is_known = {Role.MEMBER} | appointed, True
        else:
            held, is_known = {role}, place != "other"
        if not is_known:
            return UNKNOWN
        return ALLOWED if held & ROLES_WITH[self.needed] else FORBIDDEN


@pytest.fixture(scope="module")
def guarded_addresses(app, world) -> list[Guarded]:
    return [guarded_by(app, world, address) for address in addresses(app)]


def guarded_by(app: Flask, world: World, address: Address) -> Guarded:
    view: Any = app.view_functions[address.endpoint]
    arguments = world.arguments(address.endpoint, set(address.parameters))
    if view.guard == SIGNED_IN:
        return Guarded(address, arguments, None, ())
    subject = inside(view, "load").cell_contents(**arguments)
    assert subject is not None, f"{address.endpoint} finds nothing: mend tests/access/world.py"
    needed = view.guard if isinstance(view.guard, Permission) else view.guard(subject)
    return Guarded(address, arguments, needed, tuple(getattr(subject, "appointments", ())))


@pytest.fixture
def guards_alone(app) -> Iterator[None]:
    """Each view answers at once, so that only its guard decides."""
    cells = [inside(view, "view") for view in app.view_functions.values() if view.guard != PUBLIC]
    views = [cell.cell_contents for cell in cells]
    for cell in cells:
        cell.cell_contents = lambda *_subject, **_named: "entered"
    yield
    for cell, view in zip(cells, views, strict=True):
        cell.cell_contents = view


def answer(app: Flask, user: Any, asked: Guarded) -> int:
    """The status with which the guard of an address meets a signed-in user."""
    with app.test_request_context(method=asked.address.method):
        g._login_user = user
        try:
            app.view_functions[asked.address.endpoint](**asked.arguments)
        except HTTPException as refusal:
            return refusal.code or 500
    return ALLOWED


def key_of(account: Any) -> str:
    return session_key(account.id, load_account(account.id, on=today()).epoch)


HOLDERS = [(role, place) for role in Role if role not in APPOINTED for place in PLACES]
# One person each, who is otherwise a plain member of the branch.
APPOINTEES = [(role, "own") for role in APPOINTED]


@pytest.mark.usefixtures("guards_alone")
@pytest.mark.parametrize(("role", "place"), [*HOLDERS, *APPOINTEES])
def test_each_address_opens_to_whom_the_table_names(app, world, guarded_addresses, role, place):
    account = world.account_of(role, place)
    user = login._user_callback(key_of(account))

    wrong = []
    for asked in guarded_addresses:
        right = asked.expected(role, place, account.member_id)
        got = answer(app, user, asked)
        if got != right:
            wrong.append(f"{asked.address}: {got} instead of {right}")
    assert wrong == []


def ask(app: Flask, client: Any, asked: Guarded) -> Any:
    with app.test_request_context():
        path = url_for(asked.address.endpoint, **asked.arguments)
    return client.open(path, method=asked.address.method)


@pytest.mark.usefixtures("guards_alone")
def test_a_stranger_is_asked_to_sign_in_everywhere(app, guarded_addresses):
    let_in = [
        str(asked.address)
        for asked in guarded_addresses
        if "/sign-in" not in (ask(app, app.test_client(), asked).location or "")
    ]
    assert let_in == []


def test_every_address_answers_whom_it_lets_in(app, world, guarded_addresses, monkeypatch):
    """An empty form, a bare button, a page: never an error; nothing of it is kept."""
    monkeypatch.setattr(scoped_session, "commit", lambda session: session.flush())
    failed = []
    for asked in guarded_addresses:
        accounts = {role: world.account_of(role, "own") for role in Role}
        role = next(
            role
            for role in TRIED
            if asked.expected(role, "own", accounts[role].member_id) == ALLOWED
        )
        client = app.test_client()
        with client.session_transaction() as session:
            session["_user_id"] = key_of(accounts[role])
        status = ask(app, client, asked).status_code
        if status >= 500 or status == FORBIDDEN:
            failed.append(f"{asked.address}: {status}")
    assert failed == []
