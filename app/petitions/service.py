"""Petitions raised, answered level by level, pursued upward, withdrawn."""

from datetime import date, datetime

from sqlalchemy.orm.attributes import flag_modified

from app.access.permissions import Actor
from app.audit import service as audit
from app.audit.events import Event
from app.extensions import db
from app.kernel.clock import local
from app.kernel.errors import RuleBroken
from app.kernel.versions import check_fresh
from app.meetings.models import Meeting
from app.meetings.rules.life import check_recordable
from app.meetings.service.turns import take_turn
from app.organisations.models import Organisation
from app.people.models import Member
from app.petitions.models import Petition, PetitionStage
from app.petitions.queries import (
    clock_of,
    is_member_of,
    is_repeated,
    last_position,
    superior_of,
)
from app.petitions.rules import (
    PetitionKind,
    StageOutcome,
    check_changeable,
    check_extension,
    check_not_own,
    check_not_repeated,
    check_pursuable,
    check_waiting,
)


def raise_petition(
    branch: Organisation,
    *,
    author: Member | None,
    kind: PetitionKind,
    text: str,
    addressee: Organisation,
    by: Actor,
    now: datetime,
) -> Petition:
    """From one's own account, to the branch or straight to the committee above it.

    :raises RuleBroken: for somebody who is no member of the branch, or the same words a second
        time on one day.
    """
    today = local(now).date()
    if author is None or not is_member_of(branch, author.id, on=today):
        raise RuleBroken(
            "Chỉ đảng viên đang sinh hoạt tại chi bộ gửi được kiến nghị ở đây; tài khoản phải gắn "
            "với đảng viên đó."
        )
    petition = Petition(organisation=branch, author=author, kind=kind, text=text, raised_on=today)
    return _lay(petition, addressee, by=by, now=now)


def raise_in_meeting(
    meeting: Meeting, *, author: Member, kind: PetitionKind, text: str, by: Actor, now: datetime
) -> Petition:
    """What a comrade proposed at a meeting, written down by those who record it."""
    check_recordable(take_turn(meeting))
    petition = Petition(
        organisation=meeting.organisation,
        author=author,
        meeting=meeting,
        position=last_position(meeting) + 1,
        kind=kind,
        text=text,
        raised_on=meeting.held_on,
    )
    return _lay(petition, meeting.organisation, by=by, now=now)


def _lay(petition: Petition, addressee: Organisation, *, by: Actor, now: datetime) -> Petition:
    repeated = is_repeated(
        author_id=petition.author.id, text=petition.text, raised_on=petition.raised_on
    )
    check_not_repeated(is_repeated=repeated)
    db.session.add(petition)
    stage = _next_stage(petition, addressee, petition.raised_on)
    _note(Event.PETITION_RAISED, petition, by=by, now=now, kind=petition.kind, due_on=stage.due_on)
    return petition


def _next_stage(
    petition: Petition, addressee: Organisation, received_on: date, reason: str = ""
) -> PetitionStage:
    due_on = clock_of(addressee, received_on)
    stage = PetitionStage(
        number=len(petition.stages) + 1,
        addressee=addressee,
        received_on=received_on,
        due_on=due_on,
        reason=reason or None,
    )
    petition.stages.append(stage)
    return stage


def change_petition(
    petition: Petition,
    *,
    kind: PetitionKind,
    text: str,
    version: int | None,
    by: Actor,
    now: datetime,
) -> None:
    """Its author puts it in other words while nobody has answered.

    :raises RuleBroken: once it is answered, has gone up, or stands in minutes.
    """
    check_fresh(petition, version)
    stage = petition.stages[-1]
    check_changeable(
        is_first=stage.number == 1,
        outcome=stage.outcome,
        in_meeting=petition.meeting_id is not None,
    )
    _change(petition, {"kind": kind, "text": text}, by=by, now=now)


def change_in_meeting(
    petition: Petition,
    *,
    author: Member,
    kind: PetitionKind,
    text: str,
    version: int | None,
    by: Actor,
    now: datetime,
) -> None:
    """Those who record put it right, until the minutes are adopted."""
    check_fresh(petition, version)
    _check_open_in_meeting(petition)
    _change(petition, {"author": author, "kind": kind, "text": text}, by=by, now=now)


def _change(petition: Petition, values: dict[str, object], *, by: Actor, now: datetime) -> None:
    changed = [name for name, value in values.items() if getattr(petition, name) != value]
    if not changed:
        return
    for name in changed:
        setattr(petition, name, values[name])
    # Whoever is writing an answer just now must notice that it would answer other words.
    flag_modified(petition.stages[-1], "received_on")
    _note(Event.PETITION_CHANGED, petition, by=by, now=now, fields=changed)


