"""Two who deal with one score at the same moment."""

import pytest
from sqlalchemy import select

from app.access.permissions import Role
from app.extensions import db
from app.scoring.models import GradeDecision, ScoreAppeal
from app.scoring.queries.cards import get_card
from app.scoring.rules.cards import CardState
from tests.at_once import pressing_at_once
from tests.factory import Make
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
