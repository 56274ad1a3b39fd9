"""Backups that somebody made by hand: under a right seal, and with anything at all inside."""

import hashlib
import io
import json
import os
import tarfile

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import select

from app.extensions import db
from app.minutes.models import MinutesRecord
from app.upkeep.rules import MANIFEST

ENGINE = os.environ.get("NENEP_TEST_DATABASE", "sqlite")


def _member(name, content=b"", **marks):
    info = tarfile.TarInfo(name)
    info.size = len(content)
    for mark, value in marks.items():
        setattr(info, mark, value)
    return info, content


def _forged(path, *members, **said):
    """An archive under a right seal: whoever can write a file can make one."""
    with tarfile.open(path, "w", format=tarfile.PAX_FORMAT) as tar:
        for info, content in members:
            tar.addfile(info, io.BytesIO(content))
        inventory = {
            "format": 1,
            "made_at": "2026-11-24T10:00:00+07:00",
            "engine": ENGINE,
            "schema": ScriptDirectory("migrations").get_current_head(),
            "counts": {},
            "members": {
                info.name: {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
                for info, content in members
            },
            **said,
        }
        text = said.get("text") or json.dumps(inventory).encode()
        tar.addfile(*_as_file(MANIFEST, text))
    body = path.read_bytes()
    seal = f"nenep-backup-1 sha256 {hashlib.sha256(body).hexdigest()}\n"
    path.write_bytes(body + seal.encode())


def _as_file(name, content):
    info, content = _member(name, content)
    return info, io.BytesIO(content)


HOSTILE = {
    "a link": [_member("database", type=tarfile.SYMTYPE, linkname="/etc/passwd")],
    "a link to itself": [_member("database", type=tarfile.SYMTYPE, linkname="database")],
    "a second name": [_member("a", b"a"), _member("database", type=tarfile.LNKTYPE, linkname="a")],
    "a folder": [_member("database", type=tarfile.DIRTYPE)],
    "a device": [_member("database", type=tarfile.CHRTYPE)],
    "a size beyond the disk": [
        _member("database", b"a", pax_headers={"size": str(1 << 70)}),
    ],
    "a size below nothing": [_member("database", b"a", pax_headers={"size": "-512"})],
    "holes": [
        _member(
            "database",
            b"a" * 512,
            pax_headers={"GNU.sparse.map": "0,1", "GNU.sparse.size": str(1 << 50)},
        )
    ],
    "a name twice": [_member("database", b"a"), _member("database", b"a")],
}


@pytest.mark.parametrize("what", HOSTILE)
def test_an_archive_of_anything_but_plain_files_is_refused(make_site, tmp_path, what):
    there, forged = make_site("new"), tmp_path / "forged.backup"
    _forged(forged, *HOSTILE[what])

    result = there.run("restore", forged)

    assert result.exit_code == 1
    assert "Bản sao lưu hỏng" in result.output, result.output
    assert not there.files.exists()


@pytest.mark.parametrize(
    "said",
    [
        {"engine": ["sqlite"]},
        {"schema": {}},
        {"members": {"database": {"sha256": 5, "size": 4}}},
        {"members": {"database": {"sha256": "../../etc/passwd", "size": 4}}},
        {"members": {}},
        {"members": []},
        {"more": 1},
        {"text": b"[" * 100_000},
        {"text": b"\xff"},
    ],
)
def test_an_inventory_that_says_nonsense_is_refused(make_site, tmp_path, said):
    there, forged = make_site("new"), tmp_path / "forged.backup"
    _forged(forged, _member("database", b"none"), **said)

    result = there.run("restore", forged)

    assert result.exit_code == 1
    assert "Bản sao lưu hỏng" in result.output, result.output


def test_a_name_that_climbs_out_of_the_folder_leads_nowhere(site, make_site, tmp_path):
    there, forged = make_site("new"), tmp_path / "forged.backup"
    site.run("backup", "--out", forged)
    with tarfile.open(forged) as real:
        database = real.extractfile("database").read()
    _forged(forged, _member("database", database), _member("../../../escaped", b"out"))

    there.run("restore", forged)

    assert not list(tmp_path.rglob("escaped*"))
    kept = [path for path in there.files.rglob("*") if path.is_file()]
    assert [path.name for path in kept] == [hashlib.sha256(b"out").hexdigest()]


def test_what_is_no_database_takes_the_place_of_none(site, tmp_path):
    forged = tmp_path / "forged.backup"
    _forged(forged, _member("database", b"none" * 4096))
    before = _minutes_of(site)

    result = site.run("restore", forged, "--replace", typed="THAY TOAN BO\n")

    assert result.exit_code == 1
    assert "không đọc được" in result.output or "pg_restore không làm được" in result.output
    assert _minutes_of(site) == before != []


def _minutes_of(site):
    with site.inside():
        return db.session.scalars(select(MinutesRecord.document)).all()
