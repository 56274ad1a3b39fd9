"""Accounts: who may open, close, empower and take over which."""

from datetime import date, timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from app.access.permissions import Actor, Grant, Role
from app.kernel.errors import RuleBroken
from app.people import service
from app.people.models import RoleGrant, SignInAttempt
from app.people.queries import grants_of, held_by, list_accounts
from app.people.rules import Position
from app.people.service import TooManyAttempts
from app.people.service.passwords import fits
from tests.factory import NOW

TODAY = date(2026, 11, 3)
GOOD = "mùa xuân trên sông Hương"
WINDOW = timedelta(minutes=15)


@pytest.fixture
def committee(make):
    return make.organisation()


@pytest.fixture
def branch(make, committee):
    return make.branch(parent=committee)


def opened(branch, by, **values):
    given = {"username": "Khoi", "name": "Lê Minh Khôi", "member": None, "role": None}
    return service.open_account(branch, **{**given, **values}, password=GOOD, by=by, now=NOW)


def sign_in(username="khoi", password=GOOD, *, now=NOW, address="10.0.0.7"):
    where = {"address": address, "now": now, "attempts": 3, "window": WINDOW}
    return service.sign_in(service.compare(username, password, **where), **where)


def test_an_opened_account_must_get_its_own_password(make, branch):
    account = opened(branch, make.actor(Role.OFFICE, at=branch), role=Role.INSPECTOR)

    assert account.must_change_password
    assert account.username == "khoi"
    assert grants_of(account.id, on=TODAY) == (Grant(Role.INSPECTOR, branch.path),)


def test_a_name_is_taken_once_whatever_its_case(make, branch):
    office = make.actor(Role.OFFICE, at=branch)
    opened(branch, office)

    with pytest.raises(RuleBroken) as refusal:
        opened(branch, office, username="KHOI")
    assert refusal.value.field == "username"


def test_an_account_needs_a_name_or_a_member(make, branch):
    with pytest.raises(RuleBroken) as refusal:
        opened(branch, make.actor(Role.OFFICE, at=branch), name="")
    assert refusal.value.field == "name"


def test_the_office_of_a_branch_cannot_open_an_account_that_rules_the_committee(
    make, committee, branch
):
    members = make.members(2, branch=branch)
    for member in members:
        make.position(member, committee, Position.COMMITTEE_MEMBER)

    with pytest.raises(RuleBroken):
        opened(branch, make.actor(Role.OFFICE, at=branch), member=members[0])
    higher = make.actor(Role.OFFICE, at=committee)
    assert opened(branch, higher, member=members[1], username="khoi.2")


def test_a_member_has_one_account(make, branch):
    member = make.account(Role.SECRETARY, at=branch).member

    with pytest.raises(RuleBroken, match="đã có tài khoản"):
        opened(branch, None, member=member)


def test_the_office_makes_no_administrator(make, branch):
    with pytest.raises(RuleBroken):
        opened(branch, make.actor(Role.OFFICE, at=branch), role=Role.SYSTEM_ADMINISTRATOR)


def test_the_office_resets_no_password_of_an_administrator(make, branch):
    administrator = make.account(Role.SYSTEM_ADMINISTRATOR, at=branch)

    with pytest.raises(RuleBroken):
        service.reset_password(administrator, by=make.actor(Role.OFFICE, at=branch), now=NOW)


def test_a_reset_password_fits_once_it_is_handed_over_and_ends_sessions(make, branch):
    account = make.account(Role.SECRETARY, at=branch)

    password = service.reset_password(account, by=make.actor(Role.OFFICE, at=branch), now=NOW)

    assert fits(account.password_hash, password)
    assert (account.epoch, account.must_change_password) == (2, True)


def test_changing_the_password_asks_for_the_present_one(make, branch):
    account = opened(branch, None)
    me = Actor(account.id, account.name)

    def change(current, new):
        service.change_password(account, current=current, new=new, by=me, now=NOW)

    for current, new, field in (
        ("sai", "một câu khác hẳn", "current"),
        (GOOD, GOOD, "password"),
        (GOOD, "ngắn", "password"),
    ):
        with pytest.raises(RuleBroken) as refusal:
            change(current, new)
        assert refusal.value.field == field
    change(GOOD, "một câu khác hẳn")
    assert not account.must_change_password
    assert fits(account.password_hash, "một câu khác hẳn")


def test_nobody_closes_the_account_they_use(make, branch):
    account = make.account(Role.OFFICE, at=branch)
    me = Actor(account.id, account.name, None, (Grant(Role.OFFICE, branch.path),))

    with pytest.raises(RuleBroken):
        service.close_account(account, by=me, now=NOW)


