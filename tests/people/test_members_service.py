"""Members over time: what begins, what ends with it, and what stays as it was."""

from datetime import date

import pytest
from sqlalchemy import select

from app.access.permissions import Role
from app.audit.models import AuditEntry
from app.kernel.errors import RuleBroken, StaleEdit
from app.people import service
from app.people.queries import doubts_about, get_membership, members_of
from app.people.rules import Position, Status
from tests.factory import NOW

TODAY = date(2026, 11, 3)


@pytest.fixture
def branch(make):
    return make.branch()


@pytest.fixture
def office(make, branch):
    return make.actor(Role.OFFICE, at=branch)


def events(db):
    return db.session.scalars(select(AuditEntry.event).order_by(AuditEntry.sequence)).all()


def add(branch, by, **values):
    return service.add_member(
        branch,
        {"name": "Đặng Thùy Dung", **values},
        status=Status.PROBATIONARY,
        starts_on=date(2026, 1, 5),
        by=by,
        now=NOW,
    )


def membership(member, organisation):
    return get_membership(organisation.id, member.id, on=TODAY)


def test_a_new_member_stands_in_the_branch_from_the_first_day(db, branch, office):
    member = add(branch, office, birth_year=1999)

    assert [row.member_id for row in members_of(branch.id, on=date(2026, 1, 5))] == [member.id]
    assert members_of(branch.id, on=date(2026, 1, 4)) == []
    assert member.folded_name == "dang thuy dung"
    assert events(db) == ["member:added", "status:begun"]


def test_a_member_cannot_be_added_to_a_committee(make, office):
    with pytest.raises(RuleBroken):
        add(make.organisation(), office)


def test_a_new_status_ends_the_open_one_the_day_before(branch, office):
    member = add(branch, office)

    service.begin_status(
        member, branch, Status.OFFICIAL, starts_on=date(2026, 10, 1), by=office, now=NOW
    )

    assert [(p.status, p.ends_on) for p in member.statuses] == [
        (Status.PROBATIONARY, date(2026, 9, 30)),
        (Status.OFFICIAL, None),
    ]
    assert members_of(branch.id, on=date(2026, 9, 30))[0].status is Status.PROBATIONARY


def test_a_status_cannot_begin_inside_a_finished_one(make, branch, office):
    member = make.member(branch=branch, ends_on=date(2025, 12, 31))

    with pytest.raises(RuleBroken):
        service.begin_status(
            member, branch, Status.EXEMPT, starts_on=date(2025, 6, 1), by=office, now=NOW
        )


def test_positions_in_the_branch_end_with_the_status_but_following_another_does_not(
    make, branch, office
):
    member = make.member(branch=branch, position=Position.SECRETARY)
    make.position(member, branch, Position.OBSERVER)
    make.position(member, make.organisation(), Position.COMMITTEE_MEMBER)

    service.end_status(member.statuses[0], ends_on=date(2026, 11, 30), by=office, now=NOW)

    ended = {p.position: p.ends_on for p in member.positions}
    assert ended == {
        Position.SECRETARY: date(2026, 11, 30),
        Position.OBSERVER: None,
        Position.COMMITTEE_MEMBER: None,
    }


def test_a_status_that_ended_last_year_cannot_be_ended_anew(make, branch, office):
    member = make.member(branch=branch, ends_on=date(2025, 12, 31))

    with pytest.raises(RuleBroken, match="31/12/2025"):
        service.end_status(member.statuses[0], ends_on=date(2026, 5, 1), by=office, now=NOW)


def test_a_transfer_moves_status_positions_and_account_and_leaves_last_year_alone(
    make, branch, office
):
    other = make.branch()
    member = make.member(branch=branch, position=Position.DEPUTY_SECRETARY)
    account = make.account(member=member, at=branch)

    service.transfer_member(
        membership(member, branch), other, starts_on=date(2026, 11, 1), by=office, now=NOW
    )

    assert members_of(branch.id, on=date(2026, 10, 31))[0].positions == (Position.DEPUTY_SECRETARY,)
    assert members_of(branch.id, on=date(2026, 11, 1)) == []
    assert members_of(other.id, on=date(2026, 11, 1))[0].status is Status.OFFICIAL
    assert account.organisation is other


