from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from app.access.permissions import Actor
from app.audit.events import Event
from app.extensions import db
from app.kernel.errors import RuleBroken
from app.kernel.versions import check_fresh
from app.meetings.models import Attendance, Guest, Meeting
from app.meetings.queries.roll import Roll, RollRow, guests_of, roll_of
from app.meetings.queries.units import roll_values
from app.meetings.rules.life import check_editable, check_recordable
from app.meetings.rules.roll import (
    Mark,
    Presence,
    RollFigures,
    RollLine,
    check_presence,
    figures_of,
)
from app.meetings.rules.units import UnitKind
from app.meetings.service.trail import keep, keep_removal, note
from app.meetings.service.turns import take_turn
from app.people.models import PositionPeriod
from app.people.rules import POSITION_LABELS
from app.revisions.rules import Saving, unit_name


def take_roll(
    meeting: Meeting,
    marks: Mapping[UUID, Mark],
    *,
    version: int | None,
    by: Actor,
    now: datetime,
) -> Roll:
    """Put down who came; whoever `marks` leaves out stays as expected.

    :raises RuleBroken: for an absence without reason, or a mark the status does not allow.
    """
    check_fresh(meeting, version)
    check_recordable(take_turn(meeting))
    points = {point.id for point in meeting.points}
    rows = roll_of(meeting).rows
    stored = _stored_lines(meeting)
    for row in rows:
        mark = marks.get(row.member_id) or Mark(row.presence, row.reason)
        check_presence(row.status, mark.presence, mark.reason, name=row.name)
        if mark.point_id is not None and mark.point_id not in points:
            raise RuleBroken(f"Đồng chí {row.name}: điểm cầu không thuộc buổi họp này.")
        line = stored.pop(row.member_id, None)
        before = roll_values(line)
        line = _put_down(meeting, row, mark, line)
        unit = unit_name(UnitKind.ROLL, row.member_id)
        keep(meeting, unit, before, roll_values(line), by=by, now=now)
    for gone in stored.values():  # no longer of the branch on that day
        unit, before = unit_name(UnitKind.ROLL, gone.member_id), roll_values(gone)
        db.session.delete(gone)
        keep_removal(meeting, unit, before, by=by, now=now)
    db.session.flush()
    roll = roll_of(meeting)
    _keep_figures(meeting, roll.figures)
    flag_modified(meeting, "present")  # a changed reason alone is a change of the roll too
    _note_taken(meeting, roll.figures, by=by, now=now)
    return roll


def _note_taken(meeting: Meeting, figures: RollFigures, *, by: Actor, now: datetime) -> None:
    counted = {name: getattr(figures, name) for name in ("present", "excused", "unexcused")}
    note(Event.ROLL_TAKEN, meeting, by=by, now=now, **counted)


def mark_comrade(
    meeting: Meeting,
    member_id: UUID,
    mark: Mark,
    *,
    saving: Saving | None = None,
    by: Actor,
    now: datetime,
) -> Attendance:
    """Put down one comrade, as they are called; with the last of them the roll is taken.

    :raises RuleBroken: for somebody not on the roll, or a mark the status does not allow.
    """
    check_recordable(take_turn(meeting, saving))
    roll = roll_of(meeting)
    row = next((row for row in roll.rows if row.member_id == member_id), None)
    if row is None:
        raise RuleBroken("Đồng chí này không có trong danh sách điểm danh.")
    check_presence(row.status, mark.presence, mark.reason, name=row.name)
    if mark.point_id is not None and mark.point_id not in {point.id for point in meeting.points}:
        raise RuleBroken(f"Đồng chí {row.name}: điểm cầu không thuộc buổi họp này.")
    line = db.session.get(Attendance, (meeting.id, member_id))
    before = roll_values(line)
    line = _put_down(meeting, row, mark, line)
    is_first = meeting.present is None
    if not is_first or all(r.is_marked or r is row for r in roll.rows):
        lines = (RollLine(r.status, mark.presence if r is row else r.presence) for r in roll.rows)
        figures = figures_of(lines)
        _keep_figures(meeting, figures)
        if is_first:
            _note_taken(meeting, figures, by=by, now=now)
    unit = unit_name(UnitKind.ROLL, member_id)
    keep(meeting, unit, before, roll_values(line), saving=saving, by=by, now=now)
    return line


def freeze_roll(meeting: Meeting) -> None:
    """Keep with each line the status known now, so that adopted minutes and roll agree for ever."""
    stored = _stored_lines(meeting)
    roll = roll_of(meeting)
    for row in roll.rows:
        mark = Mark(
            row.presence, row.reason, row.late_minutes, row.left_early_minutes, row.point_id
        )
        _put_down(meeting, row, mark, stored.get(row.member_id))
    _keep_figures(meeting, roll.figures)


def _stored_lines(meeting: Meeting) -> dict[UUID, Attendance]:
    lines = db.session.scalars(select(Attendance).where(Attendance.meeting_id == meeting.id))
    return {line.member_id: line for line in lines}


def _put_down(meeting: Meeting, row: RollRow, mark: Mark, stored: Attendance | None) -> Attendance:
    line = stored or Attendance(meeting_id=meeting.id, member_id=row.member_id)
    is_present = mark.presence is Presence.PRESENT
    line.status = row.status
    line.presence = mark.presence
    line.reason = None if is_present else mark.reason or None
    line.late_minutes = mark.late_minutes if is_present else None
    line.left_early_minutes = mark.left_early_minutes if is_present else None
    line.point_id = mark.point_id if is_present else None
    db.session.add(line)
    return line


def _keep_figures(meeting: Meeting, figures: RollFigures) -> None:
    meeting.must_attend = figures.must_attend
    meeting.present = figures.present
    meeting.excused = figures.excused
    meeting.unexcused = figures.unexcused
    meeting.vote_base = figures.vote_base
    meeting.voters_present = figures.voters_present


def add_guest(
    meeting: Meeting,
    *,
    name: str,
    party_title: str,
    state_title: str,
    is_observer: bool,
    member_id: UUID | None = None,
    by: Actor,
    now: datetime,
) -> Guest:
    """:raises RuleBroken: for a committee member who is among the guests already."""
    check_editable(take_turn(meeting))
    if member_id is not None and any(g.member_id == member_id for g in guests_of(meeting)):
        raise RuleBroken(f"Đồng chí {name} đã có trong danh sách đại biểu.")
    guest = Guest(
        meeting=meeting,
        name=name,
        party_title=party_title or None,
        state_title=state_title or None,
        is_observer=is_observer,
        member_id=member_id,
    )
    db.session.add(guest)
    note(Event.GUEST_ADDED, meeting, by=by, now=now, name=name)
    return guest


def add_observer(meeting: Meeting, period: PositionPeriod, *, by: Actor, now: datetime) -> Guest:
    """Put down among the guests a comrade whom the committee sends to this branch."""
    return add_guest(
        meeting,
        name=period.member.name,
        party_title=POSITION_LABELS[period.position],
        state_title=period.member.professional_title or "",
        is_observer=True,
        member_id=period.member_id,
        by=by,
        now=now,
    )


def remove_guest(guest: Guest, *, has_spoken: bool, by: Actor, now: datetime) -> None:
    check_editable(take_turn(guest.meeting))
    if has_spoken:
        raise RuleBroken("Đại biểu này đã có ý kiến phát biểu; xóa ý kiến đó trước.")
    db.session.delete(guest)
    note(Event.GUEST_REMOVED, guest.meeting, by=by, now=now, name=guest.name)
