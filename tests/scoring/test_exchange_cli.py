"""`flask --app wsgi rubric check|import|export`."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from app.extensions import db
from app.scoring.models import RubricEdition
from app.scoring.rules.cards import RubricState
from app.scoring.rules.indicators import Subject
from app.scoring.rules.plain import in_text
from app.scoring.rules.supplied import supplied
from tests.scoring.rubrics import NATIONAL, criterion, rubric

FLAWED = rubric(criterion("1"), criterion("1", points=40, indicator="x"))


@pytest.fixture
def committee(make):
    made = make.organisation(name="Đảng ủy Sở Nội vụ")
    db.session.commit()
    return made


@pytest.fixture
def run(app, make):
    runner = app.test_cli_runner()
    return lambda *args: runner.invoke(args=["rubric", *map(str, args)])


@pytest.fixture
def file(tmp_path):
    def write(content, name="bang.json"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def said(result):
    """What a command that refused said; never a traceback."""
    assert result.exit_code == 1, result.output
    assert isinstance(result.exception, SystemExit)
    return result.output


@pytest.mark.parametrize("subject", Subject)
def test_a_sound_file_is_summed_up(run, file, subject):
    path = file(in_text(supplied(subject)))
    for result in (run("check", path), run("check", path, "--subject", subject.value)):
        assert result.exit_code == 0, result.output
        assert f"{supplied(subject).title}, " in result.output
        assert "100 điểm." in result.output
        assert "Không có lỗi." in result.output


def test_every_flaw_is_named_with_its_place(run, file):
    output = said(run("check", file(in_text(FLAWED))))
    assert "- criteria[1] (1): Số thứ tự 1 dùng 2 lần; mỗi tiêu chí một số." in output
    assert "Không có chỉ số “x”." in output
    assert "- grades[1] (good): Mức cao nhất cần 90 điểm, bảng chấm chỉ có 45." in output
    assert "Tệp còn 3 lỗi." in output


def test_what_is_no_rubric_names_its_places_too(run, file):
    output = said(run("check", file(in_text(NATIONAL).replace('"yes_no"', '"lạ"', 2))))
    assert "- criteria[1].kind: “lạ” không có; chọn trong" in output
    assert "Tệp còn 2 lỗi." in output


@pytest.mark.parametrize("command", ["check", "import"])
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Tệp phải là Excel (.xlsx) hoặc JSON"),
        (b"\x00\xff", "Tệp phải là Excel (.xlsx) hoặc JSON"),
        (b"{,}", "Tệp JSON sai ở dòng 1, cột 2."),
        (b"PK\x03\x04", "Tệp Excel bị hỏng"),
        (b"PK\x03\x04" + bytes(6 * 1024 * 1024), "Tệp quá lớn; nhiều nhất 5 MB."),
    ],
)
def test_a_broken_file_is_told_in_one_line(run, file, committee, command, content, words):
    more = ("--organisation", committee.code, "--subject", "meeting")
    assert words in said(run(command, file(content), *(more if command == "import" else ())))


def test_a_folder_a_missing_and_a_closed_file_are_told_in_one_line(run, tmp_path, monkeypatch):
    for path in (tmp_path, tmp_path / "khong-co.xlsx"):
        assert f"Không đọc được {path}: " in said(run("check", path))

    def closed(*_args, **_kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.open", closed)
    assert "Permission denied." in said(run("check", tmp_path / "a.json"))


def test_a_file_becomes_a_draft_of_the_committee(run, file, committee):
    path = file(in_text(NATIONAL))
    result = run("import", path, "--organisation", committee.code, "--subject", "meeting")
    assert result.exit_code == 0, result.output
    made = db.session.scalars(select(RubricEdition)).one()
    assert f"Đã đưa vào dự thảo của Đảng ủy Sở Nội vụ, bản 1: {made.id}" in result.output
    assert (made.rubric, made.state) == (NATIONAL, RubricState.DRAFT)


def test_nothing_is_stored_of_a_flawed_file_or_for_no_committee(run, make, file, committee):
    branch = make.branch(parent=committee)
    db.session.commit()
    sound = file(in_text(NATIONAL))
    for path, code, words in (
        (file(in_text(FLAWED), "b.json"), committee.code, "Tệp còn 3 lỗi; chưa lưu gì."),
        (sound, "KHONG", "Không có tổ chức mang mã KHONG."),
        (sound, branch.code, "Bảng chấm điểm do cấp ủy lập"),
    ):
        assert words in said(run("import", path, "--organisation", code, "--subject", "meeting"))
    assert db.session.scalars(select(RubricEdition)).all() == []


@pytest.mark.parametrize("name", ["a.json", "a.XLSX"])
def test_what_is_exported_is_checked_without_a_flaw(run, make, committee, tmp_path, name):
    branch, edition = make.branch(parent=committee), make.rubric(committee)
    db.session.commit()
    out = tmp_path / name
    for asked in ((edition.id,), ("--organisation", branch.code, "--subject", "meeting")):
        result = run("export", *asked, "--out", out)
        assert result.exit_code == 0, result.output
        assert f"{edition.title}, bản 1, Đảng ủy Sở Nội vụ: đã ghi {out}." in result.output
        assert run("check", out, "--subject", "meeting").exit_code == 0
        out.unlink()


def test_an_export_that_cannot_be_is_told_in_one_line(run, make, committee, tmp_path):
    edition = make.rubric(committee)
    db.session.commit()
    nobody, out = uuid4(), tmp_path / "a.json"
    assert f"mang mã {nobody}." in said(run("export", nobody, "--out", out))
    assert "đuôi tệp" in said(run("export", edition.id, "--out", tmp_path / "a.pdf")).lower()
    missing = tmp_path / "khong-co" / "a.json"
    assert f"Không ghi được {missing}: " in said(run("export", edition.id, "--out", missing))
    at = ("--organisation", committee.code, "--subject", "branch_year")
    assert "chưa có bảng chấm điểm đang áp dụng" in said(run("export", *at, "--out", out))
    result = run("export", "--organisation", committee.code, "--out", out)
    assert result.exit_code == 2
    assert "Nêu mã ID của bảng" in result.output
    assert not out.exists()
