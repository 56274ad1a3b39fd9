"""The year's minutes bound into one file: golden text, permissions of copies, one job a book."""

import hashlib
from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import pypdf
import pytest
from sqlalchemy import select

from app.access.permissions import Role
from app.audit.models import AuditEntry
from app.books.queries import BookOf, book_data, made_books
from app.books.rules import BookKind
from app.books.service import bind_book, order_book
from app.documents.pdf import DocumentEngineMissing
from app.extensions import db
from app.files.service import path_of
from app.jobs.models import Job
from app.jobs.rules import JobState
from app.jobs.worker import do_job
from app.kernel.errors import RuleBroken
from app.meetings.rules.life import MeetingStatus, MeetingType
from app.minutes.models import MinutesRecord
from app.minutes.rules.records import Copy, RecordKind
from app.web.downloads import files_folder
from tests.books.shelf import RESTRICTED, Shelf
from tests.factory import NOW

GOLDEN = Path(__file__).parent / "golden"
AFTER = date(2026, 1, 15)


@pytest.fixture
def shelf(make) -> Shelf:
    return Shelf(make)


@pytest.fixture
def small(shelf) -> Shelf:
    """Minutes of January, February (with a supplement) and April 2025, a draft of May."""
    shelf.file(date(2025, 1, 3), "01-BB/CB")
    february = shelf.file(date(2025, 2, 3), "02-BB/CB")
    shelf.record(february.meeting, "04-BB/CB", kind=RecordKind.SUPPLEMENT)
    shelf.file(date(2025, 4, 3), "03-BB/CB")
    shelf.meeting(date(2025, 5, 5))
    return shelf


def book_of(shelf, kind=BookKind.BRANCH, year=2025) -> BookOf:
    return BookOf(shelf.branch, kind, year)


def bound(shelf, folder: Path, *, copy=Copy.FULL, extension="pdf", **which) -> bytes:
    out = folder / f"book.{extension}"
    data = book_data(book_of(shelf, **which), copy, on=AFTER)
    bind_book(data, copy, extension=extension, out=out, folder=folder, report=lambda done: None)
    return out.read_bytes()


def text_of(pdf: bytes) -> str:
    pages = [page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages]
    return "\n\f\n".join(pages) + "\n"


def test_the_text_of_a_small_book_stays_as_it_was_approved(small, tmp_path):
    pdf = bound(small, tmp_path)

    assert len(pypdf.PdfReader(BytesIO(pdf)).pages) == 7
    assert text_of(pdf) == (GOLDEN / "small.txt").read_text("utf-8")


@pytest.mark.parametrize("extension", ["pdf", "docx"])
def test_the_same_minutes_give_the_same_bytes(small, tmp_path, extension):
    first = bound(small, tmp_path, extension=extension)
    db.session.expire_all()

    assert bound(small, tmp_path, extension=extension) == first


def test_word_has_every_paper_and_every_missing_one(small, tmp_path):
    word = docx.Document(BytesIO(bound(small, tmp_path, extension="docx")))
    said = "\n".join(paragraph.text for paragraph in word.paragraphs)
    rows = [
        [cell.text.replace("\N{NO-BREAK SPACE}", " ") for cell in row.cells]
        for row in word.tables[0].rows
    ]

    assert said.count("BIÊN BẢN") == 1 + 4  # the cover too
    assert "Sổ này gồm 7 trang, 4 biên bản." in said
    assert [row[-1] for row in rows[1:6]] == ["3", "4", "5", "–", "6"]
    assert rows[4] == [
        "–", "–", "Tháng 3: không ghi nhận buổi sinh hoạt thường kỳ nào", "", "–",
    ]  # fmt: skip


def test_the_circulated_book_leaves_restricted_items_out_and_says_so(small, tmp_path):
    full = text_of(bound(small, tmp_path))
    cut = text_of(bound(small, tmp_path, copy=Copy.CIRCULATED))

    assert RESTRICTED in full
    assert RESTRICTED not in cut
    assert "(Bản phổ biến)" in cut.split("\f")[0]
    assert "(Bản phổ biến)" not in full


def test_what_the_branch_committee_said_has_a_book_of_its_own(small, tmp_path):
    small.file(
        date(2025, 6, 3),
        "01-BB/CU",
        type=MeetingType.BRANCH_COMMITTEE,
    )

    branch, committee = (text_of(bound(small, tmp_path, kind=kind)) for kind in BookKind)

    assert "01-BB/CU" not in branch
    assert "01-BB/CU" in committee
    assert "SỔ BIÊN BẢN HỌP CHI ỦY" in committee
    assert "Sổ này gồm 4 trang, 1 biên bản." in committee


def test_minutes_stand_under_the_number_that_was_taken_after_their_text(shelf, tmp_path):
    record = shelf.record(shelf.meeting(date(2025, 1, 3)))
    record.number_symbol = "17-BB/CB"

    assert "Số 17-BB/CB" in text_of(bound(shelf, tmp_path))


