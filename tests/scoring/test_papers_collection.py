"""All cards of a campaign in one file: who is in it, who is missing, made by the worker."""

import re
import zipfile
from io import BytesIO

import pypdf
import pytest
import time_machine
from sqlalchemy import select

from app.access.permissions import Role
from app.audit.events import Event
from app.audit.models import AuditEntry
from app.extensions import db
from app.jobs.models import Job
from app.jobs.queue import only_worker
from app.jobs.worker import do_job
from app.scoring.queries.papers.collection import Collected, collection_of, input_of
from app.scoring.rules.cards import CardState
from app.scoring.rules.indicators import Subject
from tests.factory import NOW
from tests.scoring.test_papers_results import TODAY


@pytest.fixture(autouse=True)
def _in_december():
    with time_machine.travel("2026-12-22 08:00+07:00", tick=False):
        yield


class Year:
    """Two members have handed in, one is writing, one has not begun."""

    def __init__(self, make):
        self.make = make
        self.committee = make.organisation(name="Đảng ủy Văn phòng")
        self.branch = make.branch(parent=self.committee, name="Chi bộ Hành chính")
        rubric = make.rubric(self.committee, subject=Subject.MEMBER_YEAR)
        self.campaign = make.grading(self.committee, rubric=rubric)
        self.first = self.card("Lê Hoài Ân")
        self.card("Võ Văn Bình", state=CardState.DECIDED)
        self.card("Trần Quốc Cường", state=CardState.DRAFT, submitted_at=None)
        make.member("Hồ Đắc Dũng", branch=self.branch)
        db.session.flush()

    def card(self, name, **values):
        member = self.make.member(name, branch=self.branch)
        state = {"state": CardState.SUBMITTED, "submitted_at": NOW, "holding": ""}
        return self.make.year_card(self.campaign, self.branch, member, **{**state, **values})

    @property
    def data(self):
        return collection_of(Collected(self.campaign, self.committee), on=TODAY)

    def url(self, path="papers"):
        return f"/gradings/{self.campaign.id}/{path}"


@pytest.fixture
def year(make):
    return Year(make)


@pytest.fixture
def above(year, sign_in):
    return sign_in(Role.STANDING_COMMITTEE, at=year.committee)


def fetched(client, address):
    with client.get(address) as answer:
        answer.get_data()
        return answer


def the_job() -> Job:
    return db.session.scalars(select(Job)).one()


def test_what_is_handed_in_is_bound_and_who_is_missing_is_named(year):
    assert [(entry.name, entry.state) for entry in year.data.entries] == [
        ("Lê Hoài Ân", "Đã nộp"),
        ("Võ Văn Bình", "Đã quyết định"),
        ("Trần Quốc Cường", "Chưa nộp"),
        ("Hồ Đắc Dũng", "Chưa nộp"),
    ]
    assert year.data.figures == "Đã nộp 2/4 phiếu phải nộp"


def test_a_change_of_a_card_makes_another_file_and_another_day_does_not(year):
    before = input_of(year.data)
    assert input_of(collection_of(Collected(year.campaign, year.committee), on=TODAY)) == before
    year.first.state = CardState.REVIEWED
    db.session.flush()

    assert input_of(year.data) != before


def test_the_file_is_asked_for_made_fetched_and_written_down(app, year, above):
    with only_worker(app):
        answer = above.post(year.url("papers.pdf"))
        waiting = above.get(answer.location)
    do_job(the_job().id)
    page = above.get(year.url()).text
    [link] = re.findall(r'href="(/score-papers/[^"]+/download)"', page)
    file = fetched(above, link)
    pages = [page.extract_text() for page in pypdf.PdfReader(BytesIO(file.data)).pages]
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.event == Event.SCORES_EXPORTED)
    ).one()

    assert "Đang chờ" in waiting.text
    assert "Refresh" in waiting.headers
    assert "Mục lục" in pages[1] or "MỤC LỤC" in pages[1]
    assert any("Lê Hoài Ân" in text for text in pages[2:])
    assert entry.facts["sha256"] == the_job().sha256
    assert entry.facts["paper"].startswith("tập phiếu đánh giá, xếp loại đảng viên năm 2026")


@pytest.mark.parametrize("extension", ["docx", "zip"])
def test_other_forms_hold_the_same_cards(year, above, extension):
    above.post(year.url(f"papers.{extension}"))
    do_job(the_job().id)
    data = fetched(above, f"/score-papers/{the_job().id}/download").data

    if extension == "zip":
        names = zipfile.ZipFile(BytesIO(data)).namelist()
        assert names == [
            "001_le-hoai-an-chi-bo-hanh-chinh.pdf",
            "002_vo-van-binh-chi-bo-hanh-chinh.pdf",
        ]
    else:
        assert data.startswith(b"PK")


def test_the_same_file_is_made_once(year, above):
    above.post(year.url("papers.zip"))
    above.post(year.url("papers.zip"))

    assert the_job()


def test_a_branch_collects_its_own(year, make, sign_in):
    other = make.branch(parent=year.committee, name="Chi bộ Công nghệ")
    secretary = sign_in(Role.SECRETARY, at=year.branch)
    stranger = sign_in(Role.SECRETARY, at=other)
    member = sign_in(Role.MEMBER, at=year.branch)
    address = year.url(f"branches/{year.branch.id}/papers")

    assert "Lê Hoài Ân" in secretary.get(address).text
    assert secretary.post(f"{address}.zip").status_code == 302
    do_job(the_job().id)
    download = f"/score-papers/{the_job().id}/download"
    assert fetched(secretary, download).status_code == 200
    assert stranger.get(address).status_code == 404
    assert stranger.get(download).status_code == 404
    assert member.get(address).status_code == 403
    assert member.get(download).status_code == 403
    assert secretary.get(year.url()).status_code == 404


def test_there_is_nothing_to_collect_before_anybody_has_handed_in(make, sign_in):
    committee = make.organisation()
    rubric = make.rubric(committee, subject=Subject.MEMBER_YEAR)
    campaign = make.grading(committee, rubric=rubric)
    above = sign_in(Role.STANDING_COMMITTEE, at=committee)

    page = above.get(f"/gradings/{campaign.id}/papers").text
    answer = above.post(f"/gradings/{campaign.id}/papers.pdf", follow_redirects=True)

    assert "Tạo tệp PDF" not in page
    assert "Chưa có phiếu nào được nộp" in answer.text
    assert db.session.scalars(select(Job)).all() == []
