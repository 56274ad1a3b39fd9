"""Signing in, staying in, and being sent away."""

from urllib.parse import quote
from uuid import uuid4

import pytest
from sqlalchemy import func, insert, select

from app.access.permissions import Role
from app.extensions import db as _db
from app.people.models import Account, SignInAttempt
from app.people.routes.session import local_path
from app.people.service import signing
from app.people.service.passwords import hashed
from tests.factory import NOW

GOOD = "mùa xuân trên sông Hương"
HASH = hashed(GOOD)


@pytest.fixture
def account(make, db):
    account = make.account(Role.SECRETARY, at=make.branch(), username="hanh", password_hash=HASH)
    db.session.commit()
    return account


def enter(client, password=GOOD, **fields):
    return client.post("/sign-in", data={"username": "hanh", "password": password, **fields})


def attempts(db):
    return db.session.scalar(select(func.count()).select_from(SignInAttempt))


def test_a_signed_in_secretary_sees_what_waits_for_them(sign_in):
    page = sign_in(Role.SECRETARY).get("/")

    assert page.status_code == 200
    assert "Bí thư chi bộ" in page.text


def test_a_stranger_is_asked_to_sign_in(client):
    assert client.get("/").location == "/sign-in?next=/"


def test_the_right_password_leads_to_todays_work(client, account):
    assert enter(client).location == "/"
    assert client.get("/").status_code == 200


def test_a_wrong_password_is_said_the_name_kept_and_the_failure_counted(client, account, db):
    page = enter(client, "khong dung")

    assert "Tên đăng nhập hoặc mật khẩu chưa đúng." in page.text
    assert 'value="hanh"' in page.text
    assert "khong dung" not in page.text
    assert attempts(db) == 1


def test_an_unknown_name_reads_like_a_wrong_password(client, account):
    page = client.post("/sign-in", data={"username": "ai-do", "password": GOOD})

    assert "Tên đăng nhập hoặc mật khẩu chưa đúng." in page.text


def test_looking_at_the_sign_in_page_counts_nothing(client, account, db):
    client.get("/sign-in?username=ai-do&next=/x")

    assert attempts(db) == 0


def test_sign_in_closes_after_eight_failures(client, account):
    for _ in range(8):
        enter(client, "khong dung")

    page = enter(client)

    assert "Đã thử sai quá nhiều lần" in page.text
    assert client.get("/").location == "/sign-in?next=/"


@pytest.mark.parametrize(
    "target",
    [
        "https://example.org/",
        "//example.org/",
        "/\\example.org",
        "\\\\example.org",
        "javascript:alert(1)",
        "/\texample",
        "/a\r\nSet-Cookie: x=1",
        "http:/example.org",
        "",
        None,
    ],
)
def test_an_address_elsewhere_is_forgotten(target):
    assert local_path(target) is None


def test_after_signing_in_one_returns_to_where_one_wanted_to_go(client, account):
    assert enter(client, next="/account?tab=1").location == "/account?tab=1"


def test_a_redirect_elsewhere_is_not_followed(client, account):
    page = client.get(f"/sign-in?next={quote('//example.org/')}")
    assert page.status_code == 200

    assert enter(client, next="//example.org/").location == "/"


def test_nothing_of_an_earlier_session_is_carried_over(client, account):
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"

    enter(client)

    with client.session_transaction() as session:
        assert "planted" not in session
        assert session["_user_id"].startswith(str(account.id))


def test_a_session_ends_when_the_epoch_rises(client, account, db):
    enter(client)
    db.session.get(Account, account.id).epoch += 1
    db.session.commit()

    assert client.get("/").location == "/sign-in?next=/"


@pytest.mark.parametrize("key", ["", "x", "not-a-uuid:1", ":", "0:0"])
def test_a_forged_session_key_signs_nobody_in(client, account, key):
    with client.session_transaction() as session:
        session["_user_id"] = key

    assert client.get("/").location == "/sign-in?next=/"


