"""Migrations are one dated line from nothing to the models, walkable both ways."""

import os
import re
from itertools import pairwise

import pytest
from alembic.script import ScriptDirectory
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import inspect, select

from app import create_app
from app.extensions import db
from tests.access.world import World
from tests.architecture.sources import ROOT, imports_of
from tests.factory import Make
from tests.postgres import own_database, running_server

FOLDER = ROOT / "migrations"
FILES = sorted((FOLDER / "versions").glob("*.py"))


@pytest.fixture
def database_url(tmp_path):
    if os.environ.get("NENEP_TEST_DATABASE") != "postgresql":
        yield f"sqlite:///{tmp_path / 'migrations.sqlite'}"
        return
    name = f"migrations_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    with running_server() as server, own_database(server, name) as url:
        yield url


@pytest.fixture
def empty_app(database_url):
    app = create_app({"DATABASE_URL": database_url, "SECRET_KEY": "migrations"})
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def tables():
    """Those of the models; the full-text index of SQLite brings tables of its own."""
    names = set(inspect(db.engine).get_table_names()) - {"alembic_version"}
    return {name for name in names if not name.startswith("search_index")}


def in_order():
    return list(ScriptDirectory(str(FOLDER)).walk_revisions())[::-1]


def test_migrations_form_one_line_in_the_order_of_their_dates():
    revisions = in_order()
    assert ScriptDirectory(str(FOLDER)).get_heads() == [revisions[-1].revision]
    for earlier, later in pairwise(revisions):
        assert later.down_revision == earlier.revision
        assert os.path.basename(earlier.path)[:8] <= os.path.basename(later.path)[:8]


def test_two_changes_made_at_once_meet_in_the_head_file():
    """Both write their revision there, so that git reports the conflict before Alembic does."""
    assert (FOLDER / "head.txt").read_text("ascii").strip() == in_order()[-1].revision


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_migration_is_named_by_date_and_sentence_and_stands_alone(path):
    assert re.fullmatch(r"20\d{6}_[a-z0-9_]+", path.stem)
    assert not [name for name in imports_of(path) if name.split(".")[0] == "app"]


@pytest.mark.usefixtures("empty_app")
def test_migrations_lead_to_the_models_and_back_to_nothing():
    upgrade(directory=str(FOLDER))
    assert tables() == set(db.metadata.tables)
    check(directory=str(FOLDER))

    downgrade(directory=str(FOLDER), revision="base")
    assert tables() == set()


@pytest.mark.usefixtures("empty_app")
def test_a_filled_database_can_be_taken_down_and_built_again():
    upgrade(directory=str(FOLDER))
    World(Make())
    assert filled() >= {"assignment_review", "audit_entry", "material", "resolution", "role_grant"}
    db.session.remove()

    downgrade(directory=str(FOLDER), revision="base")
    upgrade(directory=str(FOLDER))

    assert tables() == set(db.metadata.tables)
    assert filled() == {"organisation_kind"}


def filled():
    """The tables that hold a row."""
    return {
        table.name
        for table in db.metadata.sorted_tables
        if db.session.execute(select(table).limit(1)).first() is not None
    }
