"""Mail leaves once its transaction is committed, is tried again, and is given up in the end."""

import smtplib
import ssl
from datetime import timedelta
from email import message_from_bytes, policy
from uuid import uuid4

import pytest

from app.extensions import db
from app.jobs.worker import do_chores
from app.mail.cli import send_waiting
from app.mail.models import MailMessage
from app.mail.queries import Letter
from app.mail.rules import MOST_ATTEMPTS, MailState, Server, is_due, server_of
from app.mail.service import post
from app.mail.service.delivery import deliver
from tests.factory import NOW
from tests.mail.conftest import NOBODY


def stored(message) -> MailMessage:
    db.session.expire_all()
    return db.session.get_one(MailMessage, message.id)


def arrived(mailbox):
    return [message_from_bytes(one.content, policy=policy.default) for one in mailbox.messages]


def test_what_waits_is_sent_once(mailbox, write):
    message = write()

    assert send_waiting() == []
    assert send_waiting() == []

    (mail,) = arrived(mailbox)
    assert mail["To"] == "hanh@example.vn"
    assert mail["Subject"] == "Nhắc nộp bản cam kết năm 2026"
    assert mail["From"].addresses[0].addr_spec == "sinhhoat@example.vn"
    assert mail["Message-ID"] == f"<{message.id.hex}@example.vn>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content().strip() == "Mời đồng chí xem."
    assert (stored(message).state, stored(message).attempts) == (MailState.SENT, 1)
    assert stored(message).sent_at is not None


def test_what_was_rolled_back_is_never_sent(mailbox, make):
    post(make.branch(), address="a@example.vn", subject="Nhắc", body="Mời xem", now=NOW)
    db.session.rollback()

    send_waiting()

    assert mailbox.messages == []


def test_an_address_nobody_lives_at_is_given_up_and_holds_nobody_back(mailbox, write):
    wrong, right = write(NOBODY), write(now=NOW + timedelta(minutes=1))

    send_waiting()

    assert stored(wrong).state is MailState.FAILED
    assert stored(wrong).problem == "Máy chủ thư không nhận địa chỉ này: 550 no such mailbox"
    assert stored(right).state is MailState.SENT


def test_what_the_server_refuses_for_now_waits(mailbox, write):
    message = write(body="too much")

    send_waiting()

    assert (stored(message).state, stored(message).attempts) == (MailState.WAITING, 1)
    assert "452 mailbox full" in stored(message).problem


def test_a_server_that_is_down_is_asked_once_a_round(nobody_listens, write):
    first, second = write(), write(now=NOW + timedelta(minutes=1))

    (failure,) = send_waiting()

    assert failure.is_servers
    assert "Không nối được với máy chủ thư" in stored(first).problem
    assert (stored(first).attempts, stored(second).attempts) == (1, 0)


def test_in_the_end_it_is_given_up(nobody_listens, write):
    message = write(attempts=MOST_ATTEMPTS - 1)

    send_waiting()

    assert stored(message).state is MailState.FAILED


@pytest.mark.parametrize(
    "address",
    [
        "a@example.vn\nBcc: b@example.vn",
        "hạnh@example.vn",
        "",
        "a@",
        '"',
        "a@[",
        "hạnh,b@example.vn",
        "a,b@example.vn",
        "a<b@example.vn",
        "a:b@example.vn",
        "a@example.vn;b@example.vn",
        "=?utf-8?q?=61?=@example.vn",
    ],
)
def test_an_address_that_can_be_none_is_never_tried_and_holds_nobody_back(mailbox, write, address):
    """Nor does it become somebody else's: a header takes `a,b@example.vn` for two."""
    message, right = write(address), write(now=NOW + timedelta(minutes=1))

    send_waiting()

    assert [envelope.rcpt_tos for envelope in mailbox.messages] == [["hanh@example.vn"]]
    assert stored(message).state is MailState.FAILED
    assert stored(right).state is MailState.SENT


@pytest.mark.parametrize(
    "goodbye", [smtplib.SMTPServerDisconnected("gone"), TimeoutError(), OSError(104, "reset")]
)
def test_what_was_taken_is_sent_however_the_server_says_goodbye(
    mailbox, write, monkeypatch, goodbye
):
    message = write()

    def slam(*_args, **_kwargs):
        raise goodbye

    monkeypatch.setattr(smtplib.SMTP, "quit", slam)

    assert send_waiting() == []
    assert send_waiting() == []

    assert len(mailbox.messages) == 1
    assert stored(message).state is MailState.SENT


def test_a_server_that_answers_goodbye_with_a_refusal_is_not_sent_the_same_again(
    mailbox, write, monkeypatch
):
    message = write()
    monkeypatch.setattr(smtplib.SMTP, "docmd", _refusing_quit(smtplib.SMTP.docmd))

    send_waiting()

    assert stored(message).state is MailState.SENT