def test_a_closed_account_is_out_at_once(client, account, db):
    enter(client)
    db.session.get(Account, account.id).is_active = False
    db.session.commit()

    assert client.get("/").location == "/sign-in?next=/"


def test_signing_out_ends_the_session(client, account):
    enter(client)

    assert client.post("/sign-out").location == "/sign-in"
    assert client.get("/").location == "/sign-in?next=/"


def test_signing_out_everywhere_ends_the_other_machine_too(app, client, account):
    other = app.test_client()
    enter(client)
    enter(other)

    assert client.post("/account/sign-out-everywhere").location == "/sign-in"
    assert client.get("/").location == "/sign-in?next=/"
    assert other.get("/").location == "/sign-in?next=/"


def must_change(account):
    _db.session.get(Account, account.id).must_change_password = True
    _db.session.commit()


def test_whoever_was_handed_a_password_sets_the_own_one_first(client, account):
    must_change(account)
    enter(client)

    assert client.get("/").location == "/account/password"
    assert client.get("/organisations").location == "/account/password"
    assert client.post("/account/sign-out-everywhere").location == "/account/password"
    with client.get("/static/css/theme.css") as style:
        assert style.status_code == 200
    assert "Đặt mật khẩu riêng" in client.get("/account/password").text


def change(client, **fields):
    return client.post(
        "/account/password",
        data={
            "current": GOOD,
            "password": "một câu khác hẳn",
            "repeated": "một câu khác hẳn",
            **fields,
        },
    )


def test_a_new_password_opens_the_work_and_ends_the_other_machine(app, client, account):
    must_change(account)
    other = app.test_client()
    enter(client)
    enter(other)

    assert change(client).location == "/"
    assert client.get("/").status_code == 200
    assert other.get("/").location == "/sign-in?next=/"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"current": "sai"}, "Mật khẩu hiện nay chưa đúng."),
        ({"repeated": "khác nữa"}, "Hai lần nhập mật khẩu chưa giống nhau."),
        ({"password": "ngắn", "repeated": "ngắn"}, "Mật khẩu cần ít nhất 10 ký tự"),
        ({"password": "x" * 300, "repeated": "x" * 300}, "Mật khẩu dài nhất 200 ký tự."),
        ({"current": ""}, "Nhập mật khẩu hiện nay."),
    ],
)
def test_a_refused_password_changes_nothing(client, account, fields, message):
    enter(client)

    page = change(client, **fields)

    assert message in page.text
    assert _db.session.get(Account, account.id).password_hash == HASH


def test_the_own_page_says_what_one_holds(sign_in, make):
    page = sign_in(Role.INSPECTOR, at=make.branch(name="Chi bộ 4")).get("/account")

    assert "Cán bộ kiểm tra" in page.text
    assert "Chi bộ 4" in page.text


def test_sign_in_answers_with_a_token_and_refuses_without(app, account, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    client = app.test_client()

    assert 'name="csrf_token"' in client.get("/sign-in").text
    assert enter(client).status_code == 400


def test_others_write_while_a_password_is_compared(app, client, account, db, monkeypatch):
    """The comparison takes a quarter of a second; the evening of the 3rd has many of them."""
    written = []

    def compared(_stored, _password):
        with db.engine.begin() as other:  # waits thirty seconds where the lock is held
            other.execute(
                insert(SignInAttempt).values(id=uuid4(), username="x", address="y", at=NOW)
            )
            written.append(True)
        return True

    monkeypatch.setattr(signing, "fits", compared)

    assert enter(client).location == "/"
    assert written == [True]


def test_a_password_changed_while_it_was_compared_no_longer_fits(client, account, monkeypatch):
    monkeypatch.setattr(signing, "fits", lambda *_given: True)
    monkeypatch.setattr(signing, "account_named", changing(signing.account_named))

    assert "chưa đúng" in enter(client).text


def changing(named):
    """Between the first and the second look somebody has set another password."""
    seen = []

    def look(username):
        found = named(username)
        if seen:
            found.password_hash = hashed("khác hẳn")
        seen.append(username)
        return found

    return look
