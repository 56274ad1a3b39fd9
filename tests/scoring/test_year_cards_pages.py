"""Who of a branch is where: figures, readers, reviews, decisions together, reminders."""

from datetime import date

import pytest
import time_machine

from app.access.permissions import Role
from app.extensions import db
from app.people.rules import Position, Status
from app.pledges.rules import CampaignState
from app.scoring.models import GradeDecision, Scorecard
from app.scoring.queries.progress import progress_of
from app.scoring.rules.campaigns import Figures
from app.scoring.rules.cards import CardState
from app.scoring.rules.indicators import Subject
from tests.scoring.grading_year import GradingYear, branch_at, campaign_at

TODAY = date(2026, 11, 29)
LATE = date(2026, 12, 8)


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


def again(card):
    return db.session.get(Scorecard, card.id)


def ticked(*cards):
    return {"cards": [f"{card.id}:{card.version}" for card in cards]}


# Figures


def test_the_figures_of_a_campaign_and_of_each_branch(year):
    year.card(year.member, CardState.SUBMITTED)
    year.card(year.deputy, CardState.REVIEWED)
    year.card(year.elsewhere, CardState.DECIDED, year.other)

    found = progress_of(year.campaign, on=TODAY)

    assert [branch.name for branch in found.branches] == ["Chi bộ Công nghệ", "Chi bộ Hành chính"]
    assert found.branches[1].figures == Figures(due=3, handed_in=2, reviewed=1, decided=0)
    assert found.figures == Figures(due=4, handed_in=3, reviewed=2, decided=1)
    assert [line.name for line in found.left_out] == [year.exempt.name]
    assert progress_of(year.campaign, on=LATE).figures.late == 1


def test_the_page_names_figures_who_is_left_out_and_what_is_late(year, sign_in, clock):
    year.card(year.member)
    clock.move_to("2026-12-08 08:00+07:00")

    page = sign_in(Role.OFFICE, at=year.committee).get(campaign_at(year)).text

    for said in ("1/4", "1/3", "Được miễn sinh hoạt", year.exempt.name, "Quá hạn 2"):
        assert said in page


def test_the_branch_sees_each_comrade_with_points_once_handed_in(year, enter):
    year.card(year.member)
    year.card(year.deputy, CardState.DRAFT)

    page = enter(year.secretary).get(branch_at(year)).text

    assert page.count("<b>100</b>") == 1
    assert "Hoàn thành xuất sắc nhiệm vụ" in page
    assert "Thẩm định" in page
    assert "Đang tự chấm" not in page  # what is only begun is its writer's


def test_what_is_late_is_marked_in_the_branch(year, enter, clock):
    clock.move_to("2026-12-08 08:00+07:00")

    assert "Quá hạn tự chấm" in enter(year.secretary).get(branch_at(year)).text


# Readers


@pytest.mark.parametrize(
    ("role", "place", "status"),
    [
        (Role.SECRETARY, "branch", 200),
        (Role.BRANCH_COMMITTEE, "branch", 200),
        (Role.STANDING_COMMITTEE, "committee", 200),
        (Role.OFFICE, "committee", 200),
        (Role.INSPECTOR, "committee", 200),
        (Role.MEMBER, "branch", 403),
        (Role.OBSERVER, "branch", 403),
        (Role.COMMITTEE_MEMBER, "committee", 403),
        (Role.SECRETARY, "other", 404),
    ],
)
def test_the_list_of_a_branch_opens_to_those_who_may_read_each_card(
    year, sign_in, role, place, status
):
    card = year.card(year.member)
    client = sign_in(role, at=getattr(year, place))

    assert client.get(branch_at(year)).status_code == status
    assert client.get(f"/scorecards/{card.id}").status_code == status


def test_a_member_reads_the_own_card_and_no_other(year, enter):
    own, other = year.card(year.member), year.card(year.deputy)
    client = enter(year.member)

    assert client.get(f"/scorecards/{own.id}").status_code == 200
    assert client.get(f"/scorecards/{other.id}").status_code == 403


def test_a_draft_is_its_writers_alone(year, enter, above):
    card = year.card(year.member, CardState.DRAFT)

    assert enter(year.secretary).get(f"/scorecards/{card.id}").status_code == 403
    assert above.get(f"/scorecards/{card.id}").status_code == 403
    assert enter(year.member).get(f"/scorecards/{card.id}").status_code == 200


def test_while_it_is_prepared_the_branch_does_not_find_it(year, enter, sign_in):
    year.campaign.state = CampaignState.DRAFT
    db.session.commit()

    assert enter(year.secretary).get(branch_at(year)).status_code == 403
    assert sign_in(Role.OFFICE, at=year.committee).get(branch_at(year)).status_code == 200


# Reviewed


def test_the_branch_reviews_a_comrade(year, enter):
    card = year.card(year.member)

    enter(year.secretary).post(
        f"/scorecards/{card.id}/finish-review", data={"version": card.version}
    )

    assert again(card).state is CardState.REVIEWED
    assert again(card).review_total == 100


