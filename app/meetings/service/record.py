from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.exc import IntegrityError

from app.access.permissions import Actor
from app.audit.events import Event
from app.extensions import db
from app.kernel.errors import RuleBroken
from app.kernel.versions import check_fresh
from app.meetings.models import Conclusion, Meeting, Statement, Vote
from app.meetings.queries.meetings import book_of
from app.meetings.queries.record import next_position
from app.meetings.queries.roll import roll_of
from app.meetings.queries.units import conclusion_values, statement_values, vote_values
from app.meetings.rules.life import check_recordable
from app.meetings.rules.units import UnitKind
from app.meetings.rules.votes import (
    SETTING_OF_MAJORITY,
    Majority,
    Tally,
    VoteMethod,
    check_tally,
    voters_at,
    votes_needed,
)
from app.meetings.service.trail import keep, keep_removal, note
from app.meetings.service.turns import take_turn
from app.revisions.rules import Saving, Values, unit_name


def record_statement(
    meeting: Meeting,
    *,
    member_id: UUID | None,
    guest_id: UUID | None,
    section: str | None,
    text: str,
    is_dissent: bool,
    id_: UUID | None = None,
    saving: Saving | None = None,
    by: Actor,
    now: datetime,
) -> Statement:
    """What one comrade said; exactly one of `member_id` and `guest_id` names the speaker."""
    check_recordable(take_turn(meeting, saving))
    if (member_id is None) == (guest_id is None):
        raise RuleBroken("Chọn người phát biểu.", field="speaker")
    statement = Statement(
        id=id_ or uuid4(),
        meeting=meeting,
        section=section,
        position=next_position(Statement, meeting),
        member_id=member_id,
        guest_id=guest_id,
        text=text,
        is_dissent=is_dissent,
    )
    db.session.add(statement)
    _keep_statement(statement, {}, saving, by, now)
    return statement


def change_statement(
    statement: Statement,
    *,
    member_id: UUID | None,
    guest_id: UUID | None,
    section: str | None,
    text: str,
    is_dissent: bool,
    version: int | None,
    saving: Saving | None = None,
    by: Actor,
    now: datetime,
) -> None:
    check_fresh(statement, version)
    check_recordable(take_turn(statement.meeting, saving))
    before = statement_values(statement)
    statement.member_id, statement.guest_id = member_id, guest_id
    statement.section, statement.text = section, text
    statement.is_dissent = is_dissent
    db.session.flush()
    db.session.expire(statement, ["member", "guest"])
    _keep_statement(statement, before, saving, by, now)


def _keep_statement(
    statement: Statement, before: Values, saving: Saving | None, by: Actor, now: datetime
) -> None:
    unit, after = unit_name(UnitKind.STATEMENT, statement.id), statement_values(statement)
    keep(statement.meeting, unit, before, after, saving=saving, by=by, now=now)
    if saving is None:
        note(
            Event.STATEMENT_RECORDED,
            statement.meeting,
            by=by,
            now=now,
            speaker=statement.speaker_name,
            section=statement.section,
        )


def remove_statement(
    statement: Statement, *, saving: Saving | None = None, by: Actor, now: datetime
) -> None:
    meeting, speaker, text = statement.meeting, statement.speaker_name, statement.text
    check_recordable(take_turn(meeting, saving))
    unit, before = unit_name(UnitKind.STATEMENT, statement.id), statement_values(statement)
    db.session.delete(statement)
    keep_removal(meeting, unit, before, saving=saving, by=by, now=now)
    note(Event.STATEMENT_REMOVED, meeting, by=by, now=now, speaker=speaker, text=text)


def record_vote(
    meeting: Meeting,
    *,
    subject: str,
    section: str | None,
    majority: Majority,
    method: VoteMethod,
    tally: Tally,
    away: int = 0,
    id_: UUID | None = None,
    saving: Saving | None = None,
    by: Actor,
    now: datetime,
) -> Vote:
    """Settle a question by vote, under the share in force on the meeting's day.

    `away` are voters on the roll who had not come yet or had left; they stay in the base.

    :raises RuleBroken: if the meeting is not in session, the roll has not been taken, or the
        votes do not add up.
    """
    check_recordable(take_turn(meeting, saving))
    vote = Vote(id=id_ or uuid4(), meeting=meeting, position=next_position(Vote, meeting))
    _settle(vote, subject, section, majority, method, tally, away)
    db.session.add(vote)
    _keep_vote(vote, {}, saving, by, now)
    return vote


def change_vote(
    vote: Vote,
    *,
    subject: str,
    section: str | None,
    majority: Majority,
    method: VoteMethod,
    tally: Tally,
    away: int = 0,
    version: int | None,
    saving: Saving | None = None,
    by: Actor,
    now: datetime,
) -> None:
    check_fresh(vote, version)
    check_recordable(take_turn(vote.meeting, saving))
    before = vote_values(vote)
    _settle(vote, subject, section, majority, method, tally, away)
    _keep_vote(vote, before, saving, by, now)


