"""Which server takes our mail, how long a message is tried, and when it is given up."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any


class MailState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


MAIL_LABELS = {
    MailState.WAITING: "Chờ gửi",
    MailState.SENT: "Đã gửi",
    MailState.FAILED: "Không gửi được",
}
# How long after it was written a message is tried, and tried again: then it is given up.
_TRIED_AFTER = tuple(timedelta(minutes=minutes) for minutes in (0, 5, 30, 120, 480))
MOST_ATTEMPTS = len(_TRIED_AFTER)


@dataclass(frozen=True)
class Server:
    """Where mail is handed in, as whom; `site` is the address that links in it begin with."""

    host: str
    port: int
    sender: str
    site: str
    has_starttls: bool = True
    user: str | None = None
    password: str | None = None


@dataclass(frozen=True)
class Failure:
    """Why a message did not go out, for the administrator.

    `is_final`: nobody takes mail at this address. `is_servers`: it is the server's or the
    settings' fault, so every other message would fail as well.
    """

    problem: str
    is_final: bool = False
    is_servers: bool = False


def server_of(settings: Mapping[str, Any]) -> Server | None:
    """None while the installation has not been told where to send, as whom, and its own address."""
    host, sender, site = (
        settings.get(name) for name in ("MAIL_HOST", "MAIL_SENDER", "SITE_ADDRESS")
    )
    if not (host and sender and site):
        return None
    return Server(
        host,
        settings["MAIL_PORT"],
        sender,
        site.rstrip("/"),
        settings["MAIL_STARTTLS"],
        settings["MAIL_USER"],
        settings["MAIL_PASSWORD"],
    )


# Nothing a header could take for a second address, a name, a comment or an encoded word.
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


def is_plain_address(address: str) -> bool:
    """Whether mail for it goes there and nowhere else."""
    return _ADDRESS.fullmatch(address) is not None


def is_due(attempts: int, created_at: datetime, *, now: datetime) -> bool:
    return attempts < MOST_ATTEMPTS and created_at + _TRIED_AFTER[attempts] <= now


def after_failure(attempts: int, *, is_final: bool) -> MailState:
    return MailState.FAILED if is_final or attempts >= MOST_ATTEMPTS else MailState.WAITING
