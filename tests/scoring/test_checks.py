"""Nobody changes what was issued or decided without its being seen."""

from datetime import date

import pytest
from sqlalchemy import delete, update

from app.access.permissions import Role
from app.extensions import db
from app.kernel.checks import run
from app.scoring.models import GradeDecision, RubricEdition
from app.scoring.queries.checks import decisions_hold, rubrics_hold
from app.scoring.rules.indicators import Subject
from app.scoring.rules.supplied import supplied
from app.scoring.service.decisions import cancel_decision
from app.scoring.service.rubrics import begin_rubric, issue_rubric
from tests.factory import NOW
from tests.scoring.scored import scored_and_decided


@pytest.fixture
def decision(make):
    return db.session.query(GradeDecision).filter_by(card_id=scored_and_decided(make).card.id).one()


@pytest.fixture
def issued(make):
    place = make.organisation()
    by = make.actor(Role.OFFICE, at=place)
    edition = begin_rubric(place, Subject.MEETING, supplied(Subject.MEETING), by=by, now=NOW)
    issue_rubric(edition, valid_from=date(2026, 12, 1), version=edition.version, by=by, now=NOW)
    return edition


def change(model, id_, **values):
    db.session.execute(update(model).where(model.id == id_).values(**values))
    db.session.expire_all()


def test_what_was_decided_and_later_cancelled_holds(make, decision):
    by = make.actor(Role.STANDING_COMMITTEE, at=decision.organisation.parent)
    assert (run(decisions_hold()).count, run(decisions_hold()).flaw) == (1, None)
    cancel_decision(decision, reason="Sai số liệu", by=by, now=NOW)
    assert run(decisions_hold()).flaw is None


@pytest.mark.parametrize(
    "values",
    [
        {"grade": "good"},
        {"label": "Tốt"},
        {"total": 99},
        {"reason": "Lý do khác"},
        {"sheet": "[]"},
        {"decided_by": "Ai đó"},
        {"decided_on": date(2020, 1, 1)},
    ],
)
def test_a_decision_altered_behind_the_back_is_found(decision, values):
    change(GradeDecision, decision.id, **values)
    assert run(decisions_hold()).flaw.where == "nội dung"


def test_a_decision_that_is_gone_is_missed(decision):
    db.session.execute(delete(GradeDecision).where(GradeDecision.id == decision.id))
    assert "nay không còn" in run(decisions_hold()).flaw.expected


def test_a_grade_that_nobody_decided_is_found(make):
    make.grade(make.branch())
    assert "không có" in run(decisions_hold()).flaw.expected


def test_an_issued_rubric_holds_and_an_altered_one_is_found(issued):
    assert (run(rubrics_hold()).count, run(rubrics_hold()).flaw) == (1, None)
    change(RubricEdition, issued.id, content=issued.content.replace('"90"', '"80"'))
    assert run(rubrics_hold()).flaw.where == "nội dung"
