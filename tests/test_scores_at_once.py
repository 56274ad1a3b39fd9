"""Two who deal with one score at the same moment."""

from datetime import date

import pytest
from sqlalchemy import select

from app.access.permissions import Role
from app.extensions import db
from app.scoring.models import GradeDecision, ScoreAppeal, Scorecard
from app.scoring.queries.cards import get_card
from app.scoring.queries.decisions import standing_decision
from app.scoring.rules.cards import CardState
from app.scoring.rules.indicators import Subject
from tests.at_once import pressing_at_once
from tests.factory import Make
from tests.scoring.grading_year import GradingYear
from tests.scoring.month import Month

REFUSED = {"409", "200"}  # another page than before, or the rule beside the form


@pytest.fixture(scope="module")
def press(tmp_path_factory):
    with pressing_at_once("scores", tmp_path_factory) as press:
        yield press


@pytest.fixture(scope="module")
def make(press):
    return Make()


class Deciders(Month):
    """Two of the standing committee, and who leads the branch."""

    def __init__(self, make):
        super().__init__(make)
        self.first, self.second = (
            str(make.account(Role.STANDING_COMMITTEE, at=self.committee).id) for _ in range(2)
        )
        self.secretary = str(make.account(Role.SECRETARY, at=self.branch).id)
        db.session.commit()

    def secretary_of(self, card):
        return str(self.make.account(Role.SECRETARY, at=card.organisation).id)


@pytest.fixture
def month(make):
    db.session.rollback()
    return Deciders(make)


def by(account, card, verb, **data):
    sent = {"version": get_card(card.id).version, **data}
    return {"account": account, "path": f"/scorecards/{card.id}/{verb}", "data": sent}


def kinds(card):
    return [step.kind.value for step in get_card(card.id).steps]


def decisions(card):
    return db.session.scalars(select(GradeDecision).where(GradeDecision.key == card.key)).all()


def test_decided_by_two_at_once_there_is_one_decision(press, month):
    card = month.submitted()

    answers = press(
        by(month.first, card, "accept"),
        by(month.second, card, "decide", reason="Đồng ý."),
        by(month.first, card, "accept"),
        by(month.second, card, "accept"),
    )

    assert answers.count("302") == 1
    assert set(answers) <= {"302", *REFUSED}
    assert len(decisions(card)) == 1
    assert kinds(card) == ["decided"]


def test_decided_and_asked_back_at_once_it_is_one_of_the_two(press, month):
    card = month.submitted()

    answers = press(
        by(month.first, card, "accept"),
        by(month.second, card, "return", comment="Nêu rõ giờ họp."),
        by(month.first, card, "return", comment="Nêu rõ địa điểm."),
    )

    is_decided = get_card(card.id).state is CardState.DECIDED
    assert answers.count("302") == 1
    assert set(answers) <= {"302", *REFUSED}
    assert kinds(card) == (["decided"] if is_decided else ["returned"])
    assert len(decisions(card)) == is_decided


def test_decided_and_withdrawn_at_once_it_is_one_of_the_two(press, month):
    card = month.submitted()

    answers = press(
        by(month.first, card, "accept"),
        by(month.secretary, card, "withdraw"),
        by(month.second, card, "accept"),
    )

    is_decided = get_card(card.id).state is CardState.DECIDED
    assert answers.count("302") == 1
    assert set(answers) <= {"302", *REFUSED}
    assert kinds(card) == (["decided"] if is_decided else ["withdrawn"])
    assert len(decisions(card)) == is_decided


def test_decided_while_the_column_is_written_it_is_decided_on_what_was_seen(press, month):
    card = month.submitted()

    answers = press(
        by(month.first, card, "accept"),
        by(month.second, card, "decision", said_0="no", note_0="Họp muộn.", said_1="yes"),
    )

    found = decisions(card)
    assert answers.count("302") == 1
    assert [one.total for one in found] == ([100] if answers[0] == "302" else [])


def test_appealed_by_two_at_once_there_is_one_appeal(press, month):
    card = month.submitted()
    press(by(month.first, card, "accept"))
    db.session.expire_all()

    answers = press(
        *[by(month.secretary, card, "appeal", reason=f"Xin xem lại lần {n}.") for n in range(3)]
    )

    found = db.session.scalars(select(ScoreAppeal).where(ScoreAppeal.card_id == card.id)).all()
    assert answers.count("302") == len(found) == 1
    assert set(answers) <= {"302", *REFUSED}


