import re
from datetime import date
from io import BytesIO

import pypdf
import pytest
from sqlalchemy import select

from app.access.permissions import Role
from app.extensions import db
from app.jobs.models import Job
from app.jobs.queue import only_worker
from app.jobs.rules import INTERRUPTED, JobState
from app.jobs.worker import do_job
from app.meetings.rules.life import MeetingType
from tests.books.shelf import RESTRICTED, Shelf


@pytest.fixture
def shelf(make) -> Shelf:
    shelf = Shelf(make)
    shelf.months(2025, range(1, 4))
    shelf.meeting(date(2025, 5, 5))
    return shelf


@pytest.fixture
def secretary(shelf, make, sign_in):
    return sign_in(account=make.account(member=shelf.secretary, at=shelf.branch))


@pytest.fixture
def working(app):
    """Somebody is at work, as far as pages can see."""
    with only_worker(app) as is_mine:
        assert is_mine
        yield


def url_of(shelf, *, book="branch", year=2025):
    return f"/branches/{shelf.branch.id}/books/{book}/{year}"


def ask(client, shelf, extension="pdf", **data):
    return client.post(f"{url_of(shelf)}/make", data={"format": extension, **data})


def fetched(client, url):
    """The answer with the whole file in it."""
    with client.get(url) as response:
        response.get_data()
        return response


def the_job() -> Job:
    return db.session.scalars(select(Job)).one()


def test_the_page_shows_what_will_be_in_the_book_and_what_is_missing(secretary, shelf):
    response = secretary.get(url_of(shelf))

    page = response.text
    assert "Sổ biên bản sinh hoạt năm 2025" in page
    assert "3. Sinh hoạt thường kỳ tháng 3" in page
    assert "Thiếu: biên bản chưa được thông qua" in page
    assert page.count("Thiếu: không ghi nhận buổi sinh hoạt thường kỳ nào") == 8
    assert "Tạo tệp PDF" in page
    assert "Refresh" not in response.headers


def test_the_calendar_of_the_year_leads_to_its_book(secretary, shelf):
    page = secretary.get(f"/branches/{shelf.branch.id}/calendar?year=2025").text

    assert f'href="{url_of(shelf)}"' in page


def test_the_calendar_offers_no_book_to_who_may_not_read_it(shelf, sign_in):
    member = sign_in(Role.MEMBER, at=shelf.branch)

    page = member.get(f"/branches/{shelf.branch.id}/calendar?year=2025").text

    assert url_of(shelf) not in page


def test_an_empty_year_offers_nothing_to_make(secretary, shelf):
    page = secretary.get(url_of(shelf, year=2019)).text

    assert "Tạo tệp PDF" not in page


@pytest.mark.parametrize("address", ["/branch/1800", "/branch/2400", "/other/2025"])
def test_there_are_no_books_at_senseless_addresses(secretary, shelf, address):
    assert secretary.get(f"/branches/{shelf.branch.id}/books{address}").status_code == 404


def test_without_a_worker_the_page_says_so_and_does_not_wait(secretary, shelf):
    response = ask(secretary, shelf)

    page = secretary.get(response.location)
    assert response.location == url_of(shelf)
    assert "Chương trình dựng sổ trên máy chủ chưa chạy" in page.text
    assert "Refresh" not in page.headers


def test_progress_is_shown_and_followed_while_somebody_works(secretary, shelf, working):
    ask(secretary, shelf)
    waiting = secretary.get(url_of(shelf))
    job = the_job()
    job.state, job.done = JobState.RUNNING, 1
    db.session.commit()
    running = secretary.get(url_of(shelf))
    the_job().done = 3
    db.session.commit()

    joining = secretary.get(url_of(shelf)).text

    assert "Đang chờ" in waiting.text
    assert "Refresh" in waiting.headers
    assert "Đang dựng biên bản 2/3" in running.text
    assert "Refresh" in running.headers
    assert "Đang ghép 3 biên bản thành sổ" in joining


