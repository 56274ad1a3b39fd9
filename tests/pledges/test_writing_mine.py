"""A member's own page: what to write now, every year's pledge, what the branch made public."""

from datetime import date

import pytest
import time_machine

from app.access.permissions import Role
from app.extensions import db
from app.people.rules import Position, Status
from app.pledges.rules import CampaignState, EditionState, PledgeStatus
from app.web.filters import moment
from tests.factory import NOW


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel("2026-11-10 08:00+07:00", tick=False):
        yield


@pytest.fixture
def page(make, branch, author, sign_in):
    """The text of the own page as `author` sees it."""
    account = make.account(member=author, at=branch)

    def fetched():
        return sign_in(account=account).get("/pledges").get_data(as_text=True)

    return fetched


@pytest.mark.parametrize("role", [Role.OFFICE, Role.STANDING_COMMITTEE, Role.INSPECTOR])
def test_who_follows_a_committee_is_led_to_its_list(committee, branch, sign_in, role):
    text = sign_in(role, at=committee).get("/pledges").text

    assert f"/organisations/{committee.id}/pledges/2026" in text
    assert f"/branches/{branch.id}/pledges/2026" not in text


def test_who_leads_a_branch_is_led_to_its_list_and_a_plain_member_where_it_is_shown(
    make, committee, branch, page, sign_in
):
    campaign = make.campaign(committee)
    path = f"/branches/{branch.id}/pledges/2026"

    assert path in sign_in(Role.SECRETARY, at=branch).get("/pledges").text
    assert f'{path}"' in page()
    campaign.shows_list = False
    db.session.commit()
    assert f'{path}"' not in page()


def test_a_running_campaign_asks_for_the_pledge_by_its_last_day(make, committee, branch, page):
    make.campaign(committee, closes_on=date(2026, 12, 15))

    text = page()

    assert "Viết bản cam kết năm 2026" in text
    assert "chậm nhất ngày 15/12/2026" in text


def test_a_day_that_has_passed_is_said(make, committee, page):
    make.campaign(committee, closes_on=date(2026, 3, 31))

    assert "Quá hạn" in page()


def test_next_years_campaign_stands_beside_this_years(make, committee, page):
    make.campaign(committee)
    make.campaign(committee, year=2027, opens_on=date(2026, 11, 1))

    text = page()

    assert "Viết bản cam kết năm 2026" in text
    assert "Viết bản cam kết năm 2027" in text


@pytest.mark.parametrize(
    "values",
    [
        {"state": CampaignState.DRAFT},
        {"state": CampaignState.CLOSED},
        {"opens_on": date(2026, 11, 20), "closes_on": date(2026, 12, 20)},
    ],
)
def test_a_campaign_that_does_not_run_asks_for_nothing(make, committee, page, values):
    make.campaign(committee, **values)

    text = page()

    assert "Viết bản cam kết" not in text
    assert "Chưa có bản cam kết nào" in text


def test_who_is_exempt_is_told_why_and_may_write_all_the_same(make, committee, branch, sign_in):
    make.campaign(committee)
    exempt = make.member(branch=branch, status=Status.EXEMPT)
    client = sign_in(account=make.account(member=exempt, at=branch))

    text = client.get("/pledges").get_data(as_text=True)

    assert "không thuộc diện phải nộp: được miễn sinh hoạt" in text
    assert "Viết bản cam kết năm 2026" in text


def test_what_is_begun_leads_on(make, committee, branch, author, page):
    pledge = make.pledge(author, campaign=make.campaign(committee), branch=branch)

    text = page()

    assert f'href="/pledges/{pledge.id}/write"' in text
    assert "Viết tiếp" in text
    assert "Viết bản cam kết năm 2026" not in text


def test_what_came_back_says_what_the_branch_wants(make, committee, branch, author, page):
    pledge = make.pledge(
        author, campaign=make.campaign(committee), branch=branch, status=PledgeStatus.RETURNED
    )
    pledge.last.reason = "Cần nêu chỉ tiêu cụ thể"

    text = page()

    assert "Bổ sung theo yêu cầu" in text
    assert "Cần nêu chỉ tiêu cụ thể" in text


def test_a_confirmed_pledge_leads_to_its_review_at_years_end(make, committee, branch, author, page):
    pledge = make.pledge(
        author, campaign=make.campaign(committee), branch=branch, status=PledgeStatus.CONFIRMED
    )

    text = page()

    assert f'href="/pledges/{pledge.id}/results"' in text
    assert "Tự đánh giá cuối năm" in text


def test_a_year_tells_where_and_when_it_was_submitted(make, committee, branch, author, page):
    make.pledge(
        author,
        campaign=make.campaign(committee),
        branch=branch,
        status=PledgeStatus.CONFIRMED,
        submitted_at=NOW,
        published_at=NOW,
    )

    assert f"{branch.name} · nộp {moment(NOW)} · đã công khai" in page()


def test_the_branchs_public_pledges_are_listed_and_no_others(make, committee, branch, page):
    campaign = make.campaign(committee)
    public, silent = make.member("Lê Hoài Ân", branch=branch), make.member(branch=branch)
    confirmed = {"campaign": campaign, "branch": branch, "status": PledgeStatus.CONFIRMED}
    shown = make.pledge(public, **confirmed, published_at=NOW)
    kept = make.pledge(silent, **confirmed)

    text = page()

    assert f'href="/pledges/{shown.id}"' in text
    assert str(kept.id) not in text


def test_only_who_leads_the_branch_types_from_paper(make, committee, branch, page, sign_in):
    make.campaign(committee)
    leader = make.member(branch=branch, position=Position.SECRETARY)
    client = sign_in(account=make.account(member=leader, at=branch))

    assert "Nhập từ bản giấy" in client.get("/pledges").get_data(as_text=True)
    assert "Nhập từ bản giấy" not in page()


def test_an_account_without_a_member_has_none(sign_in, committee):
    text = sign_in(Role.OFFICE, at=committee).get("/pledges").get_data(as_text=True)

    assert "Chưa có bản cam kết nào" in text


def test_the_page_costs_the_same_with_many_years_and_comrades(
    make, committee, branch, author, sign_in, count_queries
):
    client = sign_in(account=make.account(member=author, at=branch))
    campaign = make.campaign(committee)
    make.pledge(author, campaign=campaign, branch=branch)
    db.session.commit()
    with count_queries() as few:
        client.get("/pledges")
    for year in (2023, 2024, 2025):
        make.pledge(author, campaign=make.campaign(committee, year=year), branch=branch)
    for _ in range(6):
        comrade = make.member(branch=branch)
        make.pledge(
            comrade,
            campaign=campaign,
            branch=branch,
            status=PledgeStatus.CONFIRMED,
            published_at=NOW,
        )
    db.session.commit()

    with count_queries() as many:
        client.get("/pledges")

    assert len(few) == len(many) == 9


def test_a_rewriting_stands_beside_what_is_in_force(make, committee, branch, author, page):
    pledge = make.pledge(
        author, campaign=make.campaign(committee), branch=branch, status=PledgeStatus.CONFIRMED
    )
    pledge.last.state = EditionState.OPEN

    assert "Đang viết lại" in page()
