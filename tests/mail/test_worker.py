"""The real worker looks round by itself, without being rung for."""

from app.extensions import db
from app.mail.models import MailMessage
from app.mail.rules import MailState
from tests.jobs.test_worker import wait_for, worker

NAMES = ("MAIL_HOST", "MAIL_PORT", "MAIL_STARTTLS", "MAIL_SENDER", "SITE_ADDRESS")


def test_a_worker_sends_what_waits(app, mailbox, write):
    message = write()

    with worker(app, **{name: app.config[name] for name in NAMES}):
        wait_for(lambda: state_of(message.id) is MailState.SENT)

    assert len(mailbox.messages) == 1


def state_of(message_id) -> MailState:
    db.session.expire_all()
    return db.session.get_one(MailMessage, message_id).state
