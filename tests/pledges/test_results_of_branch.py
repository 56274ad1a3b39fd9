"""The year's results of a branch, side by side, and the close of all that is done."""

import pytest
import time_machine

from app.access.permissions import Role
from app.extensions import db
from app.kernel.errors import RuleBroken, StaleEdit
from app.pledges.models import Pledge
from app.pledges.rules import PledgeStatus
from app.pledges.service import results
from tests.pledges.year_end import ALL_MET, DECEMBER, year_end_of


@pytest.fixture(autouse=True)
def _in_december():
    with time_machine.travel(DECEMBER, tick=False):
        yield


@pytest.fixture
def year_end(make):
    return year_end_of(make)


@pytest.fixture
def secretary(year_end, make, sign_in):
    return sign_in(account=make.account(member=year_end.secretary, at=year_end.branch))


@pytest.fixture
def address(year_end):
    return f"/branches/{year_end.branch.id}/pledges/2026/results"


def another(year_end, status=PledgeStatus.CONFIRMED):
    make, pledge = year_end.make, year_end.pledge
    member = make.member("Lê Minh Khôi", branch=year_end.branch)
    return make.pledge(member, campaign=pledge.campaign, branch=year_end.branch, status=status)


def statuses():
    return sorted(status for (status,) in db.session.query(Pledge.status))


def test_a_branch_sees_how_far_each_has_come(secretary, year_end, address):
    another(year_end)
    another(year_end, PledgeStatus.SUBMITTED)
    year_end.handed_in(ALL_MET)
    year_end.commented()
    db.session.commit()

    page = secretary.get(address).text

    assert "3/3 đạt" in page
    assert "1/3 đạt, 1 đạt một phần, 1 chưa đạt" in page
    assert page.count("Lê Minh Khôi") == 1
    assert "1/2" in page
    assert "Khóa 1 bản đã nhận xét" in page


def test_a_branch_without_a_confirmed_pledge_is_told_what_comes(secretary, year_end, address):
    year_end.pledge.status = PledgeStatus.SUBMITTED
    db.session.commit()

    assert "Chưa có bản cam kết nào được xác nhận" in secretary.get(address).text


@pytest.mark.parametrize(
    ("role", "at", "expected"),
    [
        (Role.BRANCH_COMMITTEE, "branch", 200),
        (Role.MEMBER, "branch", 403),
        (Role.STANDING_COMMITTEE, "committee", 200),
        (Role.OBSERVER, "committee", 200),
        (Role.OFFICE, "committee", 403),
        (Role.INSPECTOR, "committee", 200),
    ],
)
def test_who_reads_it(sign_in, year_end, address, role, at, expected):
    client = sign_in(role, at=getattr(year_end, at))

    assert client.get(address).status_code == expected


def test_another_branch_finds_nothing(make, sign_in, address):
    assert sign_in(Role.SECRETARY, at=make.branch()).get(address).status_code == 404


def test_all_that_was_commented_is_closed_at_once(secretary, year_end, address):
    another(year_end)
    year_end.handed_in()
    year_end.commented()
    db.session.commit()
    seen = results.seen_of([year_end.pledge])

    secretary.post(f"{address}/close", data={"seen": seen})

    assert statuses() == [PledgeStatus.CLOSED, PledgeStatus.CONFIRMED]
    assert secretary.post(f"{address}/close", data={"seen": seen}).status_code == 409


def test_what_the_page_did_not_show_is_not_closed(year_end):
    year_end.handed_in()
    year_end.commented()
    how = {"by": year_end.by("secretary"), "now": DECEMBER}

    with pytest.raises(StaleEdit):
        results.close_all(year_end.branch, 2026, seen="", **how)
    with pytest.raises(RuleBroken, match="Không còn bản cam kết nào chờ khóa"):
        results.close_all(year_end.branch, 2025, seen="", **how)
    assert statuses() == [PledgeStatus.COMMENTED]


def test_the_page_asks_as_much_for_many_as_for_few(secretary, year_end, address, count_queries):
    def ask():
        secretary.get(address)
        with count_queries() as statements:
            secretary.get(address)
        return len(statements)

    few = ask()
    for _ in range(6):
        another(year_end)
    db.session.commit()

    assert ask() == few <= 7
