"""A committee under a province, with a branch, and who keeps its rubrics."""

import pytest
import time_machine

from app.access.permissions import Role
from app.extensions import db
from app.scoring.rules.cards import RubricState
from tests.scoring.builder import Builder


@pytest.fixture
def in_november():
    with time_machine.travel("2026-11-29 08:00+07:00", tick=False):
        yield


@pytest.fixture
def province(make):
    return make.organisation(name="Tỉnh ủy Sông Hậu")


@pytest.fixture
def committee(make, province):
    return make.organisation(name="Đảng ủy Sở Nội vụ", parent=province)


@pytest.fixture
def branch(make, committee):
    return make.branch(parent=committee, name="Chi bộ Hành chính")


@pytest.fixture
def office(sign_in, committee):
    return Builder(sign_in(Role.OFFICE, at=committee))


@pytest.fixture
def draft(make, committee):
    """A draft of the committee's own, that of the supplied frame unless said otherwise."""

    def made(number=2, **values):
        state = {"state": RubricState.DRAFT, "valid_from": None}
        edition = make.rubric(committee, number=number, **state, **values)
        db.session.commit()
        return edition

    return made


@pytest.fixture
def issued(make, committee):
    def made(number=1, **values):
        edition = make.rubric(committee, number=number, **values)
        db.session.commit()
        return edition

    return made
