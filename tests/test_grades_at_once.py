"""Two who deal with one official grade at the same moment."""

from datetime import date

import pytest

from app.access.permissions import Role
from app.extensions import db
from app.scoring.queries.decisions import decisions_on
from app.scoring.rules.subjects import year_key
from tests.at_once import pressing_at_once
from tests.factory import NOW, Make


@pytest.fixture(scope="module")
def press(tmp_path_factory):
    with pressing_at_once("grades", tmp_path_factory) as press:
        yield press


class Grades:
    """A branch, and two of the standing committee above it."""

    def __init__(self, make):
        self.committee = make.organisation()
        self.branch = make.branch(parent=self.committee)
        self.member = make.member(branch=self.branch, starts_on=date(2010, 1, 1))
        self.key = year_key(self.branch.id, self.member.id, 2019, 0)
        self.deciders = [
            str(make.account(Role.STANDING_COMMITTEE, at=self.committee).id) for _ in range(2)
        ]

    def by(self, number, path, **data):
        basis = {"number_symbol": "21-QĐ/ĐU", "decided_on": "2020-03-02"}
        return {"account": self.deciders[number], "path": path, "data": basis | data}

    def standing(self):
        return [one for one in decisions_on(self.key) if one.stands]


@pytest.fixture(scope="module")
def make(press):
    return Make()


@pytest.fixture
def place(make):
    db.session.rollback()
    return Grades(make)


def test_given_anew_by_two_at_once_one_new_grade_stands(press, make, place):
    decision = make.grade(place.branch, member=place.member, year=2019)
    path = f"/grades/{decision.id}/regrade"
    given = {"reason": "Kết luận kiểm tra", "version": 1}

    answers = press(
        place.by(0, path, grade="completed", **given),
        place.by(1, path, grade="not_completed", **given),
    )

    assert sorted(answers) in (["302", "409"], ["200", "302"])
    db.session.expire_all()
    assert len(decisions_on(place.key)) == 2
    assert len(place.standing()) == 1


def test_a_cancelled_grade_given_anew_by_two_at_once_is_given_once(press, make, place):
    decision = make.grade(
        place.branch,
        member=place.member,
        year=2019,
        cancelled_at=NOW,
        cancelled_by="Văn phòng",
        cancelled_reason="Ghi nhầm",
    )
    path = f"/grades/{decision.id}/regrade"
    given = {"reason": "Kết luận kiểm tra", "version": 1}

    answers = press(
        place.by(0, path, grade="completed", **given),
        place.by(1, path, grade="not_completed", **given),
    )

    assert answers.count("302") == 1
    db.session.expire_all()
    assert len(place.standing()) == 1


def test_typed_by_two_at_once_it_stands_once(press, place):
    path = f"/organisations/{place.branch.id}/grades/2019/type-members"
    grade = f"grade_{place.member.id.hex}"

    answers = press(
        place.by(0, path, **{grade: "excellent"}), place.by(1, path, **{grade: "well_done"})
    )

    assert answers.count("302") == 1
    db.session.expire_all()
    assert len(decisions_on(place.key)) == 1


def test_a_list_and_one_of_it_typed_at_once_do_not_wait_crosswise(press, make, place):
    members = [place.member, *make.members(5, branch=place.branch, starts_on=date(2010, 1, 1))]
    ticks = {f"grade_{one.id.hex}": "completed" for one in members}
    path = f"/organisations/{place.branch.id}/grades/2019/type-members"
    single = {"year": "2019", "grade": "well_done"}

    answers = press(
        place.by(0, path, **ticks),
        *[place.by(1, f"/members/{one.id}/grades/new", **single) for one in members],
    )

    assert set(answers) <= {"302", "200", "409"}
    assert answers.count("302") == (1 if answers[0] == "302" else len(members))
