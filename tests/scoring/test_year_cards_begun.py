"""The cards of a year begun: by whom they score, from paper, where they are on the day."""

from datetime import date

import pytest
import time_machine

from app.access.permissions import Role
from app.extensions import db
from app.kernel.errors import RuleBroken
from app.people.rules import Position, Status
from app.pledges.rules import CampaignState
from app.scoring.models import Scorecard
from app.scoring.queries.year_cards import get_member_in
from app.scoring.rules.cards import CardState
from app.scoring.rules.indicators import Subject
from app.scoring.rules.rubric import Column
from app.scoring.service.cards import submit, write_column
from app.scoring.service.year_cards import start_year_card
from tests.factory import NOW
from tests.scoring.grading_year import GradingYear, branch_at, member_at


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
    return lambda member, at=None: sign_in(account=year.account(member, at))


def cards():
    return db.session.query(Scorecard).all()


# Begun by the member


def test_a_member_begins_the_own_card_and_finds_it_again(year, enter):
    client = enter(year.member)

    first = client.post(member_at(year, year.member))
    again = client.post(member_at(year, year.member))

    [card] = cards()
    assert first.location == again.location == f"/scorecards/{card.id}"
    assert (card.member_id, card.organisation_id) == (year.member.id, year.branch.id)
    assert (card.rubric_id, card.campaign_id) == (year.rubric.id, year.campaign.id)
    assert (card.state, card.is_from_paper) == (CardState.DRAFT, False)
    assert client.get(first.location).status_code == 200


def test_nobody_begins_for_another(year, enter):
    assert enter(year.secretary).post(member_at(year, year.member)).status_code == 403
    assert enter(year.member).post(member_at(year, year.deputy)).status_code == 403
    assert cards() == []


@pytest.mark.parametrize(
    ("status", "admitted_on", "said"),
    [
        (Status.EXEMPT, None, "Được miễn sinh hoạt"),
        (Status.PROBATIONARY, date(2026, 9, 1), "chưa đủ 6 tháng"),
    ],
)
def test_who_is_left_out_is_told_why(year, make, enter, status, admitted_on, said):
    member = make.member(branch=year.branch, status=status, admitted_on=admitted_on)

    answer = enter(member).post(member_at(year, member))

    assert answer.status_code == 409
    assert said in answer.text
    assert cards() == []


@pytest.mark.parametrize(
    ("state", "today", "said"),
    [
        (CampaignState.DRAFT, "2026-11-29", "bắt đầu từ ngày"),
        (CampaignState.OPEN, "2026-10-31", "bắt đầu từ ngày 01/11/2026"),
        (CampaignState.CLOSED, "2026-11-29", "đã kết thúc"),
    ],
)
def test_outside_of_the_campaign_nothing_is_begun(year, enter, clock, state, today, said):
    year.campaign.state = state
    db.session.commit()
    clock.move_to(f"{today} 08:00+07:00")

    answer = enter(year.member).post(member_at(year, year.member))

    assert said in answer.text
    assert cards() == []


def test_after_the_last_day_it_is_still_taken(year, enter, clock):
    clock.move_to("2026-12-20 08:00+07:00")

    enter(year.member).post(member_at(year, year.member))

    assert len(cards()) == 1


def test_a_closed_campaign_takes_no_score_and_no_submission(year, make):
    card = year.card(year.member, CardState.DRAFT)
    year.campaign.state = CampaignState.CLOSED
    by = make.actor(at=year.branch, member=year.member)

    with pytest.raises(RuleBroken, match="đã kết thúc"):
        write_column(card, Column.SELF, {}, version=card.version, by=by, now=NOW)
    with pytest.raises(RuleBroken, match="đã kết thúc"):
        submit(card, version=card.version, by=by, now=NOW)


# Begun for a branch


def test_a_branch_begins_its_own_card(make, sign_in):
    year = GradingYear(make, subject=Subject.BRANCH_YEAR)

    sign_in(Role.SECRETARY, at=year.branch).post(branch_at(year, "start"))

    [card] = cards()
    assert (card.organisation_id, card.member_id) == (year.branch.id, None)
    assert card.subject is Subject.BRANCH_YEAR


@pytest.mark.parametrize("role", [Role.MEMBER, Role.OBSERVER])
def test_a_branchs_card_is_begun_by_those_who_lead_it(make, sign_in, role):
    year = GradingYear(make, subject=Subject.BRANCH_YEAR)

    assert sign_in(role, at=year.branch).post(branch_at(year, "start")).status_code == 403
    assert sign_in(Role.SECRETARY, at=year.other).post(branch_at(year, "start")).status_code == 404


def test_a_campaign_of_members_has_no_card_for_a_branch(year, enter):
    answer = enter(year.secretary).post(branch_at(year, "start"))

    assert "không đánh giá, xếp loại đối tượng này" in answer.text


