"""How long a message is tried, and what never goes into one."""

from enum import StrEnum


class MailState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


MAIL_LABELS = {
    MailState.WAITING: "Chờ gửi",
    MailState.SENT: "Đã gửi",
    MailState.FAILED: "Không gửi được",
}
# Tried so often before it is given up.
MOST_ATTEMPTS = 5


def after_failure(attempts: int) -> MailState:
    return MailState.FAILED if attempts >= MOST_ATTEMPTS else MailState.WAITING
