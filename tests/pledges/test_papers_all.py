"""All pledges of a branch in one file: PDF, Word, ZIP, Excel, with figures that agree."""

import hashlib
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import docx
import pypdf
import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from app.access.permissions import Role
from app.audit.models import AuditEntry
from app.documents.pdf import DocumentEngineMissing
from app.extensions import db
from app.files.service import path_of
from app.jobs.models import Job
from app.jobs.rules import JobState
from app.jobs.worker import do_job
from app.kernel.clock import moment_of
from app.kernel.errors import RuleBroken
from app.people.rules import Status
from app.pledges.queries.collection import collection_of, made_papers
from app.pledges.rules import Judge, Outcome, PledgeStatus, StepKind
from app.pledges.rules.collection import Scope
from app.pledges.service.export import order_papers, write_papers
from app.web.downloads import files_folder
from tests.factory import NOW
from tests.pledges.pile import Pile

ON = date(2026, 11, 3)
LATE = moment_of(date(2026, 4, 2), 9)
FIGURES = (
    "Tính đến ngày 03/11/2026: đã nộp 4/5 (80 %), nộp đúng hạn 3/5 (60 %), đã xác nhận 2/5 (40 %)"
)


@pytest.fixture
def pile(make) -> Pile:
    """Two confirmed (one late), one waiting, one being mended, one missing, one exempt."""
    pile = Pile(make)
    pile.pledge(pile.secretary)
    reviewed = pile.pledge(pile.member("Lê Hoài Ân"), PledgeStatus.SELF_REVIEWED, lines=("A", "B"))
    reviewed.submitted_at = LATE
    pile.judge(reviewed, Judge.MEMBER, Outcome.MET, "Xong")
    pile.step(reviewed, StepKind.SELF_REVIEWED, date(2026, 11, 1))
    pile.pledge(pile.member("Võ Văn Bình"), PledgeStatus.SUBMITTED)
    pile.pledge(pile.member("Trần Quốc Cường"), PledgeStatus.RETURNED)
    pile.member("Đặng Thùy Dung")
    pile.member("Hồ Đắc Dũng", status=Status.EXEMPT)
    db.session.commit()
    return pile


def data_of(pile, scope=Scope.SUBMITTED):
    return collection_of(pile.branch, 2026, scope, on=ON)


def made(pile, folder, extension, scope=Scope.SUBMITTED) -> bytes:
    out = folder / f"papers.{extension}"
    write_papers(
        data_of(pile, scope), extension=extension, out=out, folder=folder, report=lambda done: None
    )
    return out.read_bytes()


def pages_of(pdf: bytes) -> list[str]:
    return [
        page.extract_text().replace("\N{NO-BREAK SPACE}", " ")
        for page in pypdf.PdfReader(BytesIO(pdf)).pages
    ]


def test_the_pdf_has_cover_contents_each_pledge_and_a_bookmark_to_it(pile, tmp_path):
    pdf = made(pile, tmp_path, "pdf")

    pages, outline = pages_of(pdf), pypdf.PdfReader(BytesIO(pdf)).outline
    assert "NĂM 2026" in pages[0]
    said = " ".join(pages[1].split())
    assert "1 Lê Hoài Ân Đã tự đánh giá cuối năm 02/4/2026" in said.replace("02/04", "02/4")
    assert "(muộn)" in said
    assert "– Trần Quốc Cường Đang bổ sung theo yêu cầu của chi bộ" in said
    assert "– Đặng Thùy Dung Chưa nộp" in said
    assert f"{FIGURES}; trong tập này có 3 bản." in said
    assert "Không tính trong tổng số phải nộp: đồng chí Hồ Đắc Dũng (Được miễn" in said
    assert [mark.title for mark in outline] == [
        "Bìa",
        "Mục lục",
        "1. Lê Hoài Ân",
        "2. Võ Văn Bình",
        "3. Trần Thị Hạnh",
        "Trang cuối",
    ]
    assert f"Tập này gồm {len(pages)} trang, 3 bản cam kết." in pages[-1]


