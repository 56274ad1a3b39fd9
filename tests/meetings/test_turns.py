"""Whoever writes at a meeting locks it first, so that nobody waits crosswise for another."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from app.extensions import db
from app.kernel.errors import RuleBroken
from app.meetings.models import Statement
from app.meetings.rules.agenda import StepState
from app.meetings.rules.life import MeetingStatus
from app.meetings.rules.votes import Majority, Tally, VoteMethod
from app.meetings.service import agenda, life, record, roll
from tests.factory import NOW


@contextmanager
def statements() -> Iterator[list[str]]:
    """What is said to the database within the block."""
    said: list[str] = []

    def listen(_connection, _cursor, statement, *_rest):
        said.append(" ".join(statement.split()))

    event.listen(db.engine, "before_cursor_execute", listen)
    try:
        yield said
    finally:
        event.remove(db.engine, "before_cursor_execute", listen)


def is_turn(statement):
    return statement.startswith("SELECT meeting.status FROM meeting")


def is_writing(statement):
    return statement.startswith(("INSERT", "UPDATE", "DELETE")) or "FROM audit_head" in statement


def said_of(running):
    return {
        "member_id": running.members[1].id,
        "guest_id": None,
        "section": "step_1",
        "text": "Nhất trí.",
        "is_dissent": False,
    }


def add_statement(running, how):
    record.record_statement(running.meeting, **said_of(running), **how)


def change_statement(running, how):
    statement = db.session.query(Statement).one()
    record.change_statement(statement, **{**said_of(running), "text": "Rõ."}, version=1, **how)


def remove_statement(running, how):
    record.remove_statement(db.session.query(Statement).one(), **how)


def record_vote(running, how):
    record.record_vote(
        running.meeting,
        subject="Thông qua",
        section=None,
        majority=Majority.ORDINARY,
        method=VoteMethod.SHOW_OF_HANDS,
        tally=Tally(5, 0, 0, 0),
        **how,
    )


def record_conclusion(running, how):
    record.record_conclusion(running.meeting, section=None, text="Giao văn phòng.", **how)


def change_item(running, how):
    item = running.meeting.steps[0].items[0]
    agenda.change_item(item, {"content": "Mới."}, version=item.version, **how)


def finish_step(running, how):
    agenda.set_step(running.meeting.steps[0], StepState.DONE, **how)


def take_roll(running, how):
    roll.take_roll(running.meeting, {}, version=running.meeting.version, **how)


def change_frame(running, how):
    meeting = running.meeting
    life.change_frame(meeting, {"remedy": "Họp đúng giờ."}, version=meeting.version, **how)


WAYS = [
    add_statement,
    change_statement,
    remove_statement,
    record_vote,
    record_conclusion,
    change_item,
    finish_step,
    take_roll,
    change_frame,
]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_the_meeting_is_locked_before_anything_is_written(way, running):
    how = {"by": running.by, "now": NOW}
    add_statement(running, how)
    db.session.commit()

    with statements() as said:
        way(running, how)
        db.session.commit()

    turn = next(at for at, statement in enumerate(said) if is_turn(statement))
    assert turn < next(at for at, statement in enumerate(said) if is_writing(statement))
    if db.engine.dialect.name == "postgresql":
        assert said[turn].endswith("FOR NO KEY UPDATE")


def test_who_waited_while_the_minutes_were_adopted_writes_no_more(running):
    step = running.meeting.steps[0]
    assert step.meeting.status is MeetingStatus.IN_PROGRESS  # as this page has read it
    db.session.execute(
        db.update(type(running.meeting)).values(status=MeetingStatus.ADOPTED),
        execution_options={"synchronize_session": False},
    )

    with pytest.raises(RuleBroken, match="đã thông qua"):
        agenda.set_step(step, StepState.DONE, by=running.by, now=NOW)