def test_answered_by_two_at_once_there_is_one_answer(press, month):
    card = month.submitted()
    press(by(month.first, card, "accept"))
    db.session.expire_all()
    press(by(month.secretary, card, "appeal", reason="Xin xem lại."))
    db.session.expire_all()

    answers = press(
        by(month.first, card, "appeal/answer", outcome="kept", answer="Giữ nguyên."),
        by(month.second, card, "appeal/answer", outcome="granted", answer="Chấm lại."),
    )

    found = get_card(card.id)
    assert answers.count("302") == 1
    assert set(answers) <= {"302", *REFUSED}
    assert kinds(card).count("answered") == 1
    assert found.appeal.is_granted is (found.state is CardState.SUBMITTED)


def test_two_who_accept_overlapping_lists_accept_each_score_once(press, month):
    cards = [
        month.submitted(month.make.branch(parent=month.committee, name=f"Chi bộ {at}"))
        for at in range(5)
    ]

    def accept(account, some):
        ticks = [f"{card.id.hex}:{get_card(card.id).version}" for card in some]
        path = f"/organisations/{month.committee.id}/scores/accept?month=2026-11"
        return {"account": account, "path": path, "data": {"cards": ticks}}

    answers = press(
        accept(month.first, cards[:4]),
        accept(month.second, cards[:0:-1]),
        by(month.second, cards[2], "accept"),
    )

    counted = [len(decisions(card)) for card in cards]
    assert set(answers) <= {"302", *REFUSED}
    assert answers.count("302") == 1
    assert counted in ([1, 1, 1, 1, 0], [0, 1, 1, 1, 1], [0, 0, 1, 0, 0])


def test_two_who_accept_other_scores_of_the_same_branches_do_not_wait_crosswise(press, month):
    branches = [
        month.make.branch(parent=month.committee, name=f"Chi bộ số {at}") for at in range(8)
    ]
    of_two_months = [
        [
            month.submitted(branch, meeting=month.meeting(branch, held_on=date(2026, number, 5)))
            for branch in branches
        ]
        for number in (10, 11)
    ]

    def accept(account, cards):
        ticks = [f"{card.id.hex}:{card.version}" for card in cards]
        path = f"/organisations/{month.committee.id}/scores/accept"
        return {"account": account, "path": path, "data": {"cards": ticks}}

    presses = zip((month.first, month.second), of_two_months, strict=True)
    answers = press(*[accept(*one) for one in presses])

    assert answers == ["302", "302"]
    assert all(decisions(card) for cards in of_two_months for card in cards)


def test_an_appeal_answered_while_the_grade_is_given_anew_is_one_of_the_two(press, month):
    for _ in range(4):
        card = month.submitted(month.make.branch(parent=month.committee))
        press(by(month.first, card, "accept"))
        db.session.expire_all()
        press(by(month.secretary_of(card), card, "appeal", reason="Xin xem lại."))
        db.session.expire_all()
        [decision] = decisions(card)
        anew = {
            "grade": "fair",
            "reason": "Kết luận kiểm tra.",
            "number_symbol": "21-QĐ/ĐU",
            "decided_on": "2026-11-20",
            "version": decision.version,
        }

        answers = press(
            by(month.first, card, "appeal/answer", outcome="granted", answer="Chấm lại."),
            {"account": month.second, "path": f"/grades/{decision.id}/regrade", "data": anew},
        )

        found = get_card(card.id)
        stands = standing_decision(card.key)
        assert set(answers) <= {"302", *REFUSED}
        assert "302" in answers
        assert (stands is None) is (found.state is CardState.SUBMITTED)


def test_a_campaign_closed_while_a_score_is_handed_in_leaves_nothing_undecided(press, make):
    for _ in range(4):
        db.session.rollback()
        year = GradingYear(make, subject=Subject.BRANCH_YEAR)
        keeper = make.account(Role.STANDING_COMMITTEE, at=year.committee)
        secretary = make.account(Role.SECRETARY, at=year.branch)
        card = year.card(state=CardState.DRAFT)
        campaign = year.campaign

        press(
            {
                "account": str(keeper.id),
                "path": f"/gradings/{campaign.id}/close",
                "data": {"version": campaign.version},
            },
            by(str(secretary.id), card, "submit"),
        )

        db.session.expire_all()
        is_handed_in = db.session.get(Scorecard, card.id).state is CardState.SUBMITTED
        assert is_handed_in is (year.campaign.state == "open")
