from datetime import datetime

from app.access.permissions import Actor
from app.audit.events import Event
from app.extensions import db
from app.kernel.versions import check_fresh
from app.meetings.models import AbsenceNotice, Meeting
from app.meetings.queries.absences import get_absence
from app.meetings.queries.roll import status_on_roll
from app.meetings.rules.absences import (
    AbsenceDecision,
    check_answer,
    check_is_expected,
    check_may_announce,
    check_may_decide,
    check_same_notice,
    check_undecided,
)
from app.meetings.service.trail import note
from app.people.models import Member


def announce_absence(
    meeting: Meeting,
    member: Member,
    *,
    reason: str,
    version: int | None = None,
    by: Actor,
    now: datetime,
) -> AbsenceNotice:
    """Say beforehand why `member` cannot come, or say it anew until it has been answered.

    :param version: of the notice that is changed; None where there should be none yet.

    :raises RuleBroken: before the notice of the meeting, after its beginning, or once answered.
    """
    check_may_announce(meeting.status)
    check_is_expected(status_on_roll(meeting, member.id))
    notice = get_absence(meeting.id, member.id)
    if notice is None:
        notice = AbsenceNotice(meeting=meeting, member=member)
        db.session.add(notice)
    else:
        check_undecided(notice.decision)
        check_same_notice(version)
        check_fresh(notice, version)
    notice.reason, notice.announced_at = reason, now
    note(Event.ABSENCE_ANNOUNCED, meeting, by=by, now=now, member=member.name, reason=reason)
    return notice


def withdraw_absence(notice: AbsenceNotice, *, by: Actor, now: datetime) -> None:
    """The comrade can come after all."""
    check_may_announce(notice.meeting.status)
    check_undecided(notice.decision)
    note(Event.ABSENCE_WITHDRAWN, notice.meeting, by=by, now=now, member=notice.member.name)
    db.session.delete(notice)


def decide_absence(
    notice: AbsenceNotice,
    decision: AbsenceDecision,
    *,
    answer: str,
    version: int | None,
    by: Actor,
    now: datetime,
) -> None:
    """Accept the reason or not; the roll call confirms it, and it may be answered anew till then.

    :raises StaleEdit: if the comrade has changed the reason meanwhile.
    """
    check_fresh(notice, version)
    check_may_decide(notice.meeting.status)
    check_answer(decision, answer)
    notice.decision, notice.answer = decision, answer or None
    notice.decided_at, notice.decided_by = now, by.name
    note(
        Event.ABSENCE_DECIDED,
        notice.meeting,
        by=by,
        now=now,
        member=notice.member.name,
        decision=decision,
        answer=answer,
    )
