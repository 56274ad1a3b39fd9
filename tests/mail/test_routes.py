"""The administrator sees what did not go out, and has it tried again."""

import pytest
from sqlalchemy import select

from app.access.permissions import Role
from app.audit.models import AuditEntry
from app.extensions import db
from app.mail.models import MailMessage
from app.mail.rules import MailState

GIVEN_UP = {"state": MailState.FAILED, "attempts": 5, "problem": "Không nối được"}


@pytest.fixture
def committee(make):
    return make.organisation()


@pytest.fixture
def administrator(committee, sign_in):
    return sign_in(Role.SYSTEM_ADMINISTRATOR, at=committee)


def test_without_a_server_the_page_says_so_and_how_to_mend_it(administrator):
    text = administrator.get("/mail").text

    assert "Chưa cài đặt máy chủ thư" in text
    assert "mail_host = " in text


def test_the_page_names_the_server_and_never_its_password(app, mailbox, administrator, monkeypatch):
    monkeypatch.setitem(app.config, "MAIL_USER", "nenep")
    monkeypatch.setitem(app.config, "MAIL_PASSWORD", "rat-kin")

    text = administrator.get("/mail").text

    assert f"127.0.0.1:{mailbox.port}" in text
    assert "rat-kin" not in text


def test_that_nobody_sends_what_waits_is_said(mailbox, administrator, committee, write):
    assert "Tiến trình nền không chạy" not in administrator.get("/mail").text

    write(at=committee)

    assert "Tiến trình nền không chạy" in administrator.get("/mail").text


def test_what_failed_is_shown_with_its_reason_and_on_the_first_page(
    administrator, committee, make, write
):
    write(at=make.branch(parent=committee), **GIVEN_UP)
    write("binh@example.vn", at=make.branch(), **GIVEN_UP)

    text = administrator.get("/mail").text

    assert "hanh@example.vn" in text
    assert "Lần 5: Không nối được" in text
    assert "binh@example.vn" not in text  # of another committee
    assert "1 thư điện tử không gửi được" in administrator.get("/").text


def test_it_is_tried_again_and_that_is_on_record(administrator, committee, write):
    message = write(at=committee, **GIVEN_UP)

    page = administrator.post(f"/mail/{message.id}/resend", follow_redirects=True)

    assert "Thư sẽ được gửi lại" in page.text
    kept = db.session.get_one(MailMessage, message.id)
    assert (kept.state, kept.attempts) == (MailState.WAITING, 0)
    line = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "mail:resent")).one()
    assert line.facts == {"email": "hanh@example.vn"}


def test_what_was_sent_meanwhile_is_not_sent_again(administrator, committee, write):
    message = write(at=committee, state=MailState.SENT)

    answer = administrator.post(f"/mail/{message.id}/resend")

    assert answer.status_code == 409
    assert "đã gửi hoặc đang chờ gửi" in answer.text


@pytest.mark.parametrize("role", [Role.OFFICE, Role.SECRETARY, Role.STANDING_COMMITTEE])
def test_nobody_else_sees_it(committee, sign_in, role):
    client = sign_in(role, at=committee)

    assert client.get("/mail").status_code == 404
    assert "Thư điện tử" not in client.get("/").text


def test_many_messages_are_listed_with_the_same_questions(
    administrator, committee, write, count_queries
):
    write(at=committee, **GIVEN_UP)
    administrator.get("/mail")
    with count_queries() as few:
        administrator.get("/mail")
    for _ in range(3):
        write(at=committee, **GIVEN_UP)
    administrator.get("/mail")
    with count_queries() as many:
        administrator.get("/mail")

    assert len(few) == len(many) <= 5
