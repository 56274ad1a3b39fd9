"""The scores and grades of the sample: in the queue, in the minutes, in the years before."""

from collections import Counter
from datetime import date, time
from fractions import Fraction

import time_machine
from sqlalchemy import select

from app.devtools.demo import written
from app.kernel.checks import run
from app.meetings.models import Meeting
from app.organisations.queries import organisation_coded
from app.scoring.models import GradeDecision, ScoreAppeal, Scorecard
from app.scoring.queries.checks import decisions_hold, rubrics_hold
from app.scoring.rules.cards import CardState
from app.scoring.rules.indicators import Subject
from tests.devtools.test_demo_pledges import MORNING, signed_in, words_of


def cards_of(sample, subject, month=None):
    found = sample.scalars(select(Scorecard).where(Scorecard.subject == subject))
    return [
        one
        for one in found
        if month is None or (one.meeting and one.meeting.held_on.month == month)
    ]


def test_november_has_a_card_in_every_state(sample):
    states = Counter(card.state for card in cards_of(sample, Subject.MEETING, month=11))
    assert states == {
        CardState.DECIDED: 1,
        CardState.SUBMITTED: 3,
        CardState.RETURNED: 1,
        CardState.DRAFT: 1,
    }


def test_what_the_branch_agreed_on_stands_in_its_meeting(sample):
    for card in cards_of(sample, Subject.MEETING):
        if card.submitted_at is not None:
            assert card.meeting.self_score == card.self_total
            assert card.meeting.self_sheet


def test_before_september_branches_only_typed_their_points(sample):
    earlier = sample.scalars(
        select(Meeting).where(Meeting.held_on < date(2026, 9, 1), Meeting.self_score.is_not(None))
    ).all()
    assert earlier
    assert not any(meeting.self_sheet for meeting in earlier)


def test_of_two_appeals_one_was_granted_and_decided_anew(sample):
    assert Counter(sample.scalars(select(ScoreAppeal.is_granted))) == {True: 1, False: 1}
    granted = sample.scalars(select(ScoreAppeal).where(ScoreAppeal.is_granted)).one().card
    decisions = sample.scalars(
        select(GradeDecision)
        .where(GradeDecision.key == granted.key)
        .order_by(GradeDecision.recorded_at)
    ).all()
    assert [one.stands for one in decisions] == [False, True]
    assert decisions[1].replaces_id == decisions[0].id
    assert decisions[0].total < decisions[1].total == granted.self_total


def test_the_year_2025_warns_of_the_cap_with_both_fractions(sample, sample_app):
    graded = Counter(
        sample.scalars(
            select(GradeDecision.grade).where(
                GradeDecision.subject == Subject.MEMBER_YEAR, GradeDecision.year == 2025
            )
        )
    )
    assert graded == {"excellent": 15, "well_done": 60, "completed": 1, None: 2}
    assert Fraction(15, 60) > Fraction(20, 100)
    committee = organisation_coded("du")
    with time_machine.travel(MORNING, tick=False):
        client = signed_in(sample_app, "vanphong")
        page = words_of(client.get(f"/organisations/{committee.id}/grades/2025").text)
    assert "15/60 = 25 %" in page
    assert "tối đa 12" in page


def test_the_month_shows_its_points_to_the_committee(sample, sample_app):
    committee = organisation_coded("du")
    with time_machine.travel(written.at(written.cast()["sample"]["today"], time(9)), tick=False):
        client = signed_in(sample_app, "phobithu.du")
        page = words_of(client.get(f"/organisations/{committee.id}/scores?month=2026-11").text)
    assert "Chi bộ Nội chính - Văn xã" in page


def test_what_was_issued_and_decided_holds(sample):
    rubrics, decisions = run(rubrics_hold()), run(decisions_hold())
    assert (rubrics.count, rubrics.flaw) == (3, None)
    assert decisions.count > 100
    assert decisions.flaw is None
