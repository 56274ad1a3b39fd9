"""Nobody raises themselves, and nobody leads a branch they do not belong to."""

from datetime import date

import pytest

from app.access.permissions import Actor, Grant, Role
from app.extensions import db
from app.kernel.errors import RuleBroken
from app.organisations.models import Organisation
from app.people import service
from app.people.queries import grants_of, load_account
from app.people.rules import COMMITTEE_POSITIONS, Position, Status
from app.people.service import FirstRun, begin_installation
from tests.factory import NOW

TODAY = date(2026, 11, 3)


@pytest.fixture
def committee(make):
    return make.organisation()


@pytest.fixture
def branch(make, committee):
    return make.branch(parent=committee)


@pytest.fixture
def office(make, committee):
    return make.actor(Role.OFFICE, at=committee)


def begin(member, place, position, by, *, starts_on=TODAY, ends_on=None):
    return service.begin_position(
        member, place, position, starts_on=starts_on, ends_on=ends_on, by=by, now=NOW
    )


def grant(account, role, place, by):
    return service.grant_role(account, role, place, starts_on=TODAY, ends_on=None, by=by, now=NOW)


@pytest.mark.parametrize("role", [Role.OFFICE, Role.INSPECTOR, Role.SYSTEM_ADMINISTRATOR])
def test_nobody_gives_a_role_to_the_own_account(make, committee, role):
    account = make.account(at=committee)
    both = (Role.OFFICE, Role.SYSTEM_ADMINISTRATOR)
    me = Actor(account.id, account.name, None, tuple(Grant(r, committee.path) for r in both))

    with pytest.raises(RuleBroken, match="nhờ một đồng chí khác"):
        grant(account, role, committee, me)


def test_only_the_office_makes_an_inspector(make, committee, office):
    account = make.account(at=committee)
    administrator = make.actor(Role.SYSTEM_ADMINISTRATOR, at=committee)

    with pytest.raises(RuleBroken, match="văn phòng cấp ủy"):
        grant(account, Role.INSPECTOR, committee, administrator)
    assert grant(account, Role.INSPECTOR, committee, office)


def test_nobody_writes_down_the_own_position(make, committee, branch):
    me = make.member(branch=branch)
    by = make.actor(Role.OFFICE, at=committee, member=me)

    for place, position in ((branch, Position.SECRETARY), (committee, Position.COMMITTEE_MEMBER)):
        with pytest.raises(RuleBroken, match="nhờ một đồng chí khác"):
            begin(me, place, position, by)


def test_nobody_corrects_the_own_position(make, committee, branch):
    me = make.member(branch=branch, position=Position.PARTY_GROUP_LEADER)
    by = make.actor(Role.DEPUTY_SECRETARY, at=branch, member=me)
    (period,) = me.positions
    raised = {
        "position": Position.SECRETARY,
        "starts_on": period.starts_on,
        "ends_on": None,
        "basis": None,
    }

    with pytest.raises(RuleBroken, match="nhờ một đồng chí khác"):
        service.correct_position(
            period, raised, reason="Nhầm", version=period.version, by=by, now=NOW
        )
    assert period.position is Position.PARTY_GROUP_LEADER


@pytest.mark.parametrize("position", COMMITTEE_POSITIONS)
def test_positions_above_are_written_down_by_the_office_alone(
    make, committee, branch, office, position
):
    member = make.member(branch=branch)

    with pytest.raises(RuleBroken, match="do văn phòng"):
        begin(member, committee, position, make.actor(Role.SECRETARY, at=committee))
    assert begin(member, committee, position, office)


def test_an_observer_is_named_by_the_office_above_and_not_by_the_branch(make, branch, office):
    member = make.member(branch=make.branch())

    for own in (Role.SECRETARY, Role.OFFICE):
        with pytest.raises(RuleBroken, match="cấp trên"):
            begin(member, branch, Position.OBSERVER, make.actor(own, at=branch))
    assert begin(member, branch, Position.OBSERVER, office)


def test_a_correction_turns_no_group_leader_into_an_observer(make, branch):
    member = make.member(branch=branch, position=Position.PARTY_GROUP_LEADER)
    (period,) = member.positions
    values = {"position": Position.OBSERVER, "starts_on": TODAY, "ends_on": None, "basis": None}

    with pytest.raises(RuleBroken, match="cấp trên"):
        service.correct_position(
            period,
            values,
            reason="Nhầm",
            version=period.version,
            by=make.actor(Role.SECRETARY, at=branch),
            now=NOW,
        )


@pytest.mark.parametrize(
    ("status", "left_on"),
    [
        (Status.OFFICIAL, date(2026, 10, 31)),
        (Status.SUSPENDED, None),
        (Status.TEMPORARY_IN, None),
    ],
)
def test_who_is_no_full_member_today_takes_no_position(make, branch, office, status, left_on):
    member = make.member(branch=branch, status=status, ends_on=left_on)

    with pytest.raises(RuleBroken, match="không phải đảng viên đang sinh hoạt"):
        begin(member, branch, Position.SECRETARY, office, starts_on=date(2026, 1, 1))


def test_what_a_former_member_once_held_may_still_be_written_down(make, branch, office):
    member = make.member(branch=branch, ends_on=date(2026, 10, 31))

    period = begin(
        member,
        branch,
        Position.SECRETARY,
        office,
        starts_on=date(2025, 1, 1),
        ends_on=date(2025, 12, 31),
    )

    assert period.ends_on == date(2025, 12, 31)


def test_the_first_account_can_raise_others_to_everything(make):
    names = ("Đảng ủy Văn phòng", "Chi bộ 1", "Huế", "Lê Minh Khôi", "khoi")
    first = begin_installation(FirstRun(*names, "mùa xuân trên sông Hương"), now=NOW)
    me = load_account(first.id, on=TODAY).actor
    committee = db.session.get(Organisation, first.organisation_id)
    branch = db.session.query(Organisation).filter_by(parent_id=committee.id).one()
    member = make.member(branch=branch)
    other = make.account(at=branch, member=member)

    begin(member, branch, Position.SECRETARY, me)
    begin(member, committee, Position.COMMITTEE_SECRETARY, me)
    grant(other, Role.INSPECTOR, committee, me)
    grant(other, Role.SYSTEM_ADMINISTRATOR, committee, me)

    held = {g.role for g in grants_of(other.id, on=TODAY)}
    assert held == {
        Role.MEMBER,
        Role.SECRETARY,
        Role.STANDING_COMMITTEE,
        Role.INSPECTOR,
        Role.SYSTEM_ADMINISTRATOR,
    }
