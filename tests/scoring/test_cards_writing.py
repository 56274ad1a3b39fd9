"""A column is written line by line: prefilled, counted, saved, handed on with reasons."""

from fractions import Fraction

import pytest

from app.access.permissions import Role
from app.extensions import db
from app.meetings.rules.life import MeetingStatus
from app.scoring.models import Scorecard
from app.scoring.rules.cards import CardState
from app.scoring.rules.rubric import Column, CriterionKind, NotApplicable
from tests.scoring.rubrics import criterion, levels, rubric, section

ATTENDANCE = criterion(
    "2",
    CriterionKind.PERCENTAGE,
    20,
    indicator="meeting.attendance",
)
SHEET = rubric(
    section(
        "1",
        criterion("1.1", points=30),
        criterion(
            "1.2",
            CriterionKind.LEVELS,
            40,
            levels=levels(("Chưa tốt", 0), ("Khá", 25), ("Tốt", 40)),
        ),
    ),
    ATTENDANCE,
    criterion(
        "3",
        points=10,
        condition="has_topic",
        not_applicable=NotApplicable.RESCALE,
    ),
    criterion("4", CriterionKind.DEDUCTION, 10, per_unit=Fraction(2)),
)


@pytest.fixture
def branch(make):
    return make.branch(parent=make.organisation(name="Đảng ủy Sở Nội vụ"))


@pytest.fixture
def card(make, branch):
    meeting = make.meeting(
        branch=branch, status=MeetingStatus.IN_PROGRESS, must_attend=21, present=16, unexcused=0
    )
    found = make.meeting_card(meeting, rubric=make.rubric(branch.parent, content=SHEET))
    db.session.commit()
    return found


@pytest.fixture
def secretary(sign_in, branch):
    return sign_in(Role.SECRETARY, at=branch)


def url(card, column="self"):
    return f"/scorecards/{card.id}/{column}"


def stored():
    return db.session.query(Scorecard).one()


def typed(card, **values):
    """The fields as the page of `card` shows them, with other values in some."""
    return {
        "version": stored().version,
        "said_0": "yes",
        "said_1": "Tốt",
        "said_2": "76,19",
        "said_4": "0",
        **values,
    }


def test_what_facts_propose_stands_in_the_fields_with_its_reason(secretary, card):
    page = secretary.get(url(card)).text
    assert "16/21 đảng viên phải dự có mặt" in page
    assert 'value="76,19"' in page
    assert "Không áp dụng lần này (1)" in page


def test_a_draft_may_be_saved_unfinished(secretary, card):
    sent = secretary.post(url(card), data=typed(card, said_0="", what="save"))
    assert sent.status_code == 302
    found = stored()
    assert found.state is CardState.DRAFT
    assert found.answers_in(Column.SELF)["1.2"].level == "Tốt"
    assert found.self_grade is None


def test_a_figure_left_as_it_is_shown_is_meant_exactly(secretary, card):
    secretary.post(url(card), data=typed(card, what="hand_on"))
    found = stored()
    assert found.state is CardState.SUBMITTED
    assert found.answers_in(Column.SELF)["2"].value == Fraction(1600, 21)
