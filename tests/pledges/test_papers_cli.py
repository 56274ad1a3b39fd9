"""`flask --app wsgi pledges export`."""

import pytest

from app.documents.pdf import DocumentEngineMissing
from app.extensions import db
from app.pledges.rules import PledgeStatus
from tests.pledges.pile import Pile


@pytest.fixture
def pile(make) -> Pile:
    pile = Pile(make)
    pile.pledge(pile.secretary)
    pile.pledge(pile.member("Võ Văn Bình"), PledgeStatus.SUBMITTED)
    pile.member("Đặng Thùy Dung")
    db.session.commit()
    return pile


@pytest.fixture
def run(app, pile):
    runner = app.test_cli_runner()

    def export(out, *args, branch=None, year=2026):
        which = ["--branch", branch or pile.branch.code, "--year", str(year)]
        return runner.invoke(args=["pledges", "export", *which, "--out", str(out), *args])

    return export


@pytest.mark.parametrize(
    ("name", "start"),
    [("a.pdf", b"%PDF-"), ("a.docx", b"PK"), ("a.zip", b"PK"), ("a.XLSX", b"PK")],
)
def test_the_end_of_the_name_says_what_is_written(run, tmp_path, name, start):
    out = tmp_path / name

    result = run(out)

    assert result.exit_code == 0, result.output
    assert out.read_bytes().startswith(start)
    assert f"Tập bản cam kết năm 2026, Chi bộ Tin học: 2 bản, đã ghi {out}." in result.output
    assert (
        "đã nộp 2/3 (66,7 %), nộp đúng hạn 2/3 (66,7 %), đã xác nhận 1/3 (33,3 %)." in result.output
    )


def test_only_the_confirmed_ones_can_be_asked_for(run, tmp_path):
    assert "Chi bộ Tin học: 1 bản" in run(tmp_path / "a.xlsx", "--confirmed").output


def test_another_end_of_the_name_is_refused(run, tmp_path):
    result = run(tmp_path / "a.exe")

    assert result.exit_code == 1
    assert "Đuôi tệp phải là .pdf, .docx, .zip hoặc .xlsx." in result.output


def test_a_wrong_branch_or_an_empty_year_is_told_in_one_line(run, pile, tmp_path):
    out = tmp_path / "a.pdf"

    for code in ("KHONG", pile.committee.code):
        assert f"Không có chi bộ mang mã {code}." in run(out, branch=code).output
    assert "Năm 2019 chưa có đợt cam kết cho chi bộ này." in run(out, year=2019).output
    assert not out.exists()


def test_a_missing_folder_is_named(run, tmp_path):
    out = tmp_path / "missing" / "a.xlsx"

    assert f"Không ghi được {out}" in run(out).output


def test_without_the_engine_the_hint_is_printed(run, tmp_path, monkeypatch):
    def missing(*_args, **_kwargs):
        raise DocumentEngineMissing

    monkeypatch.setattr("app.documents.binding.render_pdf", missing)

    assert "libpango" in run(tmp_path / "a.pdf").output
