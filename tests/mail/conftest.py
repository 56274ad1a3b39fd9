import smtplib
import socket

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from app.extensions import db
from app.mail.rules import Server
from app.mail.service import post
from tests.factory import NOW

NOBODY = "khong.co@example.vn"


class Mailbox:
    """A mail server of the test's own; nobody lives at NOBODY."""

    def __init__(self) -> None:
        self.messages: list[object] = []
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address == NOBODY:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if b"too much" in envelope.content:
            return "452 mailbox full"
        self.messages.append(envelope)
        return "250 OK"


def _knows(server, session, envelope, mechanism, data):
    is_right = (data.login, data.password) == (b"nenep", b"right")
    return AuthResult(success=is_right, handled=is_right)


@pytest.fixture
def mailbox(app):
    """What arrives; the application hands its mail in there for as long as the test lasts."""
    handler = Mailbox()
    controller = Controller(
        handler,
        hostname="127.0.0.1",
        port=handler.port,
        authenticator=_knows,
        auth_require_tls=False,
    )
    controller.start()
    settings = {
        "MAIL_HOST": "127.0.0.1",
        "MAIL_PORT": handler.port,
        "MAIL_STARTTLS": False,
        "MAIL_SENDER": "Nề Nếp <sinhhoat@example.vn>",
        "SITE_ADDRESS": "https://sinhhoat.example.vn/",
    }
    before = {name: app.config[name] for name in settings}
    app.config.update(settings)
    yield handler
    app.config.update(before)
    controller.stop()


@pytest.fixture
def server(mailbox) -> Server:
    return Server(
        "127.0.0.1",
        mailbox.port,
        "Nề Nếp <sinhhoat@example.vn>",
        "https://sinhhoat.example.vn",
        has_starttls=False,
    )


@pytest.fixture
def write(make):
    """A message that waits, kept."""

    def write_one(address="hanh@example.vn", *, at=None, body="Mời đồng chí xem.", **values):
        message = post(
            at or make.branch(),
            address=address,
            subject="Nhắc nộp bản cam kết năm 2026",
            body=body,
            now=values.pop("now", NOW),
        )
        for name, value in values.items():
            setattr(message, name, value)
        db.session.commit()
        return message

    return write_one


@pytest.fixture
def nobody_listens(app, mailbox, monkeypatch):
    """The server is down."""

    def refuse(*_args, **_kwargs):
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr(smtplib.SMTP, "connect", refuse)
