from app.extensions import db
from app.meetings.service.turns import take_turn
from app.minutes.models import MinutesRecord


def take_turn_at(record: MinutesRecord) -> None:
    """One of those who confirm, reopen, send or receive comes first; the others find it done."""
    take_turn(record.meeting)
    db.session.refresh(record)
    db.session.refresh(record.meeting)
