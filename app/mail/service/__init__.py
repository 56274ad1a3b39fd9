"""Mail that goes out: written in the transaction of what it tells, sent by the worker."""

from app.mail.service.letters import note_failure, note_sent, post, resend

__all__ = ["note_failure", "note_sent", "post", "resend"]