def _refusing_quit(docmd):
    def answer(self, cmd, args=""):
        code, words = docmd(self, cmd, args)
        return (421, b"too late") if cmd.lower() == "quit" else (code, words)

    return answer


def test_what_another_round_has_sent_meanwhile_is_left_alone(mailbox, write, monkeypatch):
    """Somebody types the command while the worker speaks to the server."""
    messages = [write(), write(now=NOW + timedelta(minutes=1))]

    def deliver_beside_another(server, letter):
        failure = deliver(server, letter)
        for message in messages:
            db.session.get_one(MailMessage, message.id).state = MailState.SENT
        db.session.commit()
        return failure

    monkeypatch.setitem(send_waiting.__globals__, "deliver", deliver_beside_another)
    send_waiting()

    assert len(mailbox.messages) == 1


def test_what_another_round_has_sent_stays_sent(nobody_listens, write, monkeypatch):
    message = write()

    def fail_late(server, letter):
        failure = deliver(server, letter)
        db.session.get_one(MailMessage, message.id).state = MailState.SENT
        db.session.commit()
        return failure

    monkeypatch.setitem(send_waiting.__globals__, "deliver", fail_late)
    send_waiting()

    assert stored(message).state is MailState.SENT


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_round_that_dies_goes_on_under_the_same_name(mailbox, write, monkeypatch, moment):
    message = write()

    def die(server, letter):
        if moment == "after":
            deliver(server, letter)
        raise SystemExit

    with monkeypatch.context() as dying:
        dying.setitem(send_waiting.__globals__, "deliver", die)
        with pytest.raises(SystemExit):
            send_waiting()
    send_waiting()

    assert {mail["Message-ID"] for mail in arrived(mailbox)} == {f"<{message.id.hex}@example.vn>"}
    assert (stored(message).state, stored(message).attempts) == (MailState.SENT, 1)


def test_the_worker_sends_it_and_outlives_a_failing_chore(app, mailbox, write, monkeypatch):
    def fall_over():
        raise RuntimeError

    message = write()
    monkeypatch.setitem(app.extensions, "chores", (fall_over, *app.extensions["chores"]))

    do_chores()

    assert stored(message).state is MailState.SENT


def letter() -> Letter:
    return Letter(uuid4(), "hanh@example.vn", "Nhắc", "Mời đồng chí xem.", NOW)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"user": "nenep", "password": "wrong"}, "không nhận tên đăng nhập, mật khẩu"),
        ({"has_starttls": True}, "không có STARTTLS"),
    ],
)
def test_wrong_settings_are_said_plainly(server, changes, said):
    wrong = Server(**{**vars(server), **changes})

    failure = deliver(wrong, letter())

    assert failure.is_servers
    assert said in failure.problem
    assert "wrong" not in failure.problem


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        (smtplib.SMTPSenderRefused(550, b"not you", "a@example.vn"), "địa chỉ người gửi (550 not"),
        (ssl.SSLError(1, "expired"), "Chứng chỉ của máy chủ thư không đúng"),
    ],
)
def test_what_the_server_holds_against_us_stops_the_round(server, monkeypatch, trouble, said):
    def refuse(*_args, **_kwargs):
        raise trouble

    monkeypatch.setattr(smtplib.SMTP, "send_message", refuse)

    failure = deliver(server, letter())

    assert failure.is_servers
    assert not failure.is_final
    assert said in failure.problem


def test_the_right_password_opens(server, mailbox):
    known = Server(**{**vars(server), "user": "nenep", "password": "right"})

    assert deliver(known, letter()) is None
    assert len(mailbox.messages) == 1


def test_the_command_says_what_became_of_it(app, mailbox, write):
    write(NOBODY)

    result = app.test_cli_runner().invoke(args=["mail", "send"])

    assert "1 thư chưa gửi được" in result.output
    assert "550 no such mailbox" in result.output


def test_without_a_server_nothing_is_tried_and_the_command_says_why(app, write):
    message = write()

    assert send_waiting() == []
    result = app.test_cli_runner().invoke(args=["mail", "send"])

    assert stored(message).attempts == 0
    assert result.exit_code == 1
    assert "Chưa cài đặt máy chủ thư" in result.output


@pytest.mark.parametrize(
    ("attempts", "minutes", "is_tried"),
    [
        (0, 0, True),
        (1, 4, False),
        (1, 5, True),
        (2, 29, False),
        (3, 120, True),
        (4, 479, False),
        (4, 480, True),
        (5, 9_999, False),
    ],
)
def test_when_it_is_tried_again(attempts, minutes, is_tried):
    assert is_due(attempts, NOW, now=NOW + timedelta(minutes=minutes)) is is_tried


@pytest.mark.parametrize("missing", ["MAIL_HOST", "MAIL_SENDER", "SITE_ADDRESS"])
def test_mail_is_set_up_only_as_a_whole(app, mailbox, missing):
    assert server_of(app.config).site == "https://sinhhoat.example.vn"
    assert server_of({**app.config, missing: None}) is None