def remove_from_meeting(petition: Petition, *, by: Actor, now: datetime) -> None:
    """Take back what was written down by mistake, until the minutes are adopted."""
    _check_open_in_meeting(petition)
    _note(Event.PETITION_REMOVED, petition, by=by, now=now, text=petition.text)
    for stage in petition.stages:
        db.session.delete(stage)
    db.session.flush()
    db.session.delete(petition)


def _check_open_in_meeting(petition: Petition) -> None:
    if petition.meeting is not None:
        check_recordable(take_turn(petition.meeting))
    check_changeable(
        is_first=len(petition.stages) == 1, outcome=petition.stages[-1].outcome, in_meeting=False
    )


def extend_stage(
    stage: PetitionStage,
    *,
    extended_until: date,
    reason: str,
    version: int | None,
    by: Actor,
    now: datetime,
) -> None:
    """Give notice that the answer takes longer, and why; its author sees it.

    :raises RuleBroken: once the deadline has passed, or this level is done with it.
    """
    check_waiting(stage.outcome)
    check_fresh(stage, version)
    check_extension(extended_until, until=stage.until, on=local(now).date())
    stage.extended_until = extended_until
    stage.extension_reason = reason
    _note(
        Event.PETITION_EXTENDED,
        stage.petition,
        by=by,
        now=now,
        extended_until=extended_until,
        reason=reason,
    )


def answer_stage(
    stage: PetitionStage, *, answer: str, version: int | None, by: Actor, now: datetime
) -> None:
    """The level that was asked answers.

    :raises RuleBroken: if somebody has answered already, or one would answer oneself.
    """
    check_waiting(stage.outcome)
    check_not_own(is_own=by.member_id == stage.petition.author_id)
    check_fresh(stage, version)
    stage.answer = answer
    _end(stage, StageOutcome.ANSWERED, by=by, now=now)
    _note(Event.PETITION_ANSWERED, stage.petition, by=by, now=now, answer=answer)


def pass_upward(
    stage: PetitionStage, *, reason: str, version: int | None, by: Actor, now: datetime
) -> None:
    """What the level that was asked cannot decide goes to the one above, with its own clock."""
    check_waiting(stage.outcome)
    check_fresh(stage, version)
    _end(stage, StageOutcome.ESCALATED, by=by, now=now)
    _lay_higher(stage.petition, reason, by=by, now=now)


def pursue(
    petition: Petition, *, reason: str, version: int | None, by: Actor, now: datetime
) -> None:
    """Its author, not content with the answer or left without one in time, goes higher.

    :param version: of the stage the author has seen.
    :raises RuleBroken: while the level that was asked still has time.
    """
    stage = petition.stages[-1]
    today = local(now).date()
    check_pursuable(stage.outcome, stage.until, on=today)
    check_fresh(stage, version)
    if stage.outcome is None:
        stage.outcome, stage.ended_on = StageOutcome.ESCALATED, today
    elif stage.seen_at is None:
        stage.seen_at = now
    _lay_higher(petition, reason, by=by, now=now)


def _lay_higher(petition: Petition, reason: str, *, by: Actor, now: datetime) -> None:
    above = superior_of(petition.stages[-1].addressee)
    if above is None:
        raise RuleBroken("Đây đã là cấp cao nhất trong hệ thống; không có cấp trên để chuyển lên.")
    stage = _next_stage(petition, above, local(now).date(), reason)
    _note(
        Event.PETITION_ESCALATED,
        petition,
        by=by,
        now=now,
        addressee=above.id,
        due_on=stage.due_on,
    )


def withdraw(petition: Petition, *, version: int | None, by: Actor, now: datetime) -> None:
    """Its author takes it back while nobody has answered; it stays on record."""
    stage = petition.stages[-1]
    check_waiting(stage.outcome)
    check_fresh(stage, version)
    stage.outcome, stage.ended_on = StageOutcome.WITHDRAWN, local(now).date()
    _note(Event.PETITION_WITHDRAWN, petition, by=by, now=now)


def mark_seen(petition: Petition, *, by: Actor, now: datetime) -> None:
    """Its author has read the answer; it waits for them no longer."""
    stage = petition.stages[-1]
    if stage.outcome is not StageOutcome.ANSWERED or stage.seen_at is not None:
        return
    stage.seen_at = now
    _note(Event.PETITION_ANSWER_SEEN, petition, by=by, now=now)


def _end(stage: PetitionStage, outcome: StageOutcome, *, by: Actor, now: datetime) -> None:
    stage.outcome, stage.ended_on, stage.ended_by = outcome, local(now).date(), by.name


def _note(event: Event, petition: Petition, *, by: Actor, now: datetime, **facts: object) -> None:
    audit.record(
        event,
        by=by,
        now=now,
        organisation_id=petition.organisation.id,
        subject=petition,
        **facts,
    )
