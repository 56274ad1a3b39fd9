"""Who is missing is reminded, on their first page and by mail, and once a day."""

from datetime import date

import pytest
import time_machine
from sqlalchemy import select

from app.access.permissions import Role
from app.audit.models import AuditEntry
from app.extensions import db
from app.kernel.clock import moment_of
from app.kernel.errors import RuleBroken
from app.mail.models import MailMessage
from app.people.rules import Position
from app.pledges.models import Pledge, PledgeReminder
from app.pledges.rules import CampaignState, EditionState, PledgeStatus
from app.pledges.service.reminders import remind
from tests.pledges.coverage_year import IN_TIME, coverage_year

NOON = moment_of(date(2026, 11, 22), 12)
SITE = "https://sinhhoat.example.vn"
WITH_MAIL = {
    "MAIL_HOST": "127.0.0.1",
    "MAIL_SENDER": "sinhhoat@example.vn",
    "SITE_ADDRESS": f"{SITE}/",
}


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel("2026-11-22 08:00+07:00", tick=False):
        yield


@pytest.fixture
def year(make):
    return coverage_year(make)


@pytest.fixture
def secretary(year, sign_in, make):
    return sign_in(account=make.account(member=year.secretary, at=year.first))


@pytest.fixture
def by(make, year):
    return make.actor(Role.SECRETARY, at=year.first, member=year.secretary)


@pytest.fixture
def with_mail(app, monkeypatch):
    for name, value in WITH_MAIL.items():
        monkeypatch.setitem(app.config, name, value)


def reminded():
    return db.session.scalars(select(PledgeReminder)).all()


def of_branch(year, path="/remind"):
    return f"/branches/{year.first.id}/pledges/2026{path}"


def test_everybody_who_is_missing_is_reminded_and_only_they(year, by):
    done = remind(year.committee, year.campaign, site=None, by=by, now=NOON)

    assert (done.members, done.by_mail) == (2, 0)
    assert {one.member_id for one in reminded()} == {one.id for one in year.missing}
    line = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "pledge:reminded")).one()
    assert line.facts == {"members": 2, "by_mail": 0}


def test_who_has_an_address_gets_a_letter_without_a_word_of_the_pledge(year, by):
    remind(year.first, year.campaign, site=SITE, by=by, now=NOON)

    (letter,) = db.session.scalars(select(MailMessage))
    assert letter.address == "dung@example.vn"
    assert letter.subject == "Nhắc nộp bản cam kết năm 2026"
    assert "đã qua từ ngày 31/03/2026" in letter.body
    assert f"{SITE}/pledges" in letter.body
    assert "Đọc báo Đảng" not in letter.body
    assert [one.by_mail for one in reminded() if one.member_id == year.missing[0].id] == [True]


def test_nobody_is_reminded_twice_a_day_but_again_on_the_next(year, by):
    first = {year.missing[0].id}
    remind(year.first, year.campaign, first, site=None, by=by, now=NOON)

    done = remind(year.first, year.campaign, site=None, by=by, now=NOON)
    with pytest.raises(RuleBroken, match="Hôm nay đã nhắc"):
        remind(year.first, year.campaign, site=None, by=by, now=NOON)

    assert done.members == 1
    tomorrow = moment_of(date(2026, 11, 23), 7)
    assert remind(year.first, year.campaign, site=None, by=by, now=tomorrow).members == 2


def test_who_submitted_meanwhile_is_left_alone(year, by):
    pledge = db.session.scalars(select(Pledge).where(Pledge.member_id == year.missing[0].id)).one()
    pledge.submitted_at = IN_TIME

    with pytest.raises(RuleBroken, match="đã nộp bản cam kết"):
        remind(year.first, year.campaign, {year.missing[0].id}, site=None, by=by, now=NOON)

    assert reminded() == []


def test_nobody_is_reminded_after_the_campaign(year, by):
    year.campaign.state = CampaignState.CLOSED

    with pytest.raises(RuleBroken, match="đã kết thúc"):
        remind(year.first, year.campaign, site=None, by=by, now=NOON)


def test_the_secretary_ticks_whom_to_remind(year, secretary):
    page = secretary.get(of_branch(year, "")).text
    assert page.count(" checked") == 2

    answer = secretary.post(
        of_branch(year), data={"member_ids": [str(year.missing[1].id)]}, follow_redirects=True
    )

    assert "Đã nhắc 1 đồng chí" in answer.text
    assert "đã nhắc 1 lần, gần nhất 22/11/2026" in answer.text
    assert answer.text.count(" checked") == 1
    assert [one.by for one in reminded()] == ["Trần Thị Hạnh"]


