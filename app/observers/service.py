"""Sending comrades to branches, and reporting what they found there."""

from collections.abc import Mapping
from datetime import date, datetime

from app.access.permissions import Actor
from app.audit import service as audit
from app.audit.events import Event
from app.extensions import db
from app.kernel.versions import check_fresh
from app.meetings.models import Meeting
from app.meetings.queries.roll import status_on_roll
from app.observers.models import VisitReport
from app.observers.queries.sending import sits_above
from app.observers.queries.visits import report_by
from app.observers.rules import (
    VISIT_FIELDS,
    check_draft,
    check_reportable,
    check_sent,
    check_submittable,
)
from app.organisations.models import Organisation
from app.people.models import Member, PositionPeriod
from app.people.rules import Position
from app.people.service import begin_position

_WRITTEN = (*VISIT_FIELDS, "score", "remarks")


def send_observer(
    member: Member,
    branch: Organisation,
    position: Position,
    *,
    starts_on: date,
    ends_on: date | None,
    basis: str,
    by: Actor,
    now: datetime,
) -> PositionPeriod:
    """Assign a committee member to a branch, in charge of it or where they live.

    :raises RuleBroken: without the deciding resolution, for somebody who sits on no committee
        above the branch, or as when any position begins.
    """
    above = sits_above(member, branch, on=starts_on)
    check_sent(sits_above=above, basis=basis, starts_on=starts_on)
    return begin_position(
        member,
        branch,
        position,
        starts_on=starts_on,
        ends_on=ends_on,
        basis=basis,
        by=by,
        now=now,
    )


def write_report(
    meeting: Meeting,
    member: Member,
    values: Mapping[str, str | int | None],
    *,
    version: int | None,
    by: Actor,
    now: datetime,
) -> VisitReport:
    """The observer's own draft; what is sent a second time unchanged changes nothing.

    :raises RuleBroken: for a meeting not yet open, a comrade of the branch itself, or once the
        report is submitted.
    """
    on_roll = status_on_roll(meeting, member.id)
    check_reportable(meeting.status, meeting.type, is_on_roll=on_roll is not None)
    after = {name: values.get(name) for name in _WRITTEN}
    report = report_by(meeting, member.id)
    if report is None:
        report = VisitReport(meeting=meeting, member=member)
        db.session.add(report)
    else:
        check_draft(report.submitted_at)
        if after == {name: getattr(report, name) for name in _WRITTEN}:
            return report
        check_fresh(report, version)
    for name, value in after.items():
        setattr(report, name, value)
    _note(Event.VISIT_WRITTEN, report, by=by, now=now)
    return report


def submit_report(report: VisitReport, *, by: Actor, now: datetime) -> None:
    """Hand it to the committee; from now on it stands as it is."""
    check_draft(report.submitted_at)
    texts = {name: getattr(report, name) for name in (*VISIT_FIELDS, "remarks")}
    check_submittable(report.meeting.status, texts)
    report.submitted_at = now
    _note(Event.VISIT_SUBMITTED, report, by=by, now=now, score=report.score)


def _note(event: Event, report: VisitReport, *, by: Actor, now: datetime, **facts: object) -> None:
    audit.record(
        event,
        by=by,
        now=now,
        organisation_id=report.meeting.organisation_id,
        subject=report,
        member=report.member.name,
        **facts,
    )
