"""A branch whose committee collects pledges, with a member and who leads it."""

import pytest

from app.access.permissions import Role
from app.people.rules import Position


@pytest.fixture
def committee(make):
    return make.organisation(name="Đảng ủy Sở Nội vụ")


@pytest.fixture
def branch(make, committee):
    return make.branch(parent=committee, name="Chi bộ Hành chính")


@pytest.fixture
def office(sign_in, committee):
    return sign_in(Role.OFFICE, at=committee)


@pytest.fixture
def campaign(make, committee):
    return make.campaign(committee)


@pytest.fixture
def author(make, branch):
    return make.member("Võ Văn Bình", branch=branch)


@pytest.fixture
def elder(make, branch):
    return make.member("Phan Thanh Long", branch=branch)


@pytest.fixture
def secretary(make, branch, sign_in):
    leader = make.member("Trần Thị Hạnh", branch=branch, position=Position.SECRETARY)
    return sign_in(account=make.account(member=leader, at=branch))
