from datetime import date
from fractions import Fraction

import pytest

from app.access.permissions import Role
from app.extensions import db
from app.meetings.models import Guest
from app.meetings.rules.life import MeetingStatus, MeetingType
from app.observers.models import VisitReport
from app.observers.queries.coverage import coverage_below
from tests.factory import NOW


@pytest.fixture
def committee(make):
    return make.organisation()


@pytest.fixture
def branch(make, committee):
    return make.branch(parent=committee, name="Chi bộ Hành chính")


def held(make, branch, month, **values):
    return make.meeting(
        branch=branch,
        held_on=date(2026, month, 3),
        **{"status": MeetingStatus.ADOPTED, **values},
    )


def seen_by_guest(meeting, **values):
    guest = Guest(meeting=meeting, name="Phan Thanh Long", **{"is_observer": True, **values})
    db.session.add(guest)
    db.session.flush()


def test_a_meeting_counts_as_seen_by_a_guest_or_by_a_submitted_report(make, committee, branch):
    seen_by_guest(held(make, branch, 1))
    seen_by_guest(held(make, branch, 2), has_attended=False)
    seen_by_guest(held(make, branch, 3), is_observer=False)
    for month, submitted_at in ((4, NOW), (5, None)):
        meeting = held(make, branch, month, status=MeetingStatus.MINUTES_DRAFTED)
        db.session.add(
            VisitReport(meeting=meeting, member=make.member(), submitted_at=submitted_at)
        )

    [row] = coverage_below(committee, year=2026)

    assert (row.attended, row.held, row.rate) == (2, 5, Fraction(2, 5))
    assert [meeting.period.month for meeting in row.unseen] == [2, 3, 5]


def test_what_was_not_held_or_is_the_branch_committees_own_is_not_counted(make, committee, branch):
    held(make, branch, 1, status=MeetingStatus.NOTIFIED)
    held(make, branch, 2, status=MeetingStatus.CANCELLED)
    held(make, branch, 3, type=MeetingType.BRANCH_COMMITTEE)
    make.meeting(branch=branch, held_on=date(2025, 12, 3), status=MeetingStatus.ADOPTED)

    [row] = coverage_below(committee, year=2026)

    assert (row.attended, row.held, row.rate) == (0, 0, None)


def test_a_guest_and_a_report_of_one_meeting_count_once(make, committee, branch):
    meeting = held(make, branch, 1)
    seen_by_guest(meeting)
    db.session.add(VisitReport(meeting=meeting, member=make.member(), submitted_at=NOW))

    [row] = coverage_below(committee, year=2026)

    assert (row.attended, row.held) == (1, 1)


def test_the_page_shows_both_numbers_and_what_nobody_saw(make, committee, branch, sign_in):
    seen_by_guest(held(make, branch, 1))
    unseen = held(make, branch, 2)
    office = sign_in(Role.OFFICE, at=committee)

    page = office.get(f"/organisations/{committee.id}/observers/coverage?year=2026").text

    assert "1/2" in page
    assert "50 %" in page
    assert f"/meetings/{unseen.id}" in page


@pytest.mark.parametrize("year", ["", "abc", "99999", "-1"])
def test_a_year_that_makes_no_sense_shows_this_year(committee, sign_in, year):
    office = sign_in(Role.OFFICE, at=committee)

    answer = office.get(f"/organisations/{committee.id}/observers/coverage?year={year}")

    assert answer.status_code == 200


def test_another_committee_sees_nothing(make, committee, branch, sign_in):
    other = sign_in(Role.STANDING_COMMITTEE, at=make.organisation())

    assert other.get(f"/organisations/{committee.id}/observers/coverage").status_code == 404


def test_a_hundred_branches_are_one_page_under_twelve_questions(
    make, committee, branch, sign_in, count_queries
):
    office = sign_in(Role.OFFICE, at=committee)
    address = f"/organisations/{committee.id}/observers/coverage?year=2026"
    seen_by_guest(held(make, branch, 1))
    db.session.commit()
    office.get(address)
    with count_queries() as few:
        office.get(address)
    for _ in range(100):
        other = make.branch(parent=committee)
        seen_by_guest(held(make, other, 1))
        held(make, other, 2)
    db.session.commit()
    with count_queries() as many:
        page = office.get(address).text

    assert "101/201" in page
    assert len(few) == len(many) < 12
