import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from uuid import uuid4

import flask
import pytest
import sqlalchemy
from argon2 import PasswordHasher
from flask import Flask, has_request_context
from flask.testing import FlaskClient
from flask_migrate import upgrade
from hypothesis import settings
from sqlalchemy import event

from app import create_app
from app.extensions import db as _db
from app.kernel.clock import today
from app.kernel.database import reading_only
from app.people.queries import load_account
from app.people.service import passwords, session_key
from tests.factory import Make
from tests.pages import check_page
from tests.postgres import own_database, running_server

# How long an example takes says how busy the machine is, nothing of ours.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

KEPT_TABLES = {"organisation_kind", "alembic_version"}


class HonestClient(FlaskClient):
    """Forget, after each request, whatever the view did not commit; look at every page."""

    def open(self, *args, **kwargs):
        # The test's own context lends its `g` to every request: each client is its own person.
        if flask.has_app_context():
            flask.g.pop("_login_user", None)
        response = super().open(*args, **kwargs)
        _db.session.rollback()
        _db.session.expire_all()
        check_page(response)
        return response


def pytest_configure() -> None:
    """Full-strength hashing takes a quarter of a second each; what is tested is not its cost."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    passwords._HASHER = quick
    passwords._NOBODY = quick.hash("nobody")


@pytest.fixture(scope="session")
def database_url(tmp_path_factory) -> Iterator[str]:
    """One migrated database for each worker, on SQLite or the private PostgreSQL."""
    with ExitStack() as stack:
        if os.environ.get("NENEP_TEST_DATABASE", "sqlite") == "postgresql":
            server = stack.enter_context(running_server())
            yield stack.enter_context(own_database(server, f"test_{uuid4().hex[:12]}"))
        else:
            yield f"sqlite:///{tmp_path_factory.mktemp('db') / 'test.sqlite'}"


@pytest.fixture(scope="session")
def app(database_url, tmp_path_factory) -> Flask:
    app = create_app(
        {
            "INSTANCE": tmp_path_factory.mktemp("instance"),
            "DATABASE_URL": database_url,
            "SECRET_KEY": "tests",
            "TESTING": True,
            "WTF_CSRF_ENABLED": False,
        }
    )
    app.test_client_class = HonestClient
    with app.app_context():
        upgrade()
    yield app
    with app.app_context():
        _db.engine.dispose()


@pytest.fixture
def db(app):
    """The database, emptied afterwards; that the test before only read does not bind this one."""
    reading_only.set(False)
    with app.app_context():
        yield _db
        _db.session.rollback()
        _db.session.remove()
        _empty()


def _empty() -> None:
    tables = [t for t in _db.metadata.sorted_tables if t.name not in KEPT_TABLES]
    with _db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            names = ", ".join(f'"{table.name}"' for table in tables)
            connection.execute(sqlalchemy.text(f"TRUNCATE {names} CASCADE"))
        else:
            for table in reversed(tables):
                connection.execute(table.delete())


@pytest.fixture
def make(db) -> Make:
    return Make()


@pytest.fixture
def client(app, db) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def sign_in(app, db, make):
    """A client signed in as `role` at `at`, or as an account of the test's own."""

    def enter(role=None, *, at=None, account=None) -> FlaskClient:
        account = account or make.account(role, at=at)
        _db.session.commit()
        found = load_account(account.id, on=today())
        client = app.test_client()
        with client.session_transaction() as session:
            session["_user_id"] = session_key(account.id, found.epoch)
            session["_fresh"] = True
        return client

    return enter


@pytest.fixture(autouse=True)
def reading_never_writes(request: pytest.FixtureRequest):
    """Fail any test whose GET request flushes a change."""
    if "db" not in request.fixturenames:
        yield
        return

    def refuse(*_args):
        if has_request_context() and _reading():
            raise AssertionError("a GET wrote to the database")

    event.listen(_db.session, "after_flush", refuse)
    yield
    event.remove(_db.session, "after_flush", refuse)


def _reading() -> bool:
    return flask.request.method in {"GET", "HEAD"}


@pytest.fixture
def count_queries(db):
    """`with count_queries() as statements:` collects every statement sent."""

    @contextmanager
    def counting():
        statements: list[str] = []

        def note(_conn, _cursor, statement, *_rest):
            if not statement.startswith(("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")):
                statements.append(statement)

        event.listen(_db.engine, "before_cursor_execute", note)
        try:
            yield statements
        finally:
            event.remove(_db.engine, "before_cursor_execute", note)

    return counting
