"""One value changed anywhere, in a row or in a file, is found and named."""

import json
import random
import sqlite3
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import psycopg
import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import JSON, Boolean, Uuid, delete, make_url, select, update

from app.audit.models import AuditEntry, AuditHead
from app.extensions import db
from app.files.models import StoredFile
from app.files.service import path_of
from app.kernel.database import reading_only
from app.meetings.models import AgendaItem, Attendance, Conclusion, Meeting, Statement, Vote
from app.minutes.models import Confirmation, MinutesRecord, MinutesSeal, SealedFile, SealHead
from app.minutes.queries.checks import seals_hold
from app.numbering.models import NumberCounter, NumberEntry
from app.revisions.models import Revision
from app.upkeep.queries.verify import verify
from tests.architecture.sources import ROOT
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
# What no chain speaks of: an identity nothing refers to, the words of an upload's row, and the
# day on which a number was taken.
UNWATCHED = {
    (AuditEntry, "id"),
    (NumberEntry, "id"),
    (NumberEntry, "taken_on"),
    (StoredFile, "id"),
    (StoredFile, "organisation_id"),
    (StoredFile, "name"),
    (StoredFile, "media_type"),
    (StoredFile, "stored_at"),
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
    """The database behind the application's back, its constraints unwatched."""

    def __init__(self, site):
        self.is_sqlite = site.is_sqlite
        if self.is_sqlite:
            self.connection = sqlite3.connect(site.database_file, isolation_level=None)
            self.run("PRAGMA ignore_check_constraints=ON")
        else:
            url = make_url(site.url)
            self.connection = psycopg.connect(
                host=str(url.query["host"]), user=url.username, dbname=url.database, autocommit=True
            )
            self.run("SET session_replication_role = replica")

    def run(self, statement, *values):
        return self.connection.execute(statement.replace("$", self._mark), values)

    @property
    def _mark(self):
        return "?" if self.is_sqlite else "%s"

    def first_row(self, table):
        order = ", ".join(f'"{key.name}"' for key in table.primary_key)
        found = self.run(f'SELECT * FROM "{table.name}" ORDER BY {order} LIMIT 1')
        return dict(zip((d[0] for d in found.description), found.fetchone(), strict=True))

    def put(self, table, row, name, value):
        """Set one column of the row that is known by its present key."""
        keys = [key.name for key in table.primary_key]
        known = " AND ".join(f'"{key}" = $' for key in keys)
        self.run(
            f'UPDATE "{table.name}" SET "{name}" = $ WHERE {known}',
            _stored(value),
            *(row[key] for key in keys),
        )

    def close(self):
        self.connection.close()


def _stored(value):
    return json.dumps(value) if isinstance(value, dict | list) else value


@contextmanager
def tampered(site, model, name, change):
    """One value of the first row is another while the block runs; then it is again what it was."""
    table = model.__table__
    with closing(Raw(site)) as raw:
        row = raw.first_row(table)
        value = change(row[name], table.c[name].type)
        raw.put(table, row, name, value)
        try:
            yield row[name], value
        finally:
            raw.put(table, {**row, name: value}, name, row[name])


def columns():
    for model in CHAINED:
        for column in model.__table__.columns:
            if (model, column.key) not in UNWATCHED:
                yield pytest.param(model, column.name, id=f"{model.__tablename__}.{column.name}")


def changed(value, kind):
    """The least change of a stored value: one letter, one digit, one second."""
    match value:
        case None:
            return _something(kind)
        case bool():
            return not value
        case int():
            return 1 - value if isinstance(kind, Boolean) else value + 1000
        case datetime():
            return value + timedelta(seconds=1)
        case UUID():
            return UUID(int=value.int ^ 1)
        case dict() | list():
            value = json.dumps(value)
    place = len(value) // 2
    while not value[place].isalnum():
        place -= 1
    letter = "1" if value[place] != "1" else "2"
    return value[:place] + letter + value[place + 1 :]


def _something(kind):
    if isinstance(kind, Uuid):
        return uuid4().hex
    if isinstance(kind, JSON):
        return "{}"
    return "2026-11-03 07:00:00" if "DateTime" in type(kind).__name__ else "Điều thêm vào"


@pytest.mark.parametrize(("model", "name"), [*columns()])
def test_a_changed_value_is_found_and_named(site, model, name):
    try:
        with tampered(site, model, name, changed) as (old, new):
            result = site.verified()
    except (psycopg.errors.CheckViolation, psycopg.errors.InvalidTextRepresentation):
        return  # PostgreSQL itself takes no such value

    assert result.exit_code == 1, f"{old!r} -> {new!r}"
    assert "SAI" in result.output


def test_nothing_changed_holds_and_says_how_much_was_looked_at(site):
    """After all of the above was put back."""
    result = site.verified()

    assert result.exit_code == 0
    assert "Mọi thứ đều khớp." in result.output
    assert "Biên bản đã chốt và tệp: 2 bản" in result.output
    assert "Tệp tải lên: 2 tệp" in result.output


def test_the_answer_is_also_there_for_programs(site):
    found = json.loads(site.run("verify", "--json").output)

    assert found["holds"] is True
    assert all(check["holds"] and check["flaw"] is None for check in found["checks"])
    with tampered(site, AuditHead, "hash", changed):
        found = json.loads(site.run("verify", "--json").output)
    (broken,) = [check for check in found["checks"] if not check["holds"]]
    assert broken["label"] == "Nhật ký"
    assert broken["flaw"]["where"] == "đầu chuỗi"


def _paths(site):
    with site.inside():
        kept = [*db.session.scalars(select(SealedFile.sha256))]
        kept += db.session.scalars(select(StoredFile.sha256))
        return [path_of(sha256, site.files) for sha256 in kept]


def test_a_changed_byte_anywhere_in_any_file_is_found_and_the_file_named(site):
    chance = random.Random(20261124)
    for path in _paths(site):
        content = path.read_bytes()
        place = chance.randrange(len(content))
        path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        result = site.verified()
        path.write_bytes(content)
        assert result.exit_code == 1
        assert str(path) in result.output


@pytest.mark.parametrize("harm", ["cut", "lengthened", "gone"])
def test_a_file_cut_lengthened_or_gone_is_found(site, harm):
    path = _paths(site)[0]
    content = path.read_bytes()
    if harm == "gone":
        path.unlink()
    else:
        path.write_bytes(content[:-1] if harm == "cut" else content + b"\n")
    result = site.verified()
    path.write_bytes(content)

    assert result.exit_code == 1
    assert str(path) in result.output


@pytest.mark.parametrize("model", [AuditEntry, MinutesSeal, SealedFile, Confirmation, NumberEntry])
def test_a_row_taken_out_is_found(site, model):
    table = model.__table__
    with closing(Raw(site)) as raw:
        row = raw.first_row(table)
        known = " AND ".join(f'"{key.name}" = $' for key in table.primary_key)
        raw.run(
            f'DELETE FROM "{table.name}" WHERE {known}', *(row[k.name] for k in table.primary_key)
        )
        result = site.verified()
        names = ", ".join(f'"{name}"' for name in row)
        marks = ", ".join("$" for _ in row)
        raw.run(
            f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})', *map(_stored, row.values())
        )

    assert result.exit_code == 1
    assert site.verified().exit_code == 0