def test_a_closed_account_does_not_sign_in_until_reopened(make, branch):
    account, office = opened(branch, None), make.actor(Role.OFFICE, at=branch)

    service.close_account(account, by=office, now=NOW)
    assert sign_in() is None
    service.reopen_account(account, by=office, now=NOW)
    assert sign_in() is account


def test_a_role_is_given_once_and_taken_back_at_once(db, make, branch):
    account, office = make.account(at=branch), make.actor(Role.OFFICE, at=branch)

    def grant(starts_on):
        return service.grant_role(
            account, Role.OFFICE, branch, starts_on=starts_on, ends_on=None, by=office, now=NOW
        )

    held = grant(date(2026, 1, 1))
    with pytest.raises(RuleBroken):
        grant(date(2026, 5, 1))
    service.end_role(held, by=office, now=NOW)
    assert held.ends_on == date(2026, 11, 2)
    assert grants_of(account.id, on=TODAY) == ()
    service.end_role(grant(TODAY), by=office, now=NOW)
    db.session.flush()
    assert db.session.scalars(select(RoleGrant)).all() == [held]


def test_an_administrator_keeps_the_own_role(make, branch):
    account = make.account(at=branch)
    grant = make.grant(account, Role.SYSTEM_ADMINISTRATOR, branch)
    me = Actor(account.id, account.name, None, (Grant(Role.SYSTEM_ADMINISTRATOR, branch.path),))

    with pytest.raises(RuleBroken):
        service.end_role(grant, by=me, now=NOW)


def test_what_an_account_holds_is_said_in_words(make, branch):
    member = make.member(branch=branch, position=Position.SECRETARY)
    account = make.account(member=member, at=branch)
    make.grant(account, Role.INSPECTOR, branch)

    labels = [thing.label for thing in held_by(account.id, on=TODAY)]

    assert labels == ["Đảng viên (chính thức)", "Bí thư", "Cán bộ kiểm tra"]


def test_accounts_are_found_without_tone_marks_and_sorted_by_given_name(make, branch):
    for name in ("Nguyễn Thu Trang", "Lê Hoài Ân", "Trần Văn Thủy"):
        make.account(at=branch, name=name)

    assert [row.name for row in list_accounts(branch.path, on=TODAY)] == [
        "Lê Hoài Ân",
        "Trần Văn Thủy",
        "Nguyễn Thu Trang",
    ]
    assert [r.name for r in list_accounts(branch.path, on=TODAY, text="thuy")] == ["Trần Văn Thủy"]


def fail(times, **values):
    for _ in range(times):
        assert sign_in(password="sai bét", **values) is None


def test_after_too_many_failures_even_the_right_password_waits(make, branch, db):
    opened(branch, None)
    fail(3)

    with pytest.raises(TooManyAttempts):
        sign_in()


def test_the_window_passes_and_old_failures_are_forgotten(make, branch, db):
    account = opened(branch, None)
    fail(3)

    assert sign_in(now=NOW + WINDOW + timedelta(seconds=1)) is account
    assert db.session.scalars(select(SignInAttempt)).all() == []


def test_a_success_clears_the_own_slips_but_nobody_elses(make, branch, db):
    opened(branch, None)
    fail(2)
    fail(1, username="ai-do")

    sign_in()

    assert [a.username for a in db.session.scalars(select(SignInAttempt))] == ["ai-do"]


def test_one_address_cannot_try_every_name(make, branch):
    opened(branch, None)
    for number in range(15):
        fail(1, username=f"ten{number}")

    with pytest.raises(TooManyAttempts):
        sign_in()
    assert sign_in(address="10.0.0.8") is not None


def test_a_hash_of_yesterday_is_renewed_at_sign_in(make, branch):
    old = PasswordHasher(time_cost=2, memory_cost=8, parallelism=1).hash(GOOD)
    account = make.account(at=branch, username="khoi", password_hash=old)

    sign_in()

    assert account.password_hash != old
    assert fits(account.password_hash, GOOD)


def test_a_name_that_grows_in_small_letters_is_counted_all_the_same(make, branch, db):
    fail(3, username="İ" * 60)
    db.session.flush()

    assert {len(a.username) for a in db.session.scalars(select(SignInAttempt))} == {60}
    with pytest.raises(TooManyAttempts):
        sign_in(username="İ" * 60)


@pytest.mark.parametrize("username", ["ab", "a" * 61, "İ" * 40, "tran hanh"])
def test_a_name_that_could_not_be_kept_is_refused(branch, username):
    with pytest.raises(RuleBroken) as refusal:
        opened(branch, None, username=username)
    assert refusal.value.field == "username"