def test_quarters_have_cards_of_their_own(make, enter, year):
    quarter = make.grading(
        year.committee, rubric=year.rubric, quarter=4, opens_on=date(2026, 11, 1)
    )
    db.session.commit()
    client = enter(year.member)

    client.post(member_at(year, year.member))
    client.post(f"/gradings/{quarter.id}/members/{year.member.id}/start")

    assert {card.quarter for card in cards()} == {0, 4}
    assert "Quý 4 năm 2026" in client.get("/scores").text


# Typed from paper


def test_a_leader_types_what_a_comrade_signed_on_paper(year, enter):
    client = enter(year.secretary)
    assert "Nhập từ bản giấy" in client.get(branch_at(year)).text

    answer = client.post(member_at(year, year.member, "paper"))

    [card] = cards()
    assert card.is_from_paper
    assert client.get(answer.location).status_code == 200
    assert client.get(f"{answer.location}/self").status_code == 200
    assert "Từ bản giấy" in client.get(branch_at(year)).text
    member = enter(year.member)
    assert member.get(answer.location).status_code == 200
    assert member.get(f"{answer.location}/self").status_code == 403


def test_a_leader_does_not_type_the_own_nor_what_the_comrade_writes(year, enter):
    own = enter(year.secretary).post(member_at(year, year.secretary, "paper"))
    enter(year.member).post(member_at(year, year.member))
    other = enter(year.deputy).post(member_at(year, year.member, "paper"))

    assert "tự chấm, không nhập từ bản giấy" in own.text
    assert "đang tự chấm trên phần mềm" in other.text
    assert [card.is_from_paper for card in cards()] == [False]


def test_a_plain_member_types_for_nobody(year, enter):
    assert enter(year.member).post(member_at(year, year.deputy, "paper")).status_code == 403


# Where they are on the day that counts


def moved(make, member, branch, to, on):
    member.statuses[0].ends_on = date.fromordinal(on.toordinal() - 1)
    make.status(member, to, Status.OFFICIAL, starts_on=on)
    db.session.commit()


def test_who_moved_in_mid_year_is_graded_where_they_are(year, make, enter):
    moved(make, year.member, year.branch, year.other, date(2026, 7, 1))

    enter(year.member, year.other).post(member_at(year, year.member))

    assert cards()[0].organisation_id == year.other.id
    assert year.member.name not in enter(year.secretary).get(branch_at(year)).text


def test_who_moves_on_the_day_that_counts_belongs_to_the_new_branch(year, make):
    moved(make, year.member, year.branch, year.other, year.campaign.self_by)

    assert get_member_in(year.campaign.id, year.member.id).branch.id == year.other.id


def test_who_moves_the_day_after_stays_with_the_old_branch(year, make):
    moved(make, year.member, year.branch, year.other, date(2026, 12, 6))

    assert get_member_in(year.campaign.id, year.member.id).branch.id == year.branch.id


def test_who_moves_with_a_card_begun_brings_it_along(year, make, enter, sign_in):
    card = year.card(year.member, CardState.SUBMITTED)
    moved(make, year.member, year.branch, year.other, date(2026, 11, 20))
    secretary = sign_in(Role.SECRETARY, at=year.other)
    assert "Tiếp nhận phiếu" in secretary.get(branch_at(year, branch=year.other)).text

    secretary.post(member_at(year, year.member, "paper"))

    found = db.session.get(Scorecard, card.id)
    assert (found.organisation_id, found.state) == (year.other.id, CardState.SUBMITTED)
    assert not found.is_from_paper
    assert secretary.get(f"/scorecards/{card.id}").status_code == 200


def test_what_is_decided_stays_where_it_was_decided(year, make):
    card = year.card(year.member, CardState.DECIDED)
    moved(make, year.member, year.branch, year.other, date(2026, 11, 20))
    found = get_member_in(year.campaign.id, year.member.id)
    by = make.actor(Role.MEMBER, at=year.other, member=year.member)

    assert start_year_card(found, by=by, now=NOW).organisation_id == year.branch.id
    assert found.branch.id == year.other.id
    assert card.id


def test_a_guest_is_graded_at_home_and_found_there(year, make):
    make.status(year.member, year.other, Status.TEMPORARY_IN)
    db.session.commit()

    found = get_member_in(year.campaign.id, year.member.id)

    assert (found.branch.id, found.due.is_due) == (year.branch.id, True)


def test_somebody_from_outside_the_campaign_is_not_found(year, make, sign_in):
    stranger = make.member(branch=make.branch(), position=Position.SECRETARY)
    db.session.commit()

    assert get_member_in(year.campaign.id, stranger.id) is None
