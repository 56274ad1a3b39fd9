"""The page on which a branch's pledges are asked for as files, followed and fetched."""

import re

import pytest
from sqlalchemy import select

from app.access.permissions import Role
from app.extensions import db
from app.jobs.models import Job
from app.jobs.queue import only_worker
from app.jobs.rules import JobState
from app.jobs.worker import do_job
from app.pledges.rules import PledgeStatus
from tests.pledges.pile import Pile


@pytest.fixture
def pile(make) -> Pile:
    pile = Pile(make)
    pile.pledge(pile.secretary)
    pile.pledge(pile.member("Võ Văn Bình"), PledgeStatus.SUBMITTED)
    pile.member("Đặng Thùy Dung")
    return pile


@pytest.fixture
def secretary(pile, make, sign_in):
    return sign_in(account=make.account(member=pile.secretary, at=pile.branch))


def url_of(pile, year=2026):
    return f"/branches/{pile.branch.id}/pledges/{year}/papers"


def ask(client, pile, extension="pdf", scope="submitted"):
    return client.post(f"{url_of(pile)}/make", data={"format": extension, "scope": scope})


def fetched(client, url):
    with client.get(url) as response:
        response.get_data()
        return response


def the_job() -> Job:
    return db.session.scalars(select(Job)).one()


def test_the_page_shows_what_will_be_in_the_file_and_who_is_missing(secretary, pile):
    page = secretary.get(url_of(pile)).text

    assert "đã nộp 2/3 (66,7 %), nộp đúng hạn 2/3 (66,7 %), đã xác nhận 1/3 (33,3 %)" in page
    assert "1. Võ Văn Bình" in page
    assert "Chưa có trong tập: chưa nộp" in page
    assert "Tạo tệp ZIP" in page
    assert f"/branches/{pile.branch.id}/pledges/2026/blank.docx" in page


@pytest.mark.parametrize(("year", "beyond"), [(1930, 1929), (2100, 2101)])
def test_the_years_to_turn_to_come_to_an_end(secretary, pile, year, beyond):
    page = secretary.get(url_of(pile, year)).text

    assert url_of(pile, beyond) not in page


def test_a_year_without_a_campaign_offers_nothing(secretary, pile):
    page = secretary.get(url_of(pile, 2019)).text

    assert "Năm 2019 chưa có đợt cam kết" in page
    assert "Tạo tệp" not in page


def test_a_file_is_asked_for_followed_and_fetched(app, secretary, pile):
    with only_worker(app):
        response = ask(secretary, pile, "zip")
        waiting = secretary.get(response.location)
        job = the_job()
        job.state, job.done = JobState.RUNNING, 1
        db.session.commit()
        running = secretary.get(url_of(pile)).text
        job = the_job()
        job.state = JobState.WAITING
        db.session.commit()

    do_job(the_job().id)
    page = secretary.get(url_of(pile))
    [link] = re.findall(r'href="(/pledge-papers/[^"]+/download)"', page.text)
    file = fetched(secretary, link)

    assert "Đang chờ" in waiting.text
    assert waiting.headers["Refresh"] == "3"
    assert "Đang dựng bản cam kết 2/2" in running
    assert "Refresh" not in page.headers
    assert "Đã xong" in page.text
    assert file.data.startswith(b"PK")
    assert file.mimetype == "application/zip"
    assert fetched(secretary, link).data == file.data


def test_without_a_worker_the_page_says_so(secretary, pile):
    page = secretary.get(ask(secretary, pile).location)

    assert "Chương trình dựng tệp trên máy chủ chưa chạy" in page.text
    assert "Refresh" not in page.headers


def test_a_later_change_is_told_beside_the_file(secretary, pile):
    ask(secretary, pile)
    do_job(the_job().id)
    pile.pledge(pile.member("Phan Thanh Long"))
    db.session.commit()

    assert "Đã có thay đổi sau đó" in secretary.get(url_of(pile)).text


@pytest.mark.parametrize(
    "data", [{}, {"format": "exe", "scope": "submitted"}, {"format": "pdf", "scope": "all"}]
)
def test_what_we_do_not_make_is_refused(secretary, pile, data):
    page = secretary.post(f"{url_of(pile)}/make", data=data)

    assert page.status_code == 200
    assert "Chưa tạo được tệp" in page.text
    assert db.session.scalars(select(Job)).all() == []


def test_nothing_confirmed_is_said_beside_the_form(make, sign_in):
    pile = Pile(make)
    pile.pledge(pile.member("Võ Văn Bình"), PledgeStatus.SUBMITTED)
    client = sign_in(account=make.account(member=pile.secretary, at=pile.branch))

    page = ask(client, pile, scope="confirmed").text

    assert "chưa có bản cam kết nào đã được chi bộ xác nhận" in page


def test_who_is_above_gets_what_is_confirmed_and_nothing_else(secretary, pile, sign_in):
    above = sign_in(Role.STANDING_COMMITTEE, at=pile.committee)
    ask(secretary, pile)
    do_job(the_job().id)

    page = above.get(url_of(pile)).text

    assert "1. Trần Thị Hạnh" in page
    assert "Chưa có trong tập: chờ chi bộ xác nhận" in page
    assert "/download" not in page
    assert ask(above, pile).status_code == 403
    assert fetched(above, f"/pledge-papers/{the_job().id}/download").status_code == 403
    assert ask(above, pile, scope="confirmed").status_code == 302


@pytest.mark.parametrize(
    ("role", "place", "status"),
    [
        (Role.BRANCH_COMMITTEE, "own", 200),
        (Role.INSPECTOR, "superior", 200),
        (Role.MEMBER, "own", 403),
        (Role.OFFICE, "superior", 403),
        (Role.SECRETARY, "other", 404),
    ],
)
def test_who_may_ask_and_fetch(secretary, pile, make, sign_in, role, place, status):
    ask(secretary, pile, scope="confirmed")
    do_job(the_job().id)
    places = {
        "own": pile.branch,
        "other": make.branch(parent=pile.committee),
        "superior": pile.committee,
    }
    client = sign_in(role, at=places[place])

    assert client.get(url_of(pile)).status_code == status
    assert fetched(client, f"/pledge-papers/{the_job().id}/download").status_code == status
    asked = ask(client, pile, scope="confirmed").status_code
    assert asked == (302 if status == 200 else status)


def test_what_is_not_made_yet_and_what_is_no_file_of_pledges_cannot_be_fetched(secretary, pile):
    ask(secretary, pile)
    address = f"/pledge-papers/{the_job().id}/download"
    early = secretary.get(address).status_code
    do_job(the_job().id)
    the_job().kind = "minute_book"
    db.session.commit()

    assert (early, secretary.get(address).status_code) == (404, 404)
