"""What somebody must not see of a score before it is decided, however they come to it."""

import pytest
import time_machine

from app.access.permissions import Role
from app.extensions import db
from app.people.rules import Position
from app.scoring.models import Scorecard
from app.scoring.queries.papers.results import result_paper
from app.scoring.rules.cards import CardState
from app.scoring.rules.indicators import Subject
from app.scoring.rules.rubric import Column
from tests.scoring.grading_year import GradingYear, branch_at, campaign_at
from tests.scoring.test_year_cards_pages import TODAY


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-11-29 08:00+07:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def members(make):
    return GradingYear(make)


@pytest.fixture
def branches(make):
    return GradingYear(make, subject=Subject.BRANCH_YEAR)


def test_a_branch_does_not_see_the_reviewers_points_in_its_list(branches, sign_in):
    branches.card(state=CardState.REVIEWED)

    page = sign_in(Role.SECRETARY, at=branches.branch).get(branch_at(branches)).text
    above = sign_in(Role.STANDING_COMMITTEE, at=branches.committee).get(branch_at(branches)).text

    assert "<b>100</b>" in page
    assert "<b>30</b>" not in page
    assert "Không hoàn thành nhiệm vụ" not in page
    assert "<b>30</b>" in above


def test_a_leader_does_not_see_what_was_said_of_the_own_card(members, sign_in):
    members.card(members.secretary, CardState.REVIEWED)

    own = sign_in(account=members.account(members.secretary)).get(branch_at(members)).text
    deputy = sign_in(account=members.account(members.deputy)).get(branch_at(members)).text

    assert "<b>30</b>" not in own
    assert "<b>30</b>" in deputy


def test_once_it_is_decided_everybody_in_the_list_sees_the_decision(branches, sign_in):
    branches.card(state=CardState.DECIDED)

    page = sign_in(Role.SECRETARY, at=branches.branch).get(branch_at(branches)).text

    assert "<b>30</b>" in page


@pytest.mark.parametrize(
    ("state", "role", "sees"),
    [
        (CardState.REVIEWED, Role.STANDING_COMMITTEE, True),
        (CardState.REVIEWED, Role.INSPECTOR, False),
        (CardState.DECIDED, Role.INSPECTOR, True),
    ],
)
def test_the_result_list_keeps_a_review_for_those_who_review(branches, sign_in, state, role, sees):
    branches.card(state=state).review_total = 37
    db.session.commit()

    page = sign_in(role, at=branches.committee).get(campaign_at(branches, "results")).text

    assert (">37<" in "".join(page.split())) is sees


@pytest.mark.parametrize("reviews", [True, False])
def test_what_a_reviewer_is_still_writing_is_on_no_list(branches, sign_in, reviews):
    card = branches.card(state=CardState.SUBMITTED)
    card.review_total, card.review_grade = 17, "not_completed"
    db.session.commit()

    client = sign_in(Role.STANDING_COMMITTEE, at=branches.committee)
    paper = result_paper(branches.campaign, on=TODAY, with_cards=True, reviews=reviews)

    assert ">17<" not in "".join(client.get(campaign_at(branches, "results")).text.split())
    assert all(mark.points != 17 for line in paper.lines for mark in line.said)


def test_the_committee_reads_no_draft_by_counting_it_anew(branches, sign_in):
    card = branches.card(state=CardState.DRAFT)
    client = sign_in(Role.STANDING_COMMITTEE, at=branches.committee)

    for column in (Column.REVIEW, Column.DECISION):
        data = {"what": "recount", "version": card.version}
        answer = client.post(f"/scorecards/{card.id}/{column.value}", data=data)
        assert answer.status_code == 409
        assert "Tự chấm" not in answer.text


@pytest.mark.parametrize(
    "verb", ["accept", "decide", "return", "finish-review", "appeal/answer", "review", "decision"]
)
def test_a_leader_who_sits_above_too_never_deals_with_the_own_card(members, make, sign_in, verb):
    card = members.card(members.secretary, CardState.REVIEWED)
    make.position(members.secretary, members.committee, Position.STANDING_COMMITTEE_MEMBER)
    account = members.account(members.secretary)
    data = {
        "version": card.version,
        "reason": "Đúng",
        "comment": "Xem lại",
        "answer": "Đúng",
        "outcome": "granted",
        "what": "save",
    }

    answer = sign_in(account=account).post(f"/scorecards/{card.id}/{verb}", data=data)

    found = db.session.get(Scorecard, card.id)
    assert answer.status_code in (200, 409)
    assert found.state is CardState.REVIEWED
    assert not found.answers_in(Column.DECISION)
