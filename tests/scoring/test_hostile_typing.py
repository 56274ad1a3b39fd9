"""Whatever is refused, what somebody typed stays before them."""

import pytest
import time_machine

from app.access.permissions import Role
from app.extensions import db
from app.scoring.queries.cards import get_card
from app.scoring.rules.cards import CardState
from app.scoring.rules.rubric import Column
from tests.scoring.month import THREE_COLUMNS, Month

LONG = "Ba đồng chí vắng vì đi công tác, đã báo trước."


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-11-20 08:00+07:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def month(make):
    return Month(make, content=THREE_COLUMNS)


def said(card, **data):
    return {"version": card.version, "said_0": "no", "note_0": LONG, "said_1": "yes", **data}


@pytest.mark.parametrize("what", ["save", "hand_on", "recount"])
@pytest.mark.parametrize("state", [CardState.DECIDED, CardState.RETURNED])
def test_who_decides_on_what_was_dealt_with_meanwhile_gets_the_form_back(
    month, sign_in, what, state
):
    card = month.submitted(state=state)
    client = sign_in(Role.STANDING_COMMITTEE, at=month.committee)

    answer = client.post(f"/scorecards/{card.id}/decision", data=said(card, what=what))

    assert answer.status_code == 200
    assert answer.text.count(f"{LONG}</textarea>") == 1
    assert not get_card(card.id).answers_in(Column.DECISION)
    assert client.get(f"/scorecards/{card.id}/decision").status_code == 409


def test_what_was_typed_for_a_score_taken_back_is_shown_without_the_score(month, sign_in):
    card = month.submitted(state=CardState.DRAFT, submitted_at=None)
    client = sign_in(Role.STANDING_COMMITTEE, at=month.committee)

    answer = client.post(f"/scorecards/{card.id}/decision", data=said(card, what="save"))

    assert answer.status_code == 409
    assert LONG in answer.text
    assert "100" not in answer.text


def test_a_branch_that_goes_on_writing_what_it_has_handed_on_keeps_its_words(month, sign_in):
    card = month.submitted()
    client = sign_in(Role.SECRETARY, at=month.branch)

    answer = client.post(f"/scorecards/{card.id}/self", data=said(card, what="save"))

    assert answer.status_code == 200
    assert LONG in answer.text
    assert "Phiếu đã nộp" in answer.text
    assert get_card(card.id).answers_in(Column.SELF)["1"].is_yes


@pytest.mark.parametrize(
    ("verb", "data"),
    [
        ("decide", {"reason": LONG}),
        ("return", {"comment": LONG}),
        ("appeal/answer", {"answer": LONG, "outcome": "kept"}),
    ],
)
def test_a_verb_that_comes_too_late_keeps_its_words(month, sign_in, verb, data):
    card = month.submitted(state=CardState.DECIDED)
    client = sign_in(Role.STANDING_COMMITTEE, at=month.committee)

    answer = client.post(f"/scorecards/{card.id}/{verb}", data={"version": card.version, **data})

    assert answer.status_code == 200
    assert LONG in answer.text


def test_a_criterion_typed_while_the_rubric_is_issued_is_not_lost(month, sign_in):
    client = sign_in(Role.OFFICE, at=month.committee)
    typed = {"code": "9", "label": LONG, "kind": "yes_no", "guidance": "Xem sổ họp.", "version": 1}

    paths = ("criteria/new", "criteria/1/edit", "edit", "grades", "gates")
    for path in paths:
        answer = client.post(f"/rubrics/{month.rubric.id}/{path}", data=typed)
        assert answer.status_code == 409
        assert LONG in answer.text
        assert "Xem sổ họp." in answer.text


def test_both_versions_of_a_column_lead_on_with_all_that_was_typed(month, sign_in):
    card = month.submitted()
    client = sign_in(Role.STANDING_COMMITTEE, at=month.committee)
    stale = said(card, what="save", version=card.version + 5)

    answer = client.post(f"/scorecards/{card.id}/decision", data=stale)

    assert answer.status_code == 409
    assert LONG in answer.text
    assert "said_1" in answer.text
    assert not db.session.get(type(card), card.id).answers_in(Column.DECISION)
