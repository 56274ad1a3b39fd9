import pytest

from app.access.permissions import Role
from app.extensions import db
from app.people.rules import Position


@pytest.fixture
def committee(make):
    return make.organisation(name="Đảng ủy Văn phòng")


@pytest.fixture
def branch(make, committee):
    return make.branch(parent=committee, name="Chi bộ Thông tin - Tin học")


@pytest.fixture
def leader(make, branch):
    return make.member("Trần Thị Hạnh", branch=branch, position=Position.SECRETARY)


@pytest.fixture
def secretary(make, branch, leader, sign_in):
    return sign_in(account=make.account(member=leader, at=branch))


@pytest.fixture
def above(committee, sign_in):
    return sign_in(Role.STANDING_COMMITTEE, at=committee)


@pytest.fixture
def planned(make):
    """A topic in the database, with everything made before it."""

    def plan(**values):
        topic = make.topic(**values)
        db.session.commit()
        return topic

    return plan
