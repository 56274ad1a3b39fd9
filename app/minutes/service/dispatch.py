"""A sealed record goes to the committee above, and the committee says that it has it."""

from datetime import datetime

from app.access.permissions import Actor
from app.audit.events import Event
from app.extensions import db
from app.minutes.models import Dispatch, MinutesRecord
from app.minutes.queries import standing_of
from app.minutes.rules.sealing import check_receivable, check_sendable
from app.minutes.service.trail import note
from app.minutes.service.turns import take_turn_at


def send_minutes(record: MinutesRecord, *, by: Actor, now: datetime) -> None:
    """:raises RuleBroken: if it is not sealed, opened again, or sent already."""
    take_turn_at(record)
    check_sendable(standing_of(record), is_sent=record.dispatch is not None)
    db.session.add(Dispatch(record=record, sent_at=now, sent_by=by.name))
    note(
        Event.DISPATCH_SENT,
        record,
        by=by,
        now=now,
        number_symbol=record.number_symbol,
        edition=record.edition,
    )


def receive_minutes(record: MinutesRecord, *, remark: str = "", by: Actor, now: datetime) -> None:
    """From now on the minutes are no longer opened again, only supplemented.

    :raises RuleBroken: if they were not sent, or are received or opened again already.
    """
    take_turn_at(record)
    dispatch = record.dispatch
    check_receivable(standing_of(record), is_sent=dispatch is not None)
    assert dispatch is not None
    dispatch.received_at, dispatch.received_by = now, by.name
    dispatch.note = remark or None
    note(
        Event.DISPATCH_RECEIVED,
        record,
        by=by,
        now=now,
        number_symbol=record.number_symbol,
        edition=record.edition,
        note=dispatch.note,
    )
