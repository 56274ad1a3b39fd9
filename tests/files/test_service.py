import hashlib
import os
from pathlib import Path

import pytest

from app.extensions import db
from app.files.models import StoredFile
from app.files.service import keep_file, path_of, store_file
from app.kernel.errors import RuleBroken
from tests.factory import NOW

CONTENT = b"%PDF-1.7 tai lieu"


def store(make, folder, content=CONTENT, name="tai-lieu.pdf"):
    organisation = make.organisation()
    return store_file(content, name, organisation_id=organisation.id, folder=folder, now=NOW)


def test_a_file_lies_under_the_hash_of_its_content(make, tmp_path):
    stored = store(make, tmp_path)

    assert stored.sha256 == hashlib.sha256(CONTENT).hexdigest()
    assert path_of(stored.sha256, tmp_path).read_bytes() == CONTENT


def test_the_same_content_is_kept_once(make, tmp_path):
    store(make, tmp_path)
    store(make, tmp_path, name="ten-khac.pdf")

    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_a_refused_file_leaves_neither_row_nor_bytes(make, tmp_path):
    with pytest.raises(RuleBroken):
        store(make, tmp_path, content=b"MZ", name="a.exe")

    assert list(tmp_path.rglob("*")) == []
    assert db.session.query(StoredFile).count() == 0


def test_a_full_disk_leaves_no_half_file(make, tmp_path, monkeypatch):
    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("app.files.service.os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        store(make, tmp_path)

    assert [path for path in Path(tmp_path).rglob("*") if path.is_file()] == []


def test_a_finished_file_and_its_name_are_on_disk_before_a_row_names_it(tmp_path, monkeypatch):
    synced = []
    monkeypatch.setattr(
        "app.files.service.os.fsync",
        lambda handle: synced.append(os.readlink(f"/proc/self/fd/{handle}")),
    )
    made = tmp_path / "made"
    made.write_bytes(b"book")

    kept = path_of(keep_file(made, tmp_path / "files"), tmp_path / "files")

    assert kept.read_bytes() == b"book"
    assert synced == [str(made), str(kept.parent), str(kept.parent.parent)]
