"""Everything is destroyed and comes back; what is damaged is refused; what stood still stands."""

import hashlib
import json
import os
import sqlite3
import tarfile
import threading

import pytest
from sqlalchemy import func, inspect, select

from app.audit.models import AuditEntry
from app.extensions import db
from app.files.models import StoredFile
from app.files.service import path_of
from app.meetings.models import Meeting
from app.minutes.models import MinutesRecord, SealedFile
from app.upkeep.models import BackupRun
from app.upkeep.rules import MANIFEST, check_engine, check_schema
from app.upkeep.service import restore as service
from tests.upkeep.sites import PAPER, fill, keep_paper


@pytest.fixture
def copy(site, tmp_path):
    out = tmp_path / "kept" / "nenep.backup"
    out.parent.mkdir()
    result = site.run("backup", "--out", out)
    assert result.exit_code == 0, result.output
    return out


def minutes_of(site):
    with site.inside():
        return db.session.scalars(select(MinutesRecord.document)).all()


def test_what_was_destroyed_comes_back_and_holds(sealed_site, tmp_path):
    site, copy = sealed_site, tmp_path / "nenep.backup"
    before = minutes_of(site)
    site.run("backup", "--out", copy)
    site.destroy()
    with site.inside():
        assert not inspect(db.engine).get_table_names()

    result = site.run("restore", copy)

    assert result.exit_code == 0, result.output
    assert "Mọi thứ đều khớp" in result.output
    assert minutes_of(site) == before != []
    with site.inside():
        stored = db.session.scalars(select(StoredFile)).one()
        assert path_of(stored.sha256, site.files).read_bytes() == PAPER
        drawn = db.session.scalars(select(SealedFile)).all()
        assert {one.extension for one in drawn} == {"pdf", "docx"}
        assert (
            db.session.scalar(
                select(AuditEntry.facts).where(AuditEntry.event == "backup:restored")
            )["file_name"]
            == "nenep.backup"
        )


def test_a_backup_is_noted_once_it_is_whole(site, copy):
    with site.inside():
        run = db.session.scalars(select(BackupRun)).one()
        assert (run.file_name, run.size) == ("nenep.backup", copy.stat().st_size)
        line = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "backup:made")).one()
        assert line.facts["sha256"] == run.sha256


def test_a_backup_says_what_it_holds_and_not_the_key(site, copy):
    (site.folder / "secret_key").write_text("the-key-of-all-sessions")
    with tarfile.open(copy) as tar:
        names = tar.getnames()
        manifest = json.load(tar.extractfile(MANIFEST))

    assert manifest["engine"] == ("sqlite" if site.is_sqlite else "postgresql")
    assert manifest["counts"]["minutes_record"] == 1
    assert manifest["members"].keys() == set(names) - {MANIFEST}
    assert b"the-key-of-all-sessions" not in copy.read_bytes()
    assert copy.stat().st_mode & 0o077 == 0


def test_only_files_that_rows_name_are_copied(site, tmp_path):
    stray = path_of("f" * 64, site.files)
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"nobody names this")

    site.run("backup", "--out", tmp_path / "b")

    assert b"nobody names this" not in (tmp_path / "b").read_bytes()


def test_an_older_backup_is_kept_unless_told_otherwise(site, copy):
    before = copy.read_bytes()

    refused = site.run("backup", "--out", copy)

    assert refused.exit_code == 1
    assert "--force" in refused.output
    assert copy.read_bytes() == before
    assert site.run("backup", "--out", copy, "--force").exit_code == 0


def test_a_folder_that_is_not_there_is_said_and_nothing_is_written(site, tmp_path):
    result = site.run("backup", "--out", tmp_path / "nowhere" / "b")

    assert result.exit_code == 1
    assert "Không ghi được" in result.output
    with site.inside():
        assert db.session.scalar(select(func.count()).select_from(BackupRun)) == 0


def test_a_database_without_its_tables_is_said(make_site, tmp_path):
    result = make_site("new").run("backup", "--out", tmp_path / "b")

    assert result.exit_code == 1
    assert "đúng phiên bản" in result.output
    assert not (tmp_path / "b").exists()


def test_a_full_disk_leaves_nothing_half_written(site, tmp_path, monkeypatch):
    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    folder = tmp_path / "kept"
    folder.mkdir()

    result = site.run("backup", "--out", folder / "b")

    assert "No space left" in result.output
    assert list(folder.iterdir()) == []


def test_a_damaged_file_stops_a_backup_until_it_is_said_to_go_on(site, tmp_path):
    with site.inside():
        stored = db.session.scalars(select(StoredFile)).one()
        path_of(stored.sha256, site.files).write_bytes(b"%PDF-1.7 another")

    stopped = site.run("backup", "--out", tmp_path / "b")
    went_on = site.run("backup", "--out", tmp_path / "b", "--skip-damaged")

    assert "hỏng" in stopped.output
    assert not (tmp_path / "b").exists() or went_on.exit_code == 0
    assert "Bỏ qua 1 tệp hỏng" in went_on.output