def _settle(
    vote: Vote,
    subject: str,
    section: str | None,
    majority: Majority,
    method: VoteMethod,
    tally: Tally,
    away: int,
) -> None:
    meeting = vote.meeting
    roll = roll_of(meeting)
    if not roll.is_taken:
        raise RuleBroken("Điểm danh trước khi ghi kết quả biểu quyết.")
    figures = roll.figures
    voters = voters_at(figures.voters_present, away=away)
    check_tally(tally, method=method, voters_present=voters)
    threshold = book_of(meeting).threshold(SETTING_OF_MAJORITY[majority])
    vote.subject, vote.section = subject, section
    vote.majority, vote.method = majority, method
    vote.in_favour, vote.against = tally.in_favour, tally.against
    vote.other, vote.invalid = tally.other, tally.invalid
    vote.vote_base, vote.voters_present, vote.away = figures.vote_base, voters, away
    vote.needed = votes_needed(figures.vote_base, threshold)
    vote.is_passed = tally.in_favour >= vote.needed


def _keep_vote(vote: Vote, before: Values, saving: Saving | None, by: Actor, now: datetime) -> None:
    unit, after = unit_name(UnitKind.VOTE, vote.id), vote_values(vote)
    keep(vote.meeting, unit, before, after, saving=saving, by=by, now=now)
    note(
        Event.VOTE_RECORDED,
        vote.meeting,
        saving=saving,
        by=by,
        now=now,
        question=vote.subject,
        method=vote.method,
        in_favour=vote.in_favour,
        against=vote.against,
        other=vote.other,
        vote_base=vote.vote_base,
        needed=vote.needed,
        is_passed=vote.is_passed,
    )


def remove_vote(vote: Vote, *, saving: Saving | None = None, by: Actor, now: datetime) -> None:
    """:raises RuleBroken: if a resolution stands on this vote."""
    check_recordable(take_turn(vote.meeting, saving))
    unit, before = unit_name(UnitKind.VOTE, vote.id), vote_values(vote)
    db.session.delete(vote)
    try:
        db.session.flush()
    except IntegrityError as relied_on:
        raise RuleBroken(
            "Nghị quyết đang dựa trên kết quả biểu quyết này nên không xóa được."
        ) from relied_on
    keep_removal(vote.meeting, unit, before, saving=saving, by=by, now=now)
    note(Event.VOTE_REMOVED, vote.meeting, by=by, now=now, question=vote.subject)


def record_conclusion(
    meeting: Meeting,
    *,
    section: str | None,
    text: str,
    id_: UUID | None = None,
    saving: Saving | None = None,
    by: Actor,
    now: datetime,
) -> Conclusion:
    check_recordable(take_turn(meeting, saving))
    conclusion = Conclusion(
        id=id_ or uuid4(),
        meeting=meeting,
        section=section,
        position=next_position(Conclusion, meeting),
        text=text,
    )
    db.session.add(conclusion)
    _keep_conclusion(conclusion, {}, saving, by, now)
    return conclusion


def change_conclusion(
    conclusion: Conclusion,
    *,
    section: str | None,
    text: str,
    version: int | None,
    saving: Saving | None = None,
    by: Actor,
    now: datetime,
) -> None:
    check_fresh(conclusion, version)
    check_recordable(take_turn(conclusion.meeting, saving))
    before = conclusion_values(conclusion)
    conclusion.section, conclusion.text = section, text
    _keep_conclusion(conclusion, before, saving, by, now)


def _keep_conclusion(
    conclusion: Conclusion, before: Values, saving: Saving | None, by: Actor, now: datetime
) -> None:
    meeting = conclusion.meeting
    unit, after = unit_name(UnitKind.CONCLUSION, conclusion.id), conclusion_values(conclusion)
    keep(meeting, unit, before, after, saving=saving, by=by, now=now)
    note(Event.CONCLUSION_RECORDED, meeting, saving=saving, by=by, now=now, text=conclusion.text)


def remove_conclusion(
    conclusion: Conclusion,
    *,
    has_assignments: bool,
    saving: Saving | None = None,
    by: Actor,
    now: datetime,
) -> None:
    check_recordable(take_turn(conclusion.meeting, saving))
    if has_assignments:
        raise RuleBroken("Đã giao nhiệm vụ từ kết luận này; xóa nhiệm vụ đó trước.")
    unit, before = unit_name(UnitKind.CONCLUSION, conclusion.id), conclusion_values(conclusion)
    db.session.delete(conclusion)
    keep_removal(conclusion.meeting, unit, before, saving=saving, by=by, now=now)
    note(Event.CONCLUSION_REMOVED, conclusion.meeting, by=by, now=now, text=conclusion.text)
