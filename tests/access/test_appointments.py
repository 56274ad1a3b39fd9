"""A right that rests on membership lasts as long as the membership."""

from datetime import timedelta

import pytest

from app.access.permissions import Grant, Permission, Role, permits
from app.kernel.clock import today
from app.people.queries import load_account
from app.people.rules import Position, Status

YESTERDAY = today() - timedelta(days=1)


@pytest.fixture
def branch(make):
    return make.branch()


def roles(account, branch):
    return load_account(account.id, on=today()).actor.roles_over(branch.path)


def test_a_minute_taker_who_left_does_not_find_the_meeting_any_more(make, branch, sign_in):
    stays = make.member(branch=branch)
    left = make.member(branch=branch, ends_on=YESTERDAY)
    pages = {
        who: f"/meetings/{make.meeting(branch=branch, minute_taker_id=who.id).id}"
        for who in (stays, left)
    }

    answers = {
        who: sign_in(account=make.account(at=branch, member=who)).get(page).status_code
        for who, page in pages.items()
    }

    assert answers == {stays: 200, left: 404}


def test_a_suspended_chair_does_not_find_the_meeting_any_more(make, branch, sign_in):
    chair = make.member(branch=branch, status=Status.SUSPENDED)
    meeting = make.meeting(branch=branch, chair_id=chair.id)

    client = sign_in(account=make.account(at=branch, member=chair))

    assert client.get(f"/meetings/{meeting.id}").status_code == 404


@pytest.mark.parametrize(
    ("status", "adopts"),
    [
        (Status.OFFICIAL, True),
        (Status.PROBATIONARY, True),
        (Status.SUSPENDED, False),
    ],
)
def test_a_suspended_secretary_cannot_adopt(make, branch, status, adopts):
    secretary = make.member(branch=branch, status=status, position=Position.SECRETARY)
    account = make.account(at=branch, member=secretary)

    actor = load_account(account.id, on=today()).actor

    assert permits(actor, Permission.MINUTES_ADOPT, branch.path) is adopts


@pytest.mark.parametrize(
    "position",
    [
        Position.SECRETARY,
        Position.DEPUTY_SECRETARY,
        Position.BRANCH_COMMITTEE_MEMBER,
        Position.PARTY_GROUP_LEADER,
    ],
)
def test_who_left_the_branch_holds_no_role_there_whatever_was_not_ended(make, branch, position):
    member = make.member(branch=branch, ends_on=YESTERDAY)
    make.position(member, branch, position)

    assert roles(make.account(at=branch, member=member), branch) == set()


def test_a_group_leader_stands_in_the_branch_of_the_group(make, branch):
    group = make.organisation(parent=branch, kind="cell")
    leader = make.member(branch=branch)
    make.position(leader, group, Position.PARTY_GROUP_LEADER)

    actor = load_account(make.account(at=branch, member=leader).id, on=today()).actor

    assert Grant(Role.MEMBER, group.path) in actor.grants


def test_who_watches_a_branch_or_leads_above_needs_no_standing_there(make, branch):
    member = make.member(branch=make.branch())
    make.position(member, branch, Position.OBSERVER)
    make.position(member, branch.parent, Position.COMMITTEE_MEMBER)

    held = roles(make.account(at=branch, member=member), branch)

    assert held == {Role.OBSERVER, Role.COMMITTEE_MEMBER}


def test_all_that_is_held_is_asked_in_one_query(make, branch, count_queries, db):
    secretary = make.member(branch=branch, position=Position.SECRETARY)
    account_id = make.account(at=branch, member=secretary).id
    db.session.commit()

    with count_queries() as statements:
        load_account(account_id, on=today())

    assert len(statements) == 1


def test_a_comrade_away_for_a_while_is_at_home_in_the_own_branch(make):
    committee = make.organisation()
    host = make.branch(parent=committee, name="Chi bộ A")
    own = make.branch(parent=committee, name="Chi bộ B")
    member = make.member(branch=own, status=Status.TEMPORARY_AWAY)
    make.status(member, host, Status.TEMPORARY_IN)

    home = load_account(make.account(at=own, member=member).id, on=today()).home

    assert home.organisation_id == own.id
