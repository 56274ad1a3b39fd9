import hashlib
from pathlib import Path
from uuid import uuid4

import pytest

from app.documents import pdf
from app.documents.files import pages_of, pdf_of
from app.documents.serialise import from_json
from app.extensions import db
from app.files.service import path_of
from app.minutes.queries import final_document, sealed_file
from app.minutes.rules.records import Copy
from tests.minutes.sittings import RESTRICTED, held, sealed


@pytest.fixture
def run(app, make):
    runner = app.test_cli_runner()
    return lambda *args: runner.invoke(args=["minutes", "export", *map(str, args)])


@pytest.fixture
def sitting(make):
    sitting = held(make)
    db.session.commit()
    return sitting


@pytest.mark.parametrize(("kind", "start"), [("pdf", b"%PDF-"), ("docx", b"PK"), ("json", b"{")])
def test_minutes_are_written_in_every_format(run, sitting, tmp_path, kind, start):
    out = tmp_path / f"bien-ban.{kind}"

    result = run("--meeting", sitting.meeting.id, "--format", kind, "--out", out)

    assert result.exit_code == 0, result.output
    assert out.read_bytes().startswith(start)
    assert str(out) in result.output


def test_latest_is_the_last_meeting_that_has_begun(run, sitting, make, tmp_path):
    make.meeting(branch=sitting.branch)
    db.session.commit()
    out = tmp_path / "latest.json"

    result = run(
        "--meeting", "latest", "--branch", sitting.branch.code, "--format", "json", "--out", out
    )

    assert result.exit_code == 0, result.output
    assert from_json(out.read_text("utf-8")).subject.endswith("tháng 11 năm 2026")


@pytest.fixture
def record(app, sitting):
    record = sealed(sitting, Path(app.instance_path) / "files")
    db.session.commit()
    return record


def test_sealed_minutes_leave_under_their_number(run, sitting, record, tmp_path):
    out = tmp_path / "sealed.json"

    run("--meeting", sitting.meeting.id, "--format", "json", "--out", out)

    assert from_json(out.read_text("utf-8")) == final_document(record)


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_sealed_files_leave_as_they_were_stored(app, run, sitting, record, tmp_path, kind):
    out = tmp_path / f"sealed.{kind}"
    stored = sealed_file(record.id, Copy.CIRCULATED, kind).sha256

    run("--meeting", sitting.meeting.id, "--format", kind, "--circulated", "--out", out)

    assert hashlib.sha256(out.read_bytes()).hexdigest() == stored


def test_a_sealed_file_that_was_changed_does_not_leave(app, run, sitting, record, tmp_path):
    out = tmp_path / "sealed.pdf"
    stored = sealed_file(record.id, Copy.FULL, "pdf").sha256
    path_of(stored, Path(app.instance_path) / "files").write_bytes(b"%PDF-1.7 changed")

    result = run("--meeting", sitting.meeting.id, "--format", "pdf", "--out", out)

    assert result.exit_code == 1
    assert "đã bị thay đổi" in result.output
    assert not out.exists()


def test_the_circulated_copy_leaves_without_restricted_items(run, sitting, tmp_path):
    full, cut = tmp_path / "full.json", tmp_path / "cut.json"

    run("--meeting", sitting.meeting.id, "--format", "json", "--out", full)
    run("--meeting", sitting.meeting.id, "--format", "json", "--circulated", "--out", cut)

    assert RESTRICTED in full.read_text("utf-8")
    assert RESTRICTED not in cut.read_text("utf-8")


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--meeting", "nham"], "không phải mã buổi họp"),
        (["--meeting", uuid4()], "Không có buổi họp này"),
        (["--meeting", "latest"], "Chưa có buổi họp nào đã bắt đầu"),
        (["--meeting", "latest", "--branch", "KHONG"], "Không có tổ chức mang mã KHONG"),
    ],
)
def test_a_wrong_request_is_answered_in_one_clear_line(run, tmp_path, args, message):
    result = run(*args, "--format", "pdf", "--out", tmp_path / "x.pdf")

    assert result.exit_code == 1
    assert message in result.output
    assert not (tmp_path / "x.pdf").exists()


def test_a_folder_that_is_missing_is_named(run, sitting, tmp_path):
    out = tmp_path / "missing" / "x.json"

    result = run("--meeting", "latest", "--format", "json", "--out", out)

    assert result.exit_code == 1
    assert f"Không ghi được {out}" in result.output


def test_without_the_engine_the_hint_is_printed(run, sitting, tmp_path, monkeypatch):
    def missing():
        raise pdf.DocumentEngineMissing

    pdf_of.cache_clear()
    pages_of.cache_clear()
    monkeypatch.setattr(pdf, "_engine", missing)

    result = run("--meeting", "latest", "--format", "pdf", "--out", tmp_path / "x.pdf")

    assert result.exit_code == 1
    assert "libpango" in result.output


def test_help_says_what_to_type(app, run):
    result = run("--help")

    assert result.exit_code == 0
    assert "--meeting" in result.output
    assert "latest" in result.output
