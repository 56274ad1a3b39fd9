"""Installations of their own: they can be filled, destroyed and brought back."""

import os
import shutil
from contextlib import ExitStack, contextmanager
from uuid import uuid4

import psycopg
from flask_migrate import upgrade
from psycopg import sql
from sqlalchemy import make_url

from app import create_app
from app.extensions import db
from app.files.service import store_file
from app.meetings.service.record import record_statement
from tests.factory import NOW, Make
from tests.minutes.sittings import adopted, held, sealed, voted
from tests.postgres import own_database, running_server

PAPER = b"%PDF-1.7 a report"
_MAKE = Make()  # one count for all: codes of organisations are unique


class Site:
    """One installation: its folder, its database, its commands."""

    def __init__(self, folder, url):
        self.folder, self.url = folder, url
        self.app = create_app(
            {
                "INSTANCE": folder,
                "DATABASE_URL": url,
                "SECRET_KEY": "upkeep",
                "TESTING": True,
                "WTF_CSRF_ENABLED": False,
            }
        )

    @property
    def files(self):
        return self.folder / "files"

    @property
    def is_sqlite(self):
        return self.url.startswith("sqlite")

    @property
    def database_file(self):
        return self.folder / "nenep.sqlite"

    def built(self):
        with self.app.app_context():
            upgrade()
        return self

    @contextmanager
    def inside(self):
        with self.app.app_context():
            try:
                yield self
            finally:
                db.session.rollback()
                db.session.remove()

    def run(self, *arguments, typed=None):
        result = self.app.test_cli_runner().invoke(args=list(map(str, arguments)), input=typed)
        self.close()
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    def close(self):
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()

    def verified(self):
        return self.run("verify")

    def destroy(self):
        """The disk is gone: database and files. Of PostgreSQL an empty database is made anew."""
        self.close()
        shutil.rmtree(self.files, ignore_errors=True)
        if self.is_sqlite:
            for path in self.folder.glob("nenep.sqlite*"):
                path.unlink()
            return
        url = make_url(self.url)
        with psycopg.connect(
            host=str(url.query["host"]), user=url.username, dbname="postgres", autocommit=True
        ) as server:
            name = sql.Identifier(url.database)
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))
            server.execute(sql.SQL("CREATE DATABASE {}").format(name))


def fill(*, sealed_into=None):
    """A meeting with adopted minutes and its trail; sealed, with their files, into a folder."""
    sitting = held(_MAKE)
    voted(sitting)
    record_statement(
        sitting.meeting,
        member_id=sitting.members[3].id,
        guest_id=None,
        section=None,
        text="Nhất trí với dự thảo.",
        is_dissent=False,
        by=sitting.by,
        now=NOW,
    )
    if sealed_into:
        sealed(sitting, sealed_into)
    else:
        adopted(sitting)
    return sitting


def keep_paper(sitting, folder, content=PAPER):
    stored = store_file(
        content, "bao-cao.pdf", organisation_id=sitting.branch.id, folder=folder, now=NOW
    )
    db.session.flush()
    return stored


@contextmanager
def sites(tmp_path):
    """`make_site()` gives one empty installation after the other, on the database under test."""
    with ExitStack() as stack:
        server = None
        if os.environ.get("NENEP_TEST_DATABASE") == "postgresql":
            server = stack.enter_context(running_server())

        def make_site(name="site"):
            folder = tmp_path / name
            folder.mkdir(parents=True, exist_ok=True)
            url = f"sqlite:///{folder / 'nenep.sqlite'}"
            if server is not None:
                url = stack.enter_context(own_database(server, f"upkeep_{uuid4().hex[:12]}"))
            site = Site(folder, url)
            stack.callback(site.close)
            return site

        yield make_site
