"""The first page of an empty installation, and nothing after it."""

import pytest
from sqlalchemy import select

from app.access.permissions import Role
from app.organisations.models import Organisation
from app.people.models import Account, RoleGrant

FIRST = {
    "committee": "Đảng ủy Văn phòng UBND tỉnh",
    "branch": "Chi bộ Tổng hợp - Kinh tế",
    "place": "Huế",
    "name": "Trần Thị Hạnh",
    "username": "tran.thi.hanh",
    "password": "mùa xuân trên sông Hương",
    "repeated": "mùa xuân trên sông Hương",
}


def test_an_empty_installation_leads_to_the_first_page(client):
    assert client.get("/sign-in").location == "/first-run"
    assert client.get("/first-run").status_code == 200


def test_the_first_page_makes_committee_branch_and_an_account_that_may_begin(client, db):
    assert client.post("/first-run", data=FIRST).location == "/sign-in"

    committee, branch = db.session.scalars(select(Organisation).order_by(Organisation.path)).all()
    assert (committee.name, committee.body_name) == (
        FIRST["committee"],
        "Đảng bộ Văn phòng UBND tỉnh",
    )
    assert (branch.name, branch.parent, branch.body_name, branch.place) == (
        FIRST["branch"],
        committee,
        "Đảng bộ Văn phòng UBND tỉnh",
        "Huế",
    )
    grants = db.session.scalars(select(RoleGrant)).all()
    assert {grant.role for grant in grants} == {Role.SYSTEM_ADMINISTRATOR, Role.OFFICE}
    assert {grant.organisation for grant in grants} == {committee}


def test_the_first_account_signs_in_and_sees_the_tree(client):
    client.post("/first-run", data=FIRST)
    client.post("/sign-in", data={"username": FIRST["username"], "password": FIRST["password"]})

    page = client.get("/organisations")

    assert FIRST["branch"] in page.text


def test_a_committee_may_begin_without_a_branch(client, db):
    client.post("/first-run", data={**FIRST, "branch": ""})

    assert db.session.scalars(select(Organisation)).one().name == FIRST["committee"]


def test_the_first_page_is_gone_once_there_is_an_account(client, make, db):
    make.account()
    db.session.commit()

    assert client.get("/first-run").status_code == 404
    assert client.post("/first-run", data=FIRST).status_code == 404
    assert client.get("/sign-in").status_code == 200


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("committee", "   ", "Nhập tên cấp ủy"),
        ("committee", "x" * 201, "Dài nhất 200 ký tự"),
        ("username", "Hạnh", "Tên đăng nhập gồm ít nhất 3 ký tự"),
        ("password", "ngắn", "Mật khẩu cần ít nhất 10 ký tự"),
        ("repeated", "khác", "Hai lần nhập mật khẩu chưa giống nhau."),
    ],
)
def test_a_refused_beginning_leaves_no_trace(client, db, field, value, message):
    data = {**FIRST, field: value}
    if field == "password":
        data["repeated"] = value

    page = client.post("/first-run", data=data)

    assert message in page.text
    assert db.session.scalars(select(Organisation)).all() == []
    assert db.session.scalars(select(Account)).all() == []