def test_a_leader_does_not_review_the_own_card_but_another_does(year, enter, above):
    card = year.card(year.secretary)

    own = enter(year.secretary).get(f"/scorecards/{card.id}/review")

    assert own.status_code == 409
    assert enter(year.deputy).get(f"/scorecards/{card.id}/review").status_code == 200
    assert above.get(f"/scorecards/{card.id}/review").status_code == 200
    assert "Thẩm định<" not in enter(year.secretary).get(branch_at(year)).text


# Decided together


def test_what_is_ticked_is_decided_as_reviewed(year, above):
    cards = [year.card(one, CardState.REVIEWED) for one in (year.member, year.deputy)]
    assert above.get(campaign_at(year)).text.count('name="cards"') == 2

    above.post(campaign_at(year, "decide"), data=ticked(*cards))

    assert {again(card).state for card in cards} == {CardState.DECIDED}
    grades = db.session.query(GradeDecision).all()
    assert {(one.total, one.grade) for one in grades} == {(30, "not_completed")}


def test_on_the_branchs_page_it_is_decided_for_the_branch(year, above):
    card = year.card(year.member, CardState.REVIEWED)
    outside = year.card(year.elsewhere, CardState.REVIEWED, year.other)
    assert above.get(branch_at(year)).text.count('name="cards"') == 1

    refused = above.post(branch_at(year, "decide"), data=ticked(card, outside))
    assert again(card).state is CardState.REVIEWED
    above.post(branch_at(year, "decide"), data=ticked(card))

    assert refused.status_code == 200
    assert again(card).state is CardState.DECIDED
    assert again(outside).state is CardState.REVIEWED


def test_what_changed_meanwhile_is_named_and_the_ticks_stay(year, above):
    cards = [year.card(one, CardState.REVIEWED) for one in (year.member, year.deputy)]
    data = ticked(*cards)
    changed = again(cards[0])
    changed.review_total = 40
    db.session.commit()

    page = above.post(campaign_at(year, "decide"), data=data).text

    assert f"đồng chí {year.member.name}" in page
    assert page.count(" checked") == 1
    assert db.session.query(GradeDecision).count() == 0


@pytest.mark.parametrize("cards", [[], ["nothing"], ["0" * 36 + ":1"]])
def test_nothing_that_can_be_decided_is_said_so(year, above, cards):
    year.card(year.member, CardState.REVIEWED)

    page = above.post(campaign_at(year, "decide"), data={"cards": cards}).text

    assert "Chưa quyết định được" in page
    assert db.session.query(GradeDecision).count() == 0


def test_nobody_decides_on_the_own_card(year, make, sign_in):
    leader = make.member("Hoàng Đức Thắng", branch=year.branch)
    make.position(leader, year.committee, Position.STANDING_COMMITTEE_MEMBER)
    card = year.card(leader, CardState.REVIEWED)
    client = sign_in(account=make.account(member=leader, at=year.committee))

    assert 'name="cards"' not in client.get(campaign_at(year)).text
    page = client.post(campaign_at(year, "decide"), data=ticked(card)).text

    assert "không tự thẩm định, quyết định phiếu của mình" in page
    assert again(card).state is CardState.REVIEWED


@pytest.mark.parametrize("role", [Role.OFFICE, Role.COMMITTEE_MEMBER])
def test_only_the_standing_committee_decides(year, sign_in, role):
    card = year.card(year.member, CardState.REVIEWED)
    client = sign_in(role, at=year.committee)

    assert client.post(campaign_at(year, "decide"), data=ticked(card)).status_code == 403
    assert 'name="cards"' not in client.get(campaign_at(year)).text


# A branch's own card


def test_a_campaign_of_branches_lists_their_points(make, sign_in):
    year = GradingYear(make, subject=Subject.BRANCH_YEAR)
    year.card(state=CardState.REVIEWED)
    above = sign_in(Role.STANDING_COMMITTEE, at=year.committee)

    page = above.get(campaign_at(year)).text

    assert "<b>30</b>" in page
    assert "1/2" in page
    assert 'name="cards"' in page
    secretary = sign_in(Role.SECRETARY, at=year.branch).get(branch_at(year)).text
    assert "Xem phiếu" in secretary
    assert 'name="cards"' not in secretary


# Queries


@pytest.mark.parametrize("page", [campaign_at, branch_at])
def test_a_page_asks_as_much_for_many_as_for_few(year, above, make, count_queries, page):
    def asked():
        above.get(page(year))
        with count_queries() as statements:
            above.get(page(year))
        return len(statements)

    before = asked()
    for number in range(8):
        branch = year.branch if number % 2 else make.branch(parent=year.committee)
        for _ in range(5):
            year.card(make.member(branch=branch), CardState.REVIEWED, branch)
            make.member(branch=branch, status=Status.SUSPENDED)
    db.session.commit()

    assert asked() == before
    assert before < 12