def test_every_region_of_a_backup_is_watched(site, copy, make_site):
    """A bit turned over anywhere: in a head, a page, a file, the inventory, the seal."""
    whole = copy.read_bytes()
    there = make_site("new")
    step = max(1, len(whole) // 40)
    places = {*range(0, len(whole), step), len(whole) - 1, len(whole) - 40, len(whole) - 90}

    for place in sorted(places):
        damaged = bytearray(whole)
        damaged[place] ^= 1
        copy.write_bytes(damaged)
        result = there.run("restore", copy)
        assert result.exit_code == 1, place
        assert "Bản sao lưu hỏng" in result.output, place
    for length in (0, 50, len(whole) // 2, len(whole) - 1):
        copy.write_bytes(whole[:length])
        assert "Bản sao lưu hỏng" in there.run("restore", copy).output
    assert not there.files.exists()


def test_an_inventory_that_does_not_fit_is_refused_even_under_a_right_seal(copy, make_site):
    whole = copy.read_bytes()
    body = whole[: whole.rindex(b"nenep-backup-1")].replace(
        b'"minutes_record": 1', b'"minutes_record": 2'
    )
    body = body.replace(b"%PDF-1.7 a report", b"%PDF-1.7 a rumour")
    seal = hashlib.sha256(body).hexdigest()
    copy.write_bytes(body + f"nenep-backup-1 sha256 {seal}\n".encode())

    assert "không khớp bản kê" in make_site("new").run("restore", copy).output


def test_a_full_installation_is_not_overwritten_by_mistake(site, copy):
    result = site.run("restore", copy)

    assert result.exit_code == 1
    assert "--replace" in result.output
    assert site.verified().exit_code == 0


def test_replacing_asks_for_a_word_and_keeps_what_stood(site, copy):
    with site.inside():
        fill()
        db.session.commit()

    declined = site.run("restore", copy, "--replace", typed="có\n")
    assert declined.exit_code == 1
    assert len(minutes_of(site)) == 2

    result = site.run("restore", copy, "--replace", typed="THAY TOAN BO\n")

    assert result.exit_code == 0, result.output
    assert len(minutes_of(site)) == 1
    (kept,) = copy.parent.glob("truoc-khoi-phuc-*.backup")
    assert site.run("restore", kept, "--replace", typed="THAY TOAN BO\n").exit_code == 0
    assert len(minutes_of(site)) == 2


def test_an_empty_installation_with_its_tables_takes_a_backup(site, copy, make_site):
    there = make_site("new").built()

    assert there.run("restore", copy).exit_code == 0
    assert len(minutes_of(there)) == 1


def test_a_backup_of_the_other_database_is_told_apart(copy, make_site, monkeypatch):
    there = make_site("new")
    other = "postgresql" if there.is_sqlite else "sqlite"
    monkeypatch.setattr(service, "check_engine", lambda _made_on, here: check_engine(other, here))
    assert "Đặt database_url cho đúng loại" in there.run("restore", copy).output


def test_a_backup_of_a_newer_version_is_refused(site, copy, make_site, monkeypatch):
    monkeypatch.setattr(service, "check_schema", lambda schema, known: check_schema("2099", known))

    assert "phiên bản mới hơn" in make_site("new").run("restore", copy).output


def test_a_backup_taken_while_others_write_is_of_one_moment(site, make_site, tmp_path):
    """Meetings are held and papers come while it is made; what it holds fits together."""
    stop, held = threading.Event(), []

    def write():
        while not stop.is_set():
            with site.inside():
                sitting = fill()
                keep_paper(sitting, site.files, PAPER + str(len(held)).encode())
                db.session.commit()
                held.append(1)
            stop.wait(0.05)

    writer = threading.Thread(target=write)
    writer.start()
    copies = []
    try:
        while len(copies) < 3 or len(held) < 2:  # whichever of the two is slow tonight
            copies.append(tmp_path / f"copy{len(copies)}")
            assert _backed_up(site, copies[-1])
    finally:
        stop.set()
        writer.join()

    for number, path in enumerate(copies[-3:]):
        result = make_site(f"new{number}").run("restore", path)
        assert result.exit_code == 0, result.output


def _backed_up(site, path):
    """Without closing the connections under the writer's hands."""
    result = site.app.test_cli_runner().invoke(args=["backup", "--out", str(path)])
    assert result.exit_code == 0, result.output
    return path.exists()


def test_a_running_service_is_not_pulled_from_under(site, copy):
    if not site.is_sqlite:
        pytest.skip("PostgreSQL holds its tables by locks of its own")
    holder = sqlite3.connect(site.database_file)
    holder.execute("SELECT count(*) FROM meeting").fetchone()
    try:
        result = site.run("restore", copy, "--replace", typed="THAY TOAN BO\n")
    finally:
        holder.close()

    assert "Dừng dịch vụ" in result.output
    with site.inside():
        assert db.session.scalar(select(func.count()).select_from(Meeting)) == 1