def test_the_last_seal_taken_out_with_its_head_is_missed_by_the_trail(site):
    with site.inside():
        seal = db.session.scalars(select(MinutesSeal).limit(1)).one()
        branch, record = seal.organisation_id, seal.record_id
        db.session.execute(delete(SealedFile).where(SealedFile.record_id == record))
        db.session.execute(delete(MinutesSeal).where(MinutesSeal.record_id == record))
        db.session.execute(delete(SealHead).where(SealHead.organisation_id == branch))
        db.session.execute(update(Meeting).values(sealed_at=None))
        found = [flaw for flaw in seals_hold(site.files) if flaw]

    assert [(flaw.where, flaw.expected) for flaw in found] == [
        ("bản chốt 1", "có trong nhật ký, nay không còn")
    ]


@pytest.mark.parametrize("name", FIGURES)
def test_a_kept_figure_that_the_roll_does_not_give_is_found(site, name):
    with tampered(site, Meeting, name, changed):
        result = site.verified()

    assert result.exit_code == 1
    assert "theo điểm danh phải là" in result.output


@pytest.mark.parametrize(
    ("model", "name", "where"),
    [
        (Vote, "in_favour", "kết quả biểu quyết"),
        (Statement, "text", "ý kiến phát biểu"),
        (Conclusion, "text", "kết luận"),
        (AgendaItem, "title", "nội dung chương trình"),
        (Attendance, "presence", "số"),
        (Meeting, "sealed_at", "thời điểm chốt"),
        (Meeting, "place", "thông tin buổi họp"),
    ],
)
def test_what_was_recorded_is_still_what_was_sealed(site, model, name, where):
    def other(value, kind):
        if name == "presence":
            return "unexcused" if value == "excused" else "excused"
        return changed(value, kind)

    with tampered(site, model, name, other):
        result = site.verified()

    assert result.exit_code == 1
    assert where in result.output


@pytest.mark.parametrize("name", ["number", "unit", "scope_id"])
def test_a_save_that_no_longer_leads_to_what_stands_is_found(site, name):
    with tampered(site, Revision, name, changed):
        result = site.verified()

    assert result.exit_code == 1
    assert "SAI    Các lần lưu nội dung" in result.output


def test_a_reference_to_nothing_is_found(site):
    with tampered(site, Meeting, "chair_id", changed):
        result = site.verified()

    assert "Bảng meeting" in result.output
    assert "không có hàng này trong member" in result.output


def test_tables_of_another_version_are_said_and_nothing_else_is_asked(site):
    with closing(Raw(site)) as raw:
        raw.run("UPDATE alembic_version SET version_num = '20261122_first'")
        result = site.verified()
        head = ScriptDirectory(str(ROOT / "migrations")).get_current_head()
        raw.run("UPDATE alembic_version SET version_num = $", head)

    assert result.exit_code == 1
    assert "phải là" in result.output
    assert "khớp   " not in result.output


def test_verify_writes_nothing_and_leaves_others_writing(site):
    with site.inside():
        was_reading = reading_only.get()
        results = verify(files=site.files, migrations=ROOT / "migrations")
        next(results)
        with closing(Raw(site)) as raw:
            raw.run("UPDATE meeting SET place = place")  # not locked out
        assert all(result.flaw is None for result in results)
        assert reading_only.get() is was_reading
