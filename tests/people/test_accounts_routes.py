"""Accounts as the office and the administrator keep them."""

import re
from uuid import uuid4

import pytest

from app.access.permissions import Role
from app.kernel.clock import today
from app.people.models import Account
from app.people.queries import account_named, grants_of
from app.people.rules import Position
from app.people.service.passwords import fits


@pytest.fixture
def committee(make):
    return make.organisation()


@pytest.fixture
def branch(make, committee):
    return make.branch(parent=committee)


@pytest.fixture
def office(sign_in, committee):
    return sign_in(Role.OFFICE, at=committee)


@pytest.fixture
def administrator(sign_in, committee):
    return sign_in(Role.SYSTEM_ADMINISTRATOR, at=committee)


def list_url(place):
    return f"/organisations/{place.id}/accounts"


def handed_over(page):
    return re.search(r"<dd>\s*(\w{4}-\w{4}-\w{4})\s*</dd>", page.text).group(1)


def test_an_account_for_a_member_is_opened_and_its_password_shown_once(make, branch, office):
    member = make.member("Lê Minh Khôi", branch=branch)

    page = office.post(
        list_url(branch) + "/new", data={"member_id": str(member.id), "username": "khoi"}
    )

    account = account_named("khoi")
    assert (account.name, account.member_id) == ("Lê Minh Khôi", member.id)
    assert fits(account.password_hash, handed_over(page))
    assert handed_over(page) not in office.get(f"/accounts/{account.id}").text


def test_the_handed_password_signs_in_and_must_be_replaced(app, branch, office):
    page = office.post(list_url(branch) + "/new", data={"name": "Lê Khôi", "username": "khoi"})
    newcomer = app.test_client()

    newcomer.post("/sign-in", data={"username": "Khoi", "password": handed_over(page)})

    assert newcomer.get("/").location == "/account/password"


def test_only_members_of_the_branch_without_an_account_are_offered(make, branch, office):
    free = make.member("Lê Hoài Ân", branch=branch)
    make.account(member=make.member("Võ Văn Bình", branch=branch), at=branch)
    stranger = make.member("Người Ngoài Cuộc", branch=make.branch())

    page = office.post(
        list_url(branch) + "/new", data={"member_id": str(stranger.id), "username": "la"}
    )

    assert "Chọn một giá trị trong danh sách." in page.text
    assert str(free.id) in page.text
    assert "Võ Văn Bình" not in page.text
    assert account_named("la") is None


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"username": ""}, "Nhập tên đăng nhập."),
        ({"username": "Hạnh"}, "Tên đăng nhập gồm ít nhất"),
        ({"username": "x" * 61}, "Dài nhất 60 ký tự"),
        ({"name": ""}, "Nhập họ tên, hoặc chọn một đảng viên."),
        ({"role": "secretary"}, "Chọn một giá trị trong danh sách."),
        ({"role": "system_administrator"}, "không giao hoặc rút được vai trò này"),
    ],
)
def test_a_refused_account_leaves_no_trace(branch, office, fields, message):
    data = {"name": "Lê Khôi", "username": "khoi", **fields}

    page = office.post(list_url(branch) + "/new", data=data)

    assert message in page.text
    assert account_named("khoi") is None


def test_a_hostile_name_is_text(branch, office):
    office.post(list_url(branch) + "/new", data={"name": "<b onclick=x>", "username": "khoi"})

    assert "&lt;b onclick=x&gt;" in office.get(list_url(branch)).text


def test_the_list_is_filtered_by_its_address(make, branch, office):
    make.account(at=branch, name="Đặng Thùy Dung", username="dung")
    make.account(at=branch, name="Lê Hoài Ân", username="an")

    page = office.get(list_url(branch) + "?q=thuy")

    assert "Đặng Thùy Dung" in page.text
    assert "Lê Hoài Ân" not in page.text


def test_the_list_asks_as_little_for_many_as_for_few(make, branch, office, count_queries, db):
    def counted():
        with count_queries() as statements:
            office.get(list_url(branch))
        return len(statements)

    for _ in range(5):
        make.account(Role.INSPECTOR, at=branch)
    db.session.commit()
    few = counted()
    for _ in range(10):
        make.account(Role.INSPECTOR, at=branch)
    db.session.commit()

    assert counted() == few <= 4