@pytest.mark.parametrize(
    ("ids", "said"),
    [([], "Chọn ít nhất một đồng chí"), (["x"], "Danh sách vừa thay đổi")],
)
def test_a_wrong_choice_is_said_and_reminds_nobody(year, secretary, ids, said):
    answer = secretary.post(of_branch(year), data={"member_ids": ids})

    assert said in answer.text
    assert reminded() == []


def test_pressed_twice_it_says_so(year, secretary):
    chosen = {"member_ids": [str(one.id) for one in year.missing]}
    secretary.post(of_branch(year), data=chosen)

    answer = secretary.post(of_branch(year), data=chosen)

    assert "Hôm nay đã nhắc các đồng chí này" in answer.text
    assert len(reminded()) == 2


def test_the_committee_reminds_all_of_them(year, sign_in, with_mail):
    office = sign_in(Role.OFFICE, at=year.committee)

    answer = office.post(
        f"/organisations/{year.committee.id}/pledges/2026/remind", follow_redirects=True
    )

    assert "Đã nhắc 2 đồng chí" in answer.text
    assert "1 đồng chí nhận thêm thư điện tử" in answer.text
    assert "quá hạn 2, đã nhắc 2" in answer.text


def test_without_a_server_the_page_says_that_no_mail_goes_out(year, secretary, app, monkeypatch):
    assert "Chưa cài đặt máy chủ thư" in secretary.get(of_branch(year, "")).text
    for name, value in WITH_MAIL.items():
        monkeypatch.setitem(app.config, name, value)
    assert "Chưa cài đặt máy chủ thư" not in secretary.get(of_branch(year, "")).text


@pytest.mark.parametrize("role", [Role.MEMBER, Role.INSPECTOR, Role.OBSERVER])
def test_who_only_reads_reminds_nobody(year, sign_in, role):
    client = sign_in(role, at=year.first)

    assert "Nhắc các đồng chí" not in client.get(of_branch(year, "")).text
    assert client.post(of_branch(year)).status_code == 403


def test_where_there_is_no_campaign_nobody_can_be_reminded(year, secretary, sign_in):
    assert secretary.post(f"/branches/{year.first.id}/pledges/2027/remind").status_code == 404
    office = sign_in(Role.OFFICE, at=year.committee)
    path = f"/organisations/{year.committee.id}/pledges/2027/remind"
    assert office.post(path).status_code == 404


def test_who_was_reminded_finds_it_on_the_first_page_until_it_is_submitted(year, by, sign_in, make):
    remind(year.first, year.campaign, site=None, by=by, now=NOON)
    comrade = sign_in(account=make.account(member=year.missing[0], at=year.first))

    page = comrade.get("/").text
    assert "nộp bản cam kết năm 2026" in page
    assert "Trần Thị Hạnh nhắc ngày 22/11/2026" in page

    pledge = db.session.scalars(select(Pledge).where(Pledge.member_id == year.missing[0].id)).one()
    pledge.submitted_at, pledge.status = IN_TIME, PledgeStatus.SUBMITTED
    pledge.last.state = EditionState.SUBMITTED
    db.session.commit()
    assert "nhắc ngày" not in comrade.get("/").text


def test_the_branch_is_told_how_many_are_missing_from_some_days_before_the_end(
    year, secretary, make
):
    page = secretary.get("/").text
    assert "Đôn đốc nộp bản cam kết năm 2026" in page
    assert "còn 2/6 đồng chí chưa nộp" in page
    assert f"/branches/{year.first.id}/pledges/2026#missing" in page

    for closes_on, is_told in ((date(2026, 11, 29), True), (date(2026, 11, 30), False)):
        year.campaign.closes_on = closes_on
        db.session.commit()
        assert ("Đôn đốc nộp bản cam kết" in secretary.get("/").text) is is_told


def test_nobody_is_told_once_all_have_submitted_or_the_campaign_has_ended(
    year, secretary, sign_in, make
):
    leader = make.member(branch=year.second, position=Position.SECRETARY)
    make.pledge(leader, campaign=year.campaign, branch=year.second, submitted_at=IN_TIME)
    page = sign_in(account=make.account(member=leader, at=year.second)).get("/").text
    assert "Đôn đốc nộp" not in page

    year.campaign.state = CampaignState.CLOSED
    db.session.commit()
    assert "Đôn đốc nộp" not in secretary.get("/").text
