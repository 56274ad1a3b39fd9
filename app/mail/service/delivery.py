"""One message handed to the mail server, which sees to the rest."""

import smtplib
import ssl
from contextlib import closing, suppress
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from uuid import UUID

from app.mail.queries import Letter
from app.mail.rules import Failure, Server, is_plain_address

_PATIENCE = 20  # seconds for each answer of the server


def deliver(server: Server, letter: Letter) -> Failure | None:
    """None once the server has taken it; how it then says goodbye is no matter.

    :raises ValueError: for an address or a subject that cannot stand in a header.
    """
    if not is_plain_address(letter.address):
        raise ValueError("địa chỉ thư chỉ gồm chữ không dấu, chữ số và dấu thông thường")
    message = _message(server, letter.id, letter.created_at)
    message["To"], message["Subject"] = letter.address, letter.subject
    message.set_content(letter.body)
    try:
        with closing(smtplib.SMTP(server.host, server.port, timeout=_PATIENCE)) as connection:
            _enter(connection, server)
            connection.send_message(message)
            with suppress(OSError, smtplib.SMTPException):
                connection.quit()
    except smtplib.SMTPRecipientsRefused as refusal:
        ((code, words),) = refusal.recipients.values()
        problem = f"Máy chủ thư không nhận địa chỉ này: {code} {_read(words)}"
        return Failure(problem, is_final=code >= 500)
    except smtplib.SMTPDataError as refusal:
        return Failure(f"Máy chủ thư không nhận thư này: {_in_short(refusal)}")
    except (OSError, smtplib.SMTPException) as trouble:
        return Failure(f"{_said(trouble)} ({_in_short(trouble)})", is_servers=True)
    return None


def _message(server: Server, id_: UUID, created_at: datetime) -> EmailMessage:
    """The same message sent twice, after a crash, keeps its name: mailboxes show it once."""
    message = EmailMessage(policy=SMTP)
    message["From"] = server.sender
    message["Date"] = format_datetime(created_at)
    message["Message-ID"] = f"<{id_.hex}@{server.sender.rpartition('@')[2].rstrip('>')}>"
    message["Auto-Submitted"] = "auto-generated"
    return message


def _enter(connection: smtplib.SMTP, server: Server) -> None:
    if server.has_starttls:
        connection.starttls(context=ssl.create_default_context())
    if server.user:
        connection.login(server.user, server.password or "")


def _said(problem: Exception) -> str:
    match problem:
        case smtplib.SMTPAuthenticationError():
            return "Máy chủ thư không nhận tên đăng nhập, mật khẩu"
        case smtplib.SMTPNotSupportedError():
            return "Máy chủ thư không có STARTTLS hoặc không cần đăng nhập; xem lại cài đặt"
        case smtplib.SMTPSenderRefused():
            return "Máy chủ thư không nhận địa chỉ người gửi"
        case ssl.SSLError():
            return "Chứng chỉ của máy chủ thư không đúng"
    return "Không nối được với máy chủ thư"


def _in_short(problem: Exception) -> str:
    if isinstance(problem, smtplib.SMTPResponseException):
        return f"{problem.smtp_code} {_read(problem.smtp_error)}"
    return f"{type(problem).__name__}: {problem}"


def _read(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words
