"""Buttons of scorecards pressed at once: one card, one submission, nobody overwritten."""

import pytest
from sqlalchemy import select

from app.access.permissions import Role
from app.extensions import db
from app.meetings.models import Meeting
from app.scoring.models import Scorecard
from app.scoring.queries.cards import get_card
from app.scoring.rules.cards import CardState
from app.scoring.rules.rubric import Column
from tests.at_once import pressing_at_once
from tests.factory import Make
from tests.scoring.card_cast import cast_of

TYPED = {"said_0": "yes", "said_1": "Tốt", "said_2": "Không ai", "said_4": "0"}


@pytest.fixture(scope="module")
def press(tmp_path_factory):
    with pressing_at_once("cards", tmp_path_factory) as press:
        yield press


@pytest.fixture(scope="module")
def make(press):
    return Make()


@pytest.fixture
def cast(make):
    db.session.rollback()
    return cast_of(make)


def by(account, path, **data):
    return {"account": str(account.id), "path": path, "data": data}


def stored(cast_id):
    db.session.expire_all()
    found = db.session.scalars(select(Scorecard.id).where(Scorecard.meeting_id == cast_id)).one()
    return get_card(found)


def test_opened_by_five_presses_it_is_one_card(press, make, cast):
    leader = make.account(Role.SECRETARY, at=cast.branch)
    meeting = cast.meeting.id
    answers = press(*[by(leader, f"/meetings/{meeting}/score")] * 5)
    assert answers == ["302"] * 5
    assert stored(meeting).state is CardState.DRAFT


def test_submitted_by_two_secretaries_at_once_it_is_submitted_once(press, make, cast):
    roles = (Role.SECRETARY, Role.DEPUTY_SECRETARY)
    leaders = [make.account(role, at=cast.branch) for role in roles]
    meeting, card = cast.meeting.id, cast.opened()
    sent = {"version": card.version, "what": "hand_on", **TYPED}
    path = f"/scorecards/{card.id}/self"
    answers = press(*[by(one, path, **sent) for one in leaders * 2])
    found = stored(meeting)
    assert answers.count("302") == 1
    assert [step.kind.value for step in found.steps] == ["submitted"]
    assert db.session.get(Meeting, meeting).self_score == found.self_total == 100


def test_of_two_reviewers_at_once_one_is_told(press, make, cast):
    reviewers = [
        make.account(role, at=cast.committee)
        for role in (Role.COMMITTEE_MEMBER, Role.STANDING_COMMITTEE)
    ]
    card = cast.submitted()
    meeting, path = cast.meeting.id, f"/scorecards/{card.id}/review"
    answers = press(
        *[
            by(one, path, version=card.version, what="save", **{**TYPED, "note_0": note})
            for one, note in zip(reviewers, ("Một", "Hai"), strict=True)
        ]
    )
    assert sorted(answers) == ["302", "409"]
    assert stored(meeting).notes_in(Column.REVIEW)["1.1"] in ("Một", "Hai")


def test_withdrawn_by_three_presses_it_is_withdrawn_once(press, make, cast):
    leader = make.account(Role.SECRETARY, at=cast.branch)
    card = cast.submitted()
    meeting, path, version = cast.meeting.id, f"/scorecards/{card.id}", card.version
    answers = press(*[by(leader, f"{path}/withdraw", version=version)] * 3)
    found = stored(meeting)
    assert answers.count("302") == 1
    assert (found.state, db.session.get(Meeting, meeting).self_sheet) == (CardState.DRAFT, None)
