"""One value changed anywhere, in a row or in a file, is found and named."""

import json
import random
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import psycopg
import pytest
from sqlalchemy import make_url, select

from app.audit.models import AuditEntry, AuditHead
from app.extensions import Model, db
from app.files.models import StoredFile
from app.files.service import path_of
from app.kernel.database import reading_only
from app.meetings.models import Meeting
from app.minutes.models import Confirmation, MinutesRecord, MinutesSeal, SealedFile, SealHead
from app.numbering.models import NumberCounter, NumberEntry
from tests.upkeep.sites import fill, keep_paper, sites

CHAINED = (
    AuditEntry,
    AuditHead,
    MinutesRecord,
    Confirmation,
    MinutesSeal,
    SealHead,
    SealedFile,
    StoredFile,
    NumberEntry,
    NumberCounter,
)
# What no chain speaks of: an identity nothing refers to, the words of an upload's row, the day
# on which a number was taken, and why a record was opened again (the trail tells that).
UNWATCHED = {
    (AuditEntry, "id"),
    (NumberEntry, "id"),
    (NumberEntry, "taken_on"),
    (StoredFile, "id"),
    (StoredFile, "organisation_id"),
    (StoredFile, "name"),
    (StoredFile, "media_type"),
    (StoredFile, "stored_at"),
    (MinutesRecord, "reopened_by"),
    (MinutesRecord, "reopened_reason"),
    (MinutesRecord, "decided_in_id"),
}
FIGURES = ("must_attend", "present", "excused", "unexcused", "vote_base", "voters_present")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Two branches, each with sealed minutes, a paper; one site for all: every change is undone."""
    with sites(tmp_path_factory.mktemp("verify")) as make_site:
        site = make_site().built()
        with site.inside():
            for number in range(2):
                sitting = fill(sealed_into=site.files)
                keep_paper(sitting, site.files, f"%PDF-1.7 {number}".encode())
            db.session.commit()
        yield site


class Raw:
    """The database behind the application's back, references unwatched."""

    def __init__(self, site):
        self.is_sqlite = site.is_sqlite
        if self.is_sqlite:
            self.connection = sqlite3.connect(site.database_file, isolation_level=None)
        else:
            url = make_url(site.url)
            self.connection = psycopg.connect(
                host=str(url.query["host"]), user=url.username, dbname=url.database, autocommit=True
            )
            self.run("SET session_replication_role = replica")

    def run(self, statement, *values):
        mark = "?" if self.is_sqlite else "%s"
        return self.connection.execute(statement.replace("$", mark), values)

    def close(self):
        self.connection.close()


def columns():
    for model in CHAINED:
        for column in model.__table__.columns:
            if (model, column.key) not in UNWATCHED:
                yield pytest.param(model, column.name, id=f"{model.__tablename__}.{column.name}")


def changed(value):
    """The least change of a stored value: one letter, one digit, one second."""
    match value:
        case None:
            return "Điều thêm vào"
        case bool():
            return not value
        case int():
            return value + 1000
        case datetime():
            return value + timedelta(seconds=1)
        case UUID():
            return UUID(int=value.int ^ 1)
        case dict() | list():
            text = json.dumps(value)
            place = text.index('": "') + 4 if '": "' in text else len(text) - 2
            letter = "x" if text[place] != "x" else "y"
            return text[:place] + letter + text[place + 1 :]
    place = len(value) // 2
    while value[place] in '"{}[]:,\\ ':
        place -= 1
    return value[:place] + ("1" if value[place] != "1" else "2") + value[place + 1 :]


@pytest.mark.parametrize(("model", "name"), columns())
def test_a_changed_value_is_found_and_named(site, model, name):
    table = model.__tablename__
    with closing(Raw(site)) as raw:
        keys = [column.name for column in model.__table__.primary_key]
        chosen = f'"{table}" WHERE ' + " AND ".join(f'"{key}" = $' for key in keys)
        row = raw.run(f'SELECT * FROM "{table}" ORDER BY 1 LIMIT 1')
        names = [described[0] for described in row.description]
        found = dict(zip(names, row.fetchone(), strict=True))
        new = {**found, name: _stored(changed(found[name]), model, name, raw)}
        key = [new[one] for one in keys]
        before = raw.run(f'SELECT "{name}" FROM {chosen}', *[found[one] for one in keys]).fetchone()
        raw.run(
            f'UPDATE {chosen.replace(" WHERE", f" SET \"{name}\" = $ WHERE")}',
            new[name],
            *[found[one] for one in keys],
        )
        try:
            result = site.verified()
        finally:
            old = _stored(before[0], model, name, raw)
            raw.run(f'UPDATE {chosen.replace(" WHERE", f" SET \"{name}\" = $ WHERE")}', old, *key)

    assert result.exit_code == 1, f"{found[name]!r} -> {new[name]!r}"
    assert "SAI" in result.output
