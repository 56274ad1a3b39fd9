"""What waits for whom in a campaign, whom it reminds, and what a member finds of their own."""

from datetime import date

import pytest
import time_machine

from app.access.permissions import Role
from app.extensions import db
from app.mail.models import MailMessage
from app.pledges.rules import CampaignState
from app.scoring.queries.year_cards import YearWork, own_years, waiting_for
from app.scoring.rules.cards import CardState
from app.scoring.rules.indicators import Subject
from tests.scoring.grading_year import GradingYear, branch_at, campaign_at

TODAY = date(2026, 11, 29)
WITH_MAIL = {
    "MAIL_HOST": "127.0.0.1",
    "MAIL_SENDER": "sinhhoat@example.vn",
    "SITE_ADDRESS": "https://sinhhoat.example.vn/",
}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-11-29 08:00+07:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def year(make):
    return GradingYear(make)


@pytest.fixture
def enter(year, sign_in):
    """Whoever of the branch, by the member behind the account."""
    return lambda member: sign_in(account=year.account(member))


@pytest.fixture
def above(year, sign_in):
    return sign_in(Role.STANDING_COMMITTEE, at=year.committee)


# Reminded


@pytest.fixture
def with_mail(app, monkeypatch):
    for name, value in WITH_MAIL.items():
        monkeypatch.setitem(app.config, name, value)


def letters():
    return db.session.query(MailMessage).all()


@pytest.mark.usefixtures("with_mail")
def test_who_is_missing_and_has_an_address_gets_one_letter_a_day(year, above, enter, clock):
    year.card(year.deputy)
    above.post(campaign_at(year, "remind"))
    again_today = enter(year.secretary).post(branch_at(year, "remind"))

    [letter] = letters()
    assert letter.address == "binh@example.vn"
    assert "đánh giá, xếp loại đảng viên năm 2026".lower() in letter.subject.lower()
    assert "là ngày 05/12/2026" in letter.body
    assert "https://sinhhoat.example.vn/scores" in letter.body
    assert "Hôm nay đã nhắc" in again_today.text
    clock.move_to("2026-12-08 08:00+07:00")
    enter(year.secretary).post(branch_at(year, "remind"))
    assert len(letters()) == 2
    assert "đã qua từ ngày" in letters()[1].body


@pytest.mark.usefixtures("with_mail")
def test_who_leads_a_branch_is_reminded_of_its_card(make, sign_in):
    year = GradingYear(make, subject=Subject.BRANCH_YEAR)
    year.secretary.email = "hanh@example.vn"
    db.session.commit()

    sign_in(Role.OFFICE, at=year.committee).post(campaign_at(year, "remind"))

    assert [letter.address for letter in letters()] == ["hanh@example.vn"]


def test_without_a_mail_server_it_is_said(year, above):
    assert "Nhắc qua thư" not in above.get(campaign_at(year)).text
    assert "Chưa cài đặt máy chủ thư" in above.post(campaign_at(year, "remind")).text


@pytest.mark.usefixtures("with_mail")
def test_nobody_is_reminded_after_the_end(year, above):
    year.campaign.state = CampaignState.CLOSED
    db.session.commit()

    assert "không nhắc" in above.post(campaign_at(year, "remind")).text
    assert letters() == []


# What waits, and what is one's own


def waiting(make, year, role, place, member=None):
    actor = make.actor(role, at=place, member=member)
    return [
        (task.work, task.branch, task.number, task.due_on) for task in waiting_for(actor, on=TODAY)
    ]


def test_a_member_is_asked_for_the_own_score_until_it_is_handed_in(year, make):
    asked = waiting(make, year, Role.MEMBER, year.branch, year.member)
    assert asked == [(YearWork.OWN, "Chi bộ Hành chính", 1, year.campaign.self_by)]

    year.card(year.member)

    assert waiting(make, year, Role.MEMBER, year.branch, year.member) == []


def test_who_is_left_out_or_typed_from_paper_is_not_asked(year, make):
    year.card(year.member, CardState.DRAFT, is_from_paper=True)

    assert waiting(make, year, Role.MEMBER, year.branch, year.member) == []
    assert waiting(make, year, Role.MEMBER, year.branch, year.exempt) == []


def test_leaders_review_comrades_and_the_committee_decides(year, make):
    for one in (year.member, year.secretary):
        year.card(one)
    year.card(year.deputy, CardState.REVIEWED)

    leader = waiting(make, year, Role.SECRETARY, year.branch, year.secretary)
    above = waiting(make, year, Role.STANDING_COMMITTEE, year.committee)

    assert leader == [(YearWork.REVIEW, "Chi bộ Hành chính", 1, year.campaign.review_by)]
    assert above == [(YearWork.DECIDE, "", 1, year.campaign.decide_by)]


def test_a_branch_is_asked_for_its_card_and_the_committee_for_its_review(make):
    year = GradingYear(make, subject=Subject.BRANCH_YEAR)
    asked = waiting(make, year, Role.SECRETARY, year.branch)
    assert asked == [(YearWork.BRANCH, "Chi bộ Hành chính", 1, year.campaign.self_by)]

    year.card()

    assert waiting(make, year, Role.SECRETARY, year.branch) == []
    assert waiting(make, year, Role.OFFICE, year.committee) == [
        (YearWork.REVIEW, "", 1, year.campaign.review_by)
    ]


@pytest.mark.parametrize("state", [CampaignState.DRAFT, CampaignState.CLOSED])
def test_nothing_waits_while_no_campaign_runs(year, make, state):
    year.campaign.state = state
    db.session.commit()

    assert waiting(make, year, Role.MEMBER, year.branch, year.member) == []


def test_a_member_finds_the_own_years(year, make):
    past = make.grading(year.committee, rubric=year.rubric, year=2025, state=CampaignState.CLOSED)
    make.year_card(past, year.branch, year.member, state=CardState.DECIDED, decision_total=95)
    db.session.commit()
    actor = make.actor(Role.MEMBER, at=year.branch, member=year.member)

    running, before = own_years(actor, on=TODAY)

    assert (running.year, running.card, running.is_to_write) == (2026, None, True)
    assert (before.year, before.card.decision_total, before.is_to_write) == (2025, 95, False)
    assert own_years(make.actor(Role.OFFICE, at=year.committee), on=TODAY) == []


def test_the_hub_offers_to_begin(year, enter):
    page = enter(year.member).get("/scores").text

    assert f"/gradings/{year.campaign.id}/members/{year.member.id}/start" in page
    assert "Hạn tự chấm: 05/12/2026" in page


def test_an_exempt_member_reads_why_there_is_nothing_to_do(year, make):
    actor = make.actor(Role.MEMBER, at=year.branch, member=year.exempt)

    [own] = own_years(actor, on=TODAY)

    assert not own.is_to_write
    assert "miễn sinh hoạt" in own.due.reason