def test_the_pages_in_the_contents_are_those_of_the_pledges(pile, tmp_path):
    pdf = made(pile, tmp_path, "pdf")

    reader = pypdf.PdfReader(BytesIO(pdf))
    begins = [reader.get_destination_page_number(mark) for mark in reader.outline[2:5]]
    pages = pages_of(pdf)
    for name, page in zip(("Lê Hoài Ân", "Võ Văn Bình", "Trần Thị Hạnh"), begins, strict=True):
        assert f"Họ và tên: {name}" in pages[page]
        assert pages[page].endswith(f"\n{page + 1}")
    assert begins[0] == 2


def test_word_has_the_same_pledges(pile, tmp_path):
    word = docx.Document(BytesIO(made(pile, tmp_path, "docx")))

    said = "\n".join(p.text for p in word.paragraphs).replace("\N{NO-BREAK SPACE}", " ")
    assert said.count("Họ và tên: ") == 3
    assert FIGURES in said


def test_the_zip_holds_one_pdf_a_comrade(pile, tmp_path):
    with ZipFile(BytesIO(made(pile, tmp_path, "zip"))) as archive:
        names = archive.namelist()
        first = archive.read(names[0])

    assert names == [
        "001_le-hoai-an_2026.pdf",
        "002_vo-van-binh_2026.pdf",
        "003_tran-thi-hanh_2026.pdf",
    ]
    assert "Họ và tên: Lê Hoài Ân" in pages_of(first)[0]


def test_excel_lists_who_and_what_with_results(pile, tmp_path):
    book = CalamineWorkbook.from_filelike(BytesIO(made(pile, tmp_path, "xlsx")))

    people = book.get_sheet_by_name("Danh sách").to_python()
    lines = book.get_sheet_by_name("Nội dung cam kết").to_python()
    assert people[1][0] == FIGURES
    assert people[2][0] == "Không tính: Hồ Đắc Dũng (Được miễn sinh hoạt)"
    assert [row[1] for row in people[-5:]] == [
        "Lê Hoài Ân",
        "Võ Văn Bình",
        "Trần Quốc Cường",
        "Đặng Thùy Dung",
        "Trần Thị Hạnh",
    ]
    assert people[-5][3:] == [date(2026, 4, 2), "Muộn"]
    assert [row[3] for row in lines[-4:]] == [
        "A",
        "B",
        "Đọc báo Đảng hằng ngày",
        "Đọc báo Đảng hằng ngày",
    ]
    assert lines[-4][7:9] == ["Đạt", "Xong"]
    assert lines[-3][7] == ""


def test_only_what_is_confirmed_can_be_asked_for(pile, tmp_path):
    data = data_of(pile, Scope.CONFIRMED)

    assert [line.name for line in data.contents.bound] == ["Lê Hoài Ân", "Trần Thị Hạnh"]
    assert data.figures == FIGURES
    assert "Võ Văn Bình" not in "".join(pages_of(made(pile, tmp_path, "pdf", Scope.CONFIRMED))[2:])


@pytest.mark.parametrize("extension", ["pdf", "docx", "zip", "xlsx"])
def test_the_same_pledges_give_the_same_bytes(pile, tmp_path, extension):
    first = made(pile, tmp_path, extension)
    db.session.expire_all()

    assert made(pile, tmp_path, extension) == first


def test_a_pledge_left_behind_in_another_branch_is_named(pile, make):
    member = make.member("Phan Thanh Long", branch=pile.branch, starts_on=date(2026, 6, 1))
    other = make.branch(parent=pile.committee, name="Chi bộ Hành chính")
    pledge = pile.pledge(member)
    pledge.organisation = other
    db.session.flush()

    missing = {line.name: line for line in data_of(pile).contents.lines}

    assert missing["Phan Thanh Long"].why == "bản cam kết còn ở Chi bộ Hành chính"
    assert data_of(pile).contents.figures.submitted == 5


