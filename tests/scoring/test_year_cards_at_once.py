"""Cards of a year begun and decided by several presses at the same moment."""

import pytest
from sqlalchemy import select

from app.access.permissions import Role
from app.extensions import db
from app.scoring.models import GradeDecision, Scorecard
from app.scoring.rules.cards import CardState
from tests.at_once import pressing_at_once
from tests.factory import Make
from tests.scoring.grading_year import GradingYear, campaign_at, member_at


@pytest.fixture(scope="module")
def press(tmp_path_factory):
    with pressing_at_once("year_cards", tmp_path_factory) as press:
        yield press


@pytest.fixture(scope="module")
def make(press):
    return Make()


@pytest.fixture
def year(make):
    db.session.rollback()
    return GradingYear(make)


def cards_of(year, member):
    return db.session.scalars(
        select(Scorecard).where(
            Scorecard.campaign_id == year.campaign.id, Scorecard.member_id == member.id
        )
    ).all()


def test_begun_by_five_presses_it_is_one_card(press, year):
    member = str(year.account(year.member).id)
    path = member_at(year, year.member)

    answers = press(*[{"account": member, "path": path, "data": {}}] * 5)

    assert answers == ["302"] * 5
    assert len(cards_of(year, year.member)) == 1


def test_begun_by_its_writer_and_from_paper_it_is_one_of_the_two(press, year):
    writer, leader = (str(year.account(one).id) for one in (year.member, year.secretary))

    answers = press(
        {"account": writer, "path": member_at(year, year.member), "data": {}},
        {"account": leader, "path": member_at(year, year.member, "paper"), "data": {}},
    )

    [card] = cards_of(year, year.member)
    # Who comes second is led to the card, or told that the comrade writes it.
    assert answers[0] == "302"
    assert card.is_from_paper is (answers[1] == "302")


def test_decided_together_by_two_at_once_there_is_one_decision_each(press, make, year):
    cards = [year.card(one, CardState.REVIEWED) for one in (year.member, year.deputy)]
    data = {"cards": [f"{card.id}:{card.version}" for card in cards]}
    path = campaign_at(year, "decide")
    pressing = [
        {
            "account": str(make.account(Role.STANDING_COMMITTEE, at=year.committee).id),
            "path": path,
            "data": data,
        }
        for _ in range(3)
    ]

    answers = press(*pressing)

    assert answers.count("302") == 1
    for card in cards:
        found = db.session.scalars(select(GradeDecision).where(GradeDecision.key == card.key))
        assert len(found.all()) == 1