def test_a_dissolved_branch_owes_no_months_after_its_end(small):
    small.branch.dissolved_on = date(2025, 7, 1)

    lines = book_data(book_of(small), Copy.FULL, on=AFTER).lines

    assert [line.label for line in lines if line.held_on is None] == ["Tháng 3", "Tháng 6"]


def test_what_is_in_a_book_takes_few_queries_however_many_there_are(shelf, count_queries):
    shelf.months(2025, range(1, 4))
    db.session.commit()
    with count_queries() as few:
        book_data(book_of(shelf), Copy.FULL, on=AFTER)
    shelf.months(2025, range(4, 13))
    db.session.commit()

    with count_queries() as many:
        book_data(book_of(shelf), Copy.FULL, on=AFTER)

    assert len(many) == len(few) <= 6


@pytest.fixture
def order(small, make):
    actor = make.actor(Role.SECRETARY, at=small.branch)

    def ask(*, year=2025, copy=Copy.FULL, extension="pdf") -> Job:
        job = order_book(
            book_of(small, year=year),
            copy=copy,
            extension=extension,
            folder=files_folder(),
            by=actor,
            now=NOW,
        )
        db.session.commit()
        return job

    return ask


@pytest.mark.parametrize(("extension", "start"), [("pdf", b"%PDF-"), ("docx", b"PK")])
def test_a_book_is_made_kept_by_its_content_and_noted(small, order, extension, start):
    job = order(extension=extension)

    do_job(job.id)

    assert (job.state, job.done, job.total, job.problem) == (JobState.DONE, 4, 4, None)
    content = path_of(job.sha256, files_folder()).read_bytes()
    assert content.startswith(start)
    assert (hashlib.sha256(content).hexdigest(), len(content)) == (job.sha256, job.size)
    assert job.file_name == f"so-bien-ban-sinh-hoat_chi-bo-tin-hoc_2025.{extension}"
    (line,) = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "minute_book:made"))
    assert line.facts == {"year": 2025, "format": extension, "sha256": job.sha256}
    assert (line.actor_name, line.organisation_id) == ("Trần Thị Hạnh", small.branch.id)


def test_the_same_book_is_made_once(order):
    first = order()

    assert order() is first  # while it waits
    do_job(first.id)
    assert order() is first  # when it is done
    assert order(extension="docx") is not first
    assert order(copy=Copy.CIRCULATED) is not first


def test_new_minutes_make_it_another_book(small, order):
    first = order()
    do_job(first.id)
    small.file(date(2025, 6, 3), "05-BB/CB")

    second = order()

    assert second is not first
    data = book_data(book_of(small), Copy.FULL, on=AFTER)
    found = made_books(book_of(small), data, with_restricted=True)
    assert {made.job.id: made.is_outdated for made in found} == {first.id: True, second.id: False}


def test_a_file_that_is_gone_is_made_again(order):
    first = order()
    do_job(first.id)
    path_of(first.sha256, files_folder()).unlink()

    assert order() is not first


def test_an_empty_year_is_not_asked_for(order):
    with pytest.raises(RuleBroken, match="Năm 2024 chưa có biên bản"):
        order(year=2024)


def test_minutes_that_were_opened_again_meanwhile_are_refused_in_words(small, order):
    job = order()
    for sitting in book_data(book_of(small), Copy.FULL, on=AFTER).minutes:
        db.session.get_one(MinutesRecord, sitting.record_id).reopened_at = NOW
    db.session.commit()

    do_job(job.id)

    assert job.state is JobState.FAILED
    assert "chưa có biên bản nào được chốt" in job.problem


def test_a_machine_that_cannot_draw_says_what_to_install(order, monkeypatch):
    def missing(*_args, **_kwargs):
        raise DocumentEngineMissing

    job = order()
    monkeypatch.setattr("app.documents.binding.render_pdf", missing)

    do_job(job.id)

    assert job.state is JobState.FAILED
    assert "libpango" in job.problem
    assert order() is not job


def test_who_may_not_read_restricted_items_is_not_shown_the_full_books(small, order):
    order()
    cut = order(copy=Copy.CIRCULATED)
    data = book_data(book_of(small), Copy.FULL, on=AFTER)

    found = made_books(book_of(small), data, with_restricted=False)

    assert [made.job for made in found] == [cut]


def test_books_of_another_year_and_kind_are_listed_apart(small, order):
    small.file(date(2024, 6, 3), "01-BB/CB", status=MeetingStatus.ADOPTED)
    job = order(year=2024)
    year = book_of(small, year=2024)

    data = book_data(year, Copy.FULL, on=AFTER)

    assert [made.job for made in made_books(year, data, with_restricted=True)] == [job]
    assert made_books(book_of(small), data, with_restricted=True) == []
