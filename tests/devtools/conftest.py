"""The sample, loaded once by the command itself for all who look at it."""

import os
from uuid import uuid4

import pytest
from flask_migrate import upgrade

from app import create_app
from app.extensions import db as _db
from tests.postgres import own_database, running_server


@pytest.fixture(scope="session")
def sample_url(tmp_path_factory):
    if os.environ.get("NENEP_TEST_DATABASE") != "postgresql":
        yield f"sqlite:///{tmp_path_factory.mktemp('demo') / 'demo.sqlite'}"
        return
    with running_server() as server, own_database(server, f"demo_{uuid4().hex[:12]}") as url:
        yield url


@pytest.fixture(scope="session")
def sample_app(sample_url, tmp_path_factory):
    app = create_app(
        {
            "INSTANCE": tmp_path_factory.mktemp("instance"),
            "DATABASE_URL": sample_url,
            "SECRET_KEY": "demo",
            "SAMPLE_DATA": True,
        }
    )
    with app.app_context():
        upgrade()
    yield app
    with app.app_context():
        _db.session.remove()
        _db.engine.dispose()


@pytest.fixture(scope="session")
def first_run(sample_app):
    return sample_app.test_cli_runner().invoke(args=["demo"])


@pytest.fixture
def sample(sample_app, first_run):
    """The database after the first run; nothing a test does stays."""
    assert first_run.exit_code == 0, first_run.output
    with sample_app.app_context():
        yield _db.session
        _db.session.rollback()
        _db.session.remove()
