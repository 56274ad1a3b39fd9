from datetime import date

import pytest

from app.documents.pdf import DocumentEngineMissing
from app.extensions import db
from app.meetings.rules.life import MeetingType
from tests.books.shelf import Shelf


@pytest.fixture
def shelf(make) -> Shelf:
    shelf = Shelf(make)
    shelf.months(2025, range(1, 3))
    shelf.file(date(2025, 4, 1), "01-BB/CU", type=MeetingType.BRANCH_COMMITTEE)
    db.session.commit()
    return shelf


@pytest.fixture
def run(app, shelf):
    runner = app.test_cli_runner()

    def bind(*args, branch=None, year=2025, extension="pdf"):
        which = ["--branch", branch or shelf.branch.code, "--year", str(year)]
        return runner.invoke(
            args=["minutes", "book", *which, "--format", extension, *map(str, args)]
        )

    return bind


@pytest.mark.parametrize(("extension", "start"), [("pdf", b"%PDF-"), ("docx", b"PK")])
def test_a_book_is_written_where_it_was_asked_for(run, tmp_path, extension, start):
    out = tmp_path / f"so.{extension}"

    result = run("--out", out, extension=extension)

    assert result.exit_code == 0, result.output
    assert out.read_bytes().startswith(start)
    assert f"Sổ biên bản sinh hoạt năm 2025: 2 biên bản, đã ghi {out}." in result.output


def test_the_committees_and_the_circulated_book_are_other_files(run, tmp_path):
    names = ("full", "cut", "committee")
    full, cut, committee = (tmp_path / f"{name}.pdf" for name in names)

    assert run("--out", full).exit_code == 0
    assert run("--out", cut, "--circulated").exit_code == 0
    assert "1 biên bản" in run("--out", committee, "--committee").output

    assert len({path.read_bytes() for path in (full, cut, committee)}) == 3


def test_a_wrong_branch_is_named(run, shelf, tmp_path):
    for code in ("KHONG", shelf.branch.parent.code):
        result = run("--out", tmp_path / "x", branch=code)

        assert result.exit_code == 1
        assert f"Không có chi bộ mang mã {code}." in result.output


def test_an_empty_year_is_refused_in_one_line(run, tmp_path):
    result = run("--out", tmp_path / "x", year=2019)

    assert result.exit_code == 1
    assert "Năm 2019 chưa có biên bản nào được chốt" in result.output
    assert not (tmp_path / "x").exists()


def test_a_missing_folder_is_named(run, tmp_path):
    out = tmp_path / "missing" / "x.pdf"

    assert f"Không ghi được {out}" in run("--out", out).output


def test_without_the_engine_the_hint_is_printed(run, tmp_path, monkeypatch):
    def missing(*_args, **_kwargs):
        raise DocumentEngineMissing

    monkeypatch.setattr("app.documents.binding.render_pdf", missing)

    assert "libpango" in run("--out", tmp_path / "x").output