def test_the_finished_book_is_fetched_from_the_same_page_later(secretary, shelf):
    ask(secretary, shelf)
    do_job(the_job().id)

    response = secretary.get(url_of(shelf))
    page = response.text
    [link] = re.findall(r'href="(/books/[^"]+/download)"', page)
    file = fetched(secretary, link)

    assert "Đã xong" in page
    assert "Refresh" not in response.headers
    assert file.mimetype == "application/pdf"
    assert "attachment" in file.headers["Content-Disposition"]
    assert "so-bien-ban-sinh-hoat_chi-bo-tin-hoc_2025.pdf" in file.headers["Content-Disposition"]
    assert len(pypdf.PdfReader(BytesIO(file.data)).pages) == 6


def test_a_book_that_is_not_there_yet_cannot_be_fetched(secretary, shelf):
    ask(secretary, shelf)

    assert secretary.get(f"/books/{the_job().id}/download").status_code == 404


def test_asking_twice_makes_one_book(secretary, shelf):
    ask(secretary, shelf)
    ask(secretary, shelf)

    assert the_job().wanted["format"] == "pdf"


def test_what_went_wrong_is_told_with_a_way_to_try_again(secretary, shelf):
    ask(secretary, shelf)
    job = the_job()
    job.state, job.problem = JobState.FAILED, "Ổ đĩa đã đầy."
    db.session.commit()

    page = secretary.get(url_of(shelf)).text
    ask(secretary, shelf)

    assert "Ổ đĩa đã đầy." in page
    assert "Tạo tệp PDF" in page
    assert {job.state for job in db.session.scalars(select(Job))} == {
        JobState.FAILED,
        JobState.WAITING,
    }


def test_an_interrupted_job_says_that_it_begins_again(secretary, shelf, working):
    ask(secretary, shelf)
    the_job().problem = INTERRUPTED
    db.session.commit()

    assert INTERRUPTED in secretary.get(url_of(shelf)).text


@pytest.mark.parametrize("data", [{}, {"format": "exe"}])
def test_a_format_we_do_not_make_is_refused(secretary, shelf, data):
    page = secretary.post(f"{url_of(shelf)}/make", data=data)

    assert page.status_code == 200
    assert "Chưa tạo được sổ" in page.text
    assert db.session.scalars(select(Job)).all() == []


def test_the_circulated_copy_can_be_asked_for(secretary, shelf):
    ask(secretary, shelf, is_circulated="y")
    do_job(the_job().id)

    file = fetched(secretary, f"/books/{the_job().id}/download")
    text = "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(file.data)).pages)
    assert "(Bản phổ biến)" in text
    assert RESTRICTED not in text


def test_the_committees_book_is_beside_it(secretary, shelf):
    shelf.file(date(2025, 4, 1), "01-BB/CU", type=MeetingType.BRANCH_COMMITTEE)
    db.session.commit()

    assert url_of(shelf, book="committee") in secretary.get(url_of(shelf)).text
    page = secretary.get(url_of(shelf, book="committee")).text
    assert "1. Họp chi ủy tháng 4" in page
    assert "Thiếu" not in page


@pytest.mark.parametrize(
    ("role", "place", "status"),
    [
        (Role.SECRETARY, "own", 200),
        (Role.BRANCH_COMMITTEE, "own", 200),
        (Role.STANDING_COMMITTEE, "superior", 200),
        (Role.INSPECTOR, "superior", 200),
        (Role.MEMBER, "own", 403),
        (Role.OFFICE, "superior", 403),
        (Role.OBSERVER, "own", 403),
        (Role.SECRETARY, "other", 404),
        (Role.MEMBER, "other", 404),
    ],
)
def test_who_may_look_at_a_book_and_fetch_it(secretary, shelf, make, sign_in, role, place, status):
    ask(secretary, shelf)
    do_job(the_job().id)
    places = {
        "own": shelf.branch,
        "other": make.branch(parent=shelf.branch.parent),
        "superior": shelf.branch.parent,
    }
    client = sign_in(role, at=places[place])

    assert client.get(url_of(shelf)).status_code == status
    assert fetched(client, f"/books/{the_job().id}/download").status_code == status
    refused = ask(client, shelf).status_code
    assert refused == (302 if status == 200 else status)


def test_a_job_of_another_kind_is_no_book(secretary, shelf):
    ask(secretary, shelf)
    the_job().kind = "something_else"
    db.session.commit()

    assert secretary.get(f"/books/{the_job().id}/download").status_code == 404