def test_what_is_in_a_file_takes_few_queries_however_many_there_are(pile, count_queries):
    with count_queries() as few:
        data_of(pile)
    for number in range(12):
        pile.pledge(pile.member(f"Nguyễn Văn Số {number}"))
        pile.member(f"Lê Thị Số {number}")
    db.session.commit()

    with count_queries() as many:
        data_of(pile)

    assert len(many) == len(few) <= 13


@pytest.fixture
def order(pile, make):
    actor = make.actor(Role.SECRETARY, at=pile.branch)

    def ask(*, year=2026, scope=Scope.SUBMITTED, extension="pdf") -> Job:
        job = order_papers(
            pile.branch,
            year,
            scope=scope,
            extension=extension,
            folder=files_folder(),
            by=actor,
            now=NOW,
        )
        db.session.commit()
        return job

    return ask


@pytest.mark.parametrize(
    ("extension", "start"), [("pdf", b"%PDF-"), ("docx", b"PK"), ("zip", b"PK"), ("xlsx", b"PK")]
)
def test_a_file_is_made_kept_by_its_content_and_noted(pile, order, extension, start):
    job = order(extension=extension)

    do_job(job.id)

    assert (job.state, job.done, job.total, job.problem) == (JobState.DONE, 3, 3, None)
    content = path_of(job.sha256, files_folder()).read_bytes()
    assert content.startswith(start)
    assert hashlib.sha256(content).hexdigest() == job.sha256
    assert job.file_name == f"ban-cam-ket_chi-bo-tin-hoc_2026_da-nop.{extension}"
    (line,) = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "pledge:exported"))
    assert line.facts == {"year": 2026, "format": extension, "sha256": job.sha256}
    assert line.organisation_id == pile.branch.id


def test_the_same_file_is_made_once(order):
    first = order()

    assert order() is first
    do_job(first.id)
    assert order() is first
    assert order(extension="zip") is not first
    assert order(scope=Scope.CONFIRMED) is not first


def test_a_change_makes_it_another_file(pile, order):
    first = order()
    do_job(first.id)
    pile.pledge(pile.member("Phan Thanh Long"))

    second = order()

    assert second is not first
    found = made_papers(pile.branch, 2026, {Scope.SUBMITTED: data_of(pile)})
    assert {file.job.id: file.is_outdated for file in found} == {first.id: True, second.id: False}


def test_files_of_another_year_or_scope_are_listed_apart(pile, order):
    order()

    assert made_papers(pile.branch, 2025, {Scope.SUBMITTED: data_of(pile)}) == []
    assert made_papers(pile.branch, 2026, {Scope.CONFIRMED: data_of(pile)}) == []


def test_a_year_without_a_campaign_or_without_pledges_is_refused(pile, make, order):
    with pytest.raises(RuleBroken, match="Năm 2024 chưa có đợt cam kết"):
        order(year=2024)
    make.campaign(pile.committee, year=2025)
    with pytest.raises(RuleBroken, match="chưa có bản cam kết nào"):
        order(year=2025)


def test_a_machine_that_cannot_draw_says_what_to_install(order, monkeypatch):
    def missing(*_args, **_kwargs):
        raise DocumentEngineMissing

    job = order()
    monkeypatch.setattr("app.documents.binding.render_pdf", missing)

    do_job(job.id)

    assert job.state is JobState.FAILED
    assert "libpango" in job.problem


def test_what_is_gone_meanwhile_is_told_in_words(pile, order):
    job = order()
    pile.branch.kind_code = pile.committee.kind_code
    db.session.commit()
    db.session.expire_all()

    do_job(job.id)

    assert job.state is JobState.FAILED
    assert "Không còn chi bộ này" in job.problem