@pytest.mark.parametrize(
    ("role", "status"), [(Role.SECRETARY, 403), (Role.INSPECTOR, 403), (Role.OFFICE, 200)]
)
def test_accounts_are_kept_by_the_office(sign_in, branch, role, status):
    assert sign_in(role, at=branch).get(list_url(branch)).status_code == status


@pytest.mark.parametrize("verb", ["", "/reset-password", "/close", "/reopen", "/roles/new"])
def test_an_account_elsewhere_does_not_exist(make, sign_in, branch, verb):
    account = make.account(Role.SECRETARY, at=make.branch())
    client = sign_in(Role.OFFICE, at=branch)
    call = client.get if verb in {"", "/roles/new"} else client.post

    assert call(f"/accounts/{account.id}{verb}").status_code == 404
    assert call(f"/accounts/{uuid4()}{verb}").status_code == 404


def test_a_reset_shows_a_password_and_ends_the_sessions_of_the_account(
    make, sign_in, branch, office
):
    account = make.account(Role.SECRETARY, at=branch)
    theirs = sign_in(account=account)

    page = office.post(f"/accounts/{account.id}/reset-password")

    assert fits(account.password_hash, handed_over(page))
    assert theirs.get("/").location == "/sign-in?next=/"


@pytest.mark.parametrize("verb", ["reset-password", "close", "reopen"])
def test_the_office_does_not_take_over_an_administrator(make, committee, office, db, verb):
    account = make.account(Role.SYSTEM_ADMINISTRATOR, at=committee)
    db.session.commit()

    page = office.post(f"/accounts/{account.id}/{verb}")

    assert page.status_code == 409
    assert "vượt phạm vi của đồng chí" in page.text
    assert account.password_hash == "unusable"


def test_the_office_of_a_branch_does_not_take_over_the_secretary_of_the_committee(
    make, sign_in, committee, branch
):
    member = make.member(branch=branch)
    make.position(member, committee, Position.COMMITTEE_SECRETARY)
    account = make.account(member=member, at=branch)
    client = sign_in(Role.OFFICE, at=branch)

    assert client.post(f"/accounts/{account.id}/reset-password").status_code == 409


def test_an_account_is_closed_and_reopened(make, branch, office, db):
    account = make.account(Role.SECRETARY, at=branch)

    office.post(f"/accounts/{account.id}/close")
    assert not db.session.get(Account, account.id).is_active
    assert "Đã khóa" in office.get(f"/accounts/{account.id}").text
    office.post(f"/accounts/{account.id}/reopen")
    assert db.session.get(Account, account.id).is_active


def give(client, account, role, place):
    data = {"role": role.value, "organisation_id": str(place.id)}
    return client.post(f"/accounts/{account.id}/roles/new", data=data)


def test_the_administrator_makes_another_within_the_own_tree(
    make, committee, branch, administrator
):
    account = make.account(at=branch)

    assert give(administrator, account, Role.SYSTEM_ADMINISTRATOR, committee).status_code == 302
    assert {grant.role for grant in grants_of(account.id, on=today())} == {
        Role.SYSTEM_ADMINISTRATOR
    }


def test_the_office_makes_no_administrator_and_gives_nothing_outside(make, branch, office, db):
    account, elsewhere = make.account(at=branch), make.branch()
    db.session.commit()

    above = give(office, account, Role.SYSTEM_ADMINISTRATOR, branch)
    outside = give(office, account, Role.OFFICE, elsewhere)

    assert "không giao hoặc rút được vai trò này" in above.text
    assert "Chọn một giá trị trong danh sách." in outside.text
    assert grants_of(account.id, on=today()) == ()


def test_a_role_is_taken_back_at_once(make, branch, office):
    account = make.account(at=branch)
    grant = make.grant(account, Role.INSPECTOR, branch)

    assert office.post(f"/roles/{grant.id}/end").location == f"/accounts/{account.id}"
    assert grants_of(account.id, on=today()) == ()


def test_a_role_of_an_administrator_is_not_taken_by_the_office(make, committee, office):
    grant = make.grant(make.account(at=committee), Role.SYSTEM_ADMINISTRATOR, committee)

    assert office.post(f"/roles/{grant.id}/end").status_code == 409


def test_a_role_elsewhere_cannot_be_taken(make, sign_in, branch):
    account = make.account(Role.OFFICE, at=make.branch())
    grant = account.grants[0]

    assert sign_in(Role.OFFICE, at=branch).post(f"/roles/{grant.id}/end").status_code == 404