def test_a_temporary_stay_becomes_a_membership_by_transfer(make, branch, office):
    home, member = make.branch(), make.member()
    make.status(member, home, Status.OFFICIAL)
    make.status(member, branch, Status.TEMPORARY_IN)

    service.transfer_member(
        membership(member, home), branch, starts_on=date(2026, 11, 1), by=office, now=NOW
    )

    assert members_of(branch.id, on=TODAY)[0].status is Status.OFFICIAL
    assert members_of(branch.id, on=date(2026, 10, 31))[0].status is Status.TEMPORARY_IN


def test_who_has_left_cannot_be_transferred_or_changed_here(make, branch, office):
    member = make.member(branch=branch, ends_on=date(2025, 12, 31))
    left = membership(member, branch)

    with pytest.raises(RuleBroken):
        service.transfer_member(
            left, make.branch(), starts_on=date(2026, 11, 1), by=office, now=NOW
        )
    with pytest.raises(RuleBroken):
        service.change_member(left, {"name": "Khác"}, version=1, by=office, now=NOW)


def test_a_change_records_what_stood_before(db, make, branch, office):
    member = make.member("Lê Minh Khôi", branch=branch)

    service.change_member(
        membership(member, branch),
        {"name": "Lê Minh Khôi", "professional_title": "Phó trưởng phòng"},
        version=member.version,
        by=office,
        now=NOW,
    )

    facts = db.session.scalars(select(AuditEntry.facts)).one()
    assert facts["before"]["professional_title"] is None
    assert facts["after"]["professional_title"] == "Phó trưởng phòng"


def test_a_change_made_on_an_old_version_is_stale(make, branch, office):
    member = make.member(branch=branch)

    with pytest.raises(StaleEdit):
        service.change_member(
            membership(member, branch), {"name": "X"}, version=0, by=office, now=NOW
        )


def test_a_second_secretary_is_refused_until_the_first_has_ended(make, branch, office):
    old = make.member(branch=branch, position=Position.SECRETARY)
    new = make.member(branch=branch)

    def appoint(starts_on):
        return service.begin_position(
            new, branch, Position.SECRETARY, starts_on=starts_on, by=office, now=NOW
        )

    with pytest.raises(RuleBroken):
        appoint(date(2026, 11, 1))
    service.end_position(old.positions[0], ends_on=date(2026, 10, 31), by=office, now=NOW)
    assert appoint(date(2026, 11, 1)).member is new


def test_a_branch_committee_of_a_small_branch_is_doubted(make, branch, office):
    members = make.members(9, branch=branch)
    period = service.begin_position(
        members[0],
        branch,
        Position.BRANCH_COMMITTEE_MEMBER,
        starts_on=date(2026, 11, 1),
        by=office,
        now=NOW,
    )
    assert doubts_about(period) == []

    service.end_status(members[1].statuses[0], ends_on=date(2026, 10, 30), by=office, now=NOW)

    assert len(doubts_about(period)) == 1


def test_a_branch_sees_of_a_former_member_only_what_was_here(make, branch):
    member = make.member(branch=branch, ends_on=date(2025, 12, 31), position=Position.SECRETARY)
    make.status(member, make.branch(), Status.OFFICIAL, starts_on=date(2026, 1, 1))

    seen = membership(member, branch)

    assert not seen.is_current
    assert [p.organisation for p in seen.statuses] == [branch]
    assert [p.position for p in seen.positions] == [Position.SECRETARY]


def test_a_stranger_has_no_membership(make, branch):
    member = make.member(branch=make.branch())
    make.position(member, branch, Position.OBSERVER)

    assert membership(member, branch) is None
