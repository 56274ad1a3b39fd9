import re
import sys

import pytest

from app import create_app
from app.access.permissions import Role
from app.extensions import db


def directives(response):
    policy = response.headers["Content-Security-Policy"]
    return dict(part.strip().partition(" ")[::2] for part in policy.split(";"))


def test_every_page_forbids_what_is_not_ours(client):
    response = client.get("/sign-in")

    policy = directives(response)
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert policy["style-src"] == "'self'"
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "no-store"


def test_scripts_carry_a_nonce_that_is_new_each_time(client, make):
    make.account()
    db.session.commit()
    nonces = []
    for _ in range(2):
        response = client.get("/sign-in")
        nonce = re.search(r"'nonce-([^']+)'", response.headers["Content-Security-Policy"])[1]
        assert set(re.findall(r'nonce="([^"]*)"', response.text)) == {nonce}
        nonces.append(nonce)
    assert nonces[0] != nonces[1]


def test_the_session_cookie_is_kept_from_scripts_and_other_sites(app):
    assert app.config["SESSION_COOKIE_HTTPONLY"] is True
    assert app.config["SESSION_COOKIE_SAMESITE"] == "Lax"


def test_cookies_travel_over_https_only_when_told_so(tmp_path):
    app = create_app({"INSTANCE": tmp_path, "SECURE_COOKIES": True})

    assert app.config["SESSION_COOKIE_SECURE"] is True
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def guarded_app(app):
    app.config["WTF_CSRF_ENABLED"] = True
    yield app
    app.config["WTF_CSRF_ENABLED"] = False


@pytest.mark.parametrize("path", ["/sign-in", "/sign-out"])
def test_a_form_without_its_token_changes_nothing(guarded_app, db, path):
    response = guarded_app.test_client().post(path, data={"username": "a", "password": "b"})

    assert response.status_code == 400
    assert "biểu mẫu" in response.text.lower() or "phiên" in response.text.lower()


def test_every_form_of_a_page_carries_its_token(guarded_app, make, sign_in):
    branch = make.branch()
    meeting = make.meeting(branch=branch)
    secretary = sign_in(Role.SECRETARY, at=branch)

    for path in ("/", f"/meetings/{meeting.id}", f"/branches/{branch.id}/meetings/new"):
        page = secretary.get(path).text
        forms = re.findall(r'<form[^>]*method="post".*?</form>', page, re.DOTALL)
        assert forms
        assert all('name="csrf_token"' in form for form in forms), path


def test_what_breaks_is_answered_with_a_reference(app, db, sign_in, make, monkeypatch):
    client = sign_in(Role.SECRETARY)

    def broken(*_args, **_kwargs):
        raise RuntimeError("boom")

    monkeypatch.setattr(sys.modules["app.today.routes.page"], "home", broken)
    app.testing = False
    try:
        response = client.get("/")
    finally:
        app.testing = True

    assert response.status_code == 500
    assert re.search(r"[0-9A-F]{8}", response.text)
    assert "boom" not in response.text


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/khong-co-trang-nay", 404),
        ("get", "/meetings/not-a-uuid", 404),
        ("get", "/meetings/00000000-0000-0000-0000-000000000000", 404),
        ("post", "/", 405),
        ("delete", "/sign-in", 405),
    ],
)
def test_an_address_that_leads_nowhere_is_said_so_plainly(sign_in, method, path, status):
    response = getattr(sign_in(Role.SECRETARY), method)(path)

    assert response.status_code == status
    assert "Nề Nếp" in response.text


def test_a_closed_page_leads_to_signing_in_and_back(client, make):
    meeting = make.meeting()
    db.session.commit()

    response = client.get(f"/meetings/{meeting.id}?a=1")

    assert response.location == f"/sign-in?next=/meetings/{meeting.id}?a%3D1"


def test_what_was_typed_is_shown_again_when_the_session_has_ended(guarded_app, db):
    typed = "Chi bộ đánh giá <b>tốt</b> kết quả tháng 11"

    page = guarded_app.test_client().post(
        "/sign-out", data={"content_1": typed, "password": "bi-mat-cua-toi"}
    )

    assert page.status_code == 400
    assert "Chi bộ đánh giá &lt;b&gt;tốt&lt;/b&gt; kết quả tháng 11" in page.text
    assert "bi-mat-cua-toi" not in page.text
