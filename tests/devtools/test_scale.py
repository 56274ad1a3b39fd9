"""Databases for benches and query counts."""

from collections import Counter

from sqlalchemy import func, select

from app.assignments.models import Assignment
from app.meetings.models import Attendance, Meeting
from app.organisations.models import Organisation
from app.organisations.queries import list_branches_below
from app.pledges.models import Pledge, PledgeCampaign, PledgeItem
from app.pledges.queries.duties import duties_of
from app.pledges.rules import PledgeStatus, StepKind
from app.scoring.models import GradeDecision, Scorecard
from app.scoring.rules.cards import CardState
from app.scoring.rules.rubric import Column
from app.scoring.rules.scoring import score

SMALL = ["dev", "scale", "--branches", "2", "--meetings", "14", "--members", "5"]


def number_of(db, table):
    return db.session.scalar(select(func.count()).select_from(table))


def test_a_database_is_filled_to_measure(app, db, monkeypatch):
    monkeypatch.setitem(app.config, "SAMPLE_DATA", True)

    result = app.test_cli_runner().invoke(args=SMALL)

    assert result.exit_code == 0, result.output
    assert number_of(db, Meeting) == 2 * 14
    assert number_of(db, Attendance) == 2 * 14 * 5
    assert number_of(db, Assignment) == 2 * 14 * 3
    meeting = db.session.scalars(select(Meeting).limit(1)).one()
    assert (meeting.must_attend, meeting.present, meeting.excused) == (5, 4, 1)
    assert db.session.scalar(select(func.count(Meeting.period.distinct()))) == 14


def test_a_year_of_pledges_is_filled_in_the_states_that_count(app, db, monkeypatch):
    monkeypatch.setitem(app.config, "SAMPLE_DATA", True)
    wanted = ["dev", "scale", "--branches", "2", "--meetings", "1", "--members", "50", "--pledges"]

    result = app.test_cli_runner().invoke(args=wanted)

    assert result.exit_code == 0, result.output
    states = Counter(db.session.scalars(select(Pledge.status)))
    campaign = db.session.scalars(select(PledgeCampaign)).one()
    duties = duties_of(campaign, on=campaign.closes_on)
    assert states == {
        PledgeStatus.CONFIRMED: 2 * 48,
        PledgeStatus.SUBMITTED: 2,
        PledgeStatus.DRAFT: 2,
    }
    assert len([line for line in duties if line.duty.is_due]) == 2 * 50
    assert number_of(db, PledgeItem) == 2 * 50 * 8
    pledge = db.session.scalars(select(Pledge).where(Pledge.confirmed_at.is_not(None))).first()
    assert [step.kind for step in pledge.steps] == [
        StepKind.STARTED,
        StepKind.SUBMITTED,
        StepKind.CONFIRMED,
    ]


def test_each_filling_is_a_committee_of_its_own(app, db, monkeypatch):
    monkeypatch.setitem(app.config, "SAMPLE_DATA", True)

    for _ in range(2):
        assert app.test_cli_runner().invoke(args=SMALL).exit_code == 0

    roots = db.session.scalars(select(Organisation).where(Organisation.parent_id.is_(None))).all()
    assert [len(list_branches_below(root.path)) for root in roots] == [2, 2]


def test_an_installation_for_real_use_is_not_filled(app, db):
    result = app.test_cli_runner().invoke(args=SMALL)

    assert result.exit_code == 1
    assert "make demo" in result.output
    assert number_of(db, Organisation) == 0


def test_scores_are_filled_decided_and_waiting(app, db, monkeypatch):
    monkeypatch.setitem(app.config, "SAMPLE_DATA", True)

    result = app.test_cli_runner().invoke(args=[*SMALL, "--scores"])

    assert result.exit_code == 0, result.output
    cards = db.session.scalars(select(Scorecard)).all()
    assert Counter(card.state for card in cards) == {
        CardState.DECIDED: 18 + 1,  # of 28 meetings and 2 branches
        CardState.SUBMITTED: 10 + 1,
    }
    assert number_of(db, GradeDecision) == 19
    for card in cards:
        found = score(card.rubric.rubric, card.answers_in(Column.SELF))
        assert (found.open_codes, found.total) == ((), card.self_total)
