from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, time
from fractions import Fraction
from typing import Any

from sqlalchemy.orm.attributes import flag_modified

from app.access.permissions import Actor
from app.assignments.service import lay_on_table
from app.audit.events import Event
from app.extensions import db
from app.kernel.clock import local
from app.kernel.errors import RuleBroken
from app.kernel.versions import check_fresh
from app.meetings.models import AgendaItem, AgendaStep, ConnectionPoint, Meeting
from app.meetings.queries.meetings import book_of, monthly_in
from app.meetings.queries.roll import has_attendance
from app.meetings.queries.units import VALUES_OF
from app.meetings.rules.agenda import Section, agenda_of
from app.meetings.rules.grades import check_scored_by_sheet, grade_in
from app.meetings.rules.life import (
    MONTHLY,
    WITH_TABLE,
    MeetingStatus,
    MeetingType,
    check_day_has_come,
    check_days,
    check_editable,
    check_move,
    check_not_begun,
    check_posted,
    check_recordable,
    check_resumable,
    check_same_days,
    check_topic,
    check_two_people,
    check_type,
    minutes_between,
)
from app.meetings.rules.units import UnitKind
from app.meetings.service.trail import keep, note
from app.meetings.service.turns import take_turn
from app.organisations.models import Organisation
from app.organisations.rules import check_known
from app.people.models import Member
from app.regulations.rules import check_ruled
from app.revisions.rules import Saving, typed, unit_name

# What the plan of a meeting is made of; forms and sample data name the same fields.
PLAN_FIELDS = (
    "period",
    "held_on",
    "start_time",
    "place",
    "mode",
    "topic",
    "purpose",
    "chair_id",
    "minute_taker_id",
    "preparer_id",
    "committee_met_on",
)


def plan_meeting(
    branch: Organisation,
    meeting_type: MeetingType,
    plan: Mapping[str, Any],
    *,
    points: tuple[str, ...] = (),
    presenter: str = "",
    by: Actor | None,
    now: datetime,
) -> Meeting:
    """A silent draft with the whole agenda laid out; `presenter` leads the sections.

    :raises RuleBroken: if a topical one has no topic, or the month has its meeting already.
    """
    check_type(meeting_type, branch.level)
    _check_plan(meeting_type, plan)
    if meeting_type in MONTHLY and monthly_in(branch, plan["period"]) is not None:
        raise RuleBroken(
            f"Tháng {plan['period']:%m/%Y} đã có buổi sinh hoạt thường kỳ. "
            "Mở buổi đó, hoặc chọn loại họp khác.",
            field="period",
        )
    meeting = Meeting(
        organisation=branch, type=meeting_type, **{name: plan[name] for name in PLAN_FIELDS}
    )
    db.session.add(meeting)
    _set_points(meeting, points)
    for position, section in enumerate(agenda_of(meeting_type), start=1):
        meeting.steps.append(_laid_out(section, position, presenter))
    db.session.flush()
    if by is not None:
        note(
            Event.MEETING_PLANNED,
            meeting,
            by=by,
            now=now,
            type=meeting_type,
            held_on=meeting.held_on,
        )
    return meeting


def _laid_out(section: Section, position: int, presenter: str) -> AgendaStep:
    step = AgendaStep(section=section.code, position=position)
    step.items = [
        AgendaItem(
            slot=slot.key,
            position=number,
            title=slot.title,
            presenter=presenter if section.presenter else None,
            is_restricted=slot.is_restricted,
        )
        for number, slot in enumerate(section.slots, start=1)
    ]
    return step


def change_meeting(
    meeting: Meeting,
    plan: Mapping[str, Any],
    *,
    points: tuple[str, ...],
    version: int | None,
    by: Actor,
    now: datetime,
) -> None:
    """Change when, where and who, until the minutes are adopted; the type stays."""
    check_fresh(meeting, version)
    check_editable(take_turn(meeting))
    _check_plan(meeting.type, plan)
    check_same_days(
        meeting.status, (meeting.period, meeting.held_on), (plan["period"], plan["held_on"])
    )
    if meeting.type in MONTHLY:
        other = monthly_in(meeting.organisation, plan["period"])
        if other is not None and other is not meeting:
            raise RuleBroken("Tháng này đã có buổi sinh hoạt thường kỳ khác.", field="period")
    before = {name: getattr(meeting, name) for name in PLAN_FIELDS}
    with _keeping_frame(meeting, by=by, now=now):
        for name in PLAN_FIELDS:
            setattr(meeting, name, plan[name])
    _set_points(meeting, points)
    flag_modified(meeting, "place")  # a change of points alone is a change of the meeting too
    after = {name: plan[name] for name in PLAN_FIELDS}
    note(Event.MEETING_CHANGED, meeting, by=by, now=now, before=before, after=after)


def _check_plan(meeting_type: MeetingType, plan: Mapping[str, Any]) -> None:
    check_topic(meeting_type, plan["topic"] or "")
    check_known(plan["held_on"], "held_on")
    check_ruled(plan["held_on"], "held_on")
    check_known(plan["period"], "period")
    check_known(plan["committee_met_on"], "committee_met_on")
    check_days(plan["period"], plan["held_on"])
    check_two_people(plan["chair_id"], plan["minute_taker_id"])


def _set_points(meeting: Meeting, names: tuple[str, ...]) -> None:
    """Keep the points that are still named: the roll refers to them.

    :raises RuleBroken: if somebody was put down at a point that is to go.
    """
    wanted = names if meeting.has_points else ()
    kept = {point.name: point for point in meeting.points}
    for name, point in kept.items():
        if name not in wanted:
            if point.present:
                raise RuleBroken(
                    f"Đã ghi {point.present} người dự tại điểm cầu {name}; xóa số này ở trang "
                    "“Số dự tại các điểm” rồi hãy bỏ điểm.",
                    field="points",
                )
            if has_attendance(point):
                raise RuleBroken(
                    f"Đã điểm danh tại điểm cầu {name}; chuyển các đồng chí sang điểm cầu khác "
                    "trong điểm danh rồi hãy bỏ.",
                    field="points",
                )
            meeting.points.remove(point)
            db.session.delete(point)
    meeting.points.extend(ConnectionPoint(name=name) for name in wanted if name not in kept)


def notify_meeting(
    meeting: Meeting, *, members: int, guests: int, by: Actor, now: datetime
) -> None:
    """The notice goes out: from now on the branch and its observer see the meeting."""
    check_move(meeting.status, MeetingStatus.NOTIFIED)
    meeting.status = MeetingStatus.NOTIFIED
    meeting.notified_at = now
    note(Event.MEETING_NOTIFIED, meeting, by=by, now=now, members=members, guests=guests)


def cancel_meeting(meeting: Meeting, *, reason: str, by: Actor, now: datetime) -> None:
    check_move(meeting.status, MeetingStatus.CANCELLED)
    if not reason:
        raise RuleBroken("Nêu lý do hủy buổi họp.", field="reason")
    meeting.status = MeetingStatus.CANCELLED
    meeting.cancelled_reason = reason
    note(Event.MEETING_CANCELLED, meeting, by=by, now=now, reason=reason)


def open_meeting(meeting: Meeting, *, began_time: time, by: Actor, now: datetime) -> None:
    """Begin: the record can be written, last month's open tasks come on the table.

    :raises RuleBroken: before the day the meeting is called for, or if it has begun already.
    """
    check_not_begun(meeting.status)
    check_move(meeting.status, MeetingStatus.IN_PROGRESS)
    check_day_has_come(meeting.held_on, today=local(now).date())
    meeting.status = MeetingStatus.IN_PROGRESS
    with _keeping_frame(meeting, by=by, now=now):
        meeting.began_time = began_time
    if meeting.type in WITH_TABLE:
        lay_on_table(
            giver=meeting.organisation,
            meeting_id=meeting.id,
            held_on=meeting.held_on,
            now=now,
        )
    note(Event.MEETING_OPENED, meeting, by=by, now=now, began_time=began_time)


def close_meeting(
    meeting: Meeting, *, ended_time: time, version: int | None, by: Actor, now: datetime
) -> None:
    """End the sitting; its minutes stand as a draft until they are adopted."""
    check_fresh(meeting, version)
    check_move(meeting.status, MeetingStatus.MINUTES_DRAFTED)
    if meeting.began_time is None:
        raise RuleBroken("Nhập giờ bắt đầu trước khi kết thúc.", field="ended_time")
    minutes_between(meeting.began_time, ended_time)
    meeting.status = MeetingStatus.MINUTES_DRAFTED
    meeting.ended_time = ended_time
    note(Event.MEETING_CLOSED, meeting, by=by, now=now, ended_time=ended_time)


def resume_meeting(meeting: Meeting, *, by: Actor, now: datetime) -> None:
    """Back into session, where the meeting was ended too early by mistake."""
    check_resumable(is_sealed=meeting.sealed_at is not None)
    check_move(meeting.status, MeetingStatus.IN_PROGRESS)
    meeting.status = MeetingStatus.IN_PROGRESS
    began = meeting.began_time
    note(Event.MEETING_OPENED, meeting, by=by, now=now, began_time=began)


def mark_posted(meeting: Meeting, *, posted_at: datetime, by: Actor, now: datetime) -> None:
    """The papers stand on the national handbook app since `posted_at`."""
    check_posted(meeting.status)
    check_known(local(posted_at).date(), "posted_on")
    if posted_at > now:
        raise RuleBroken("Thời điểm đăng không thể ở tương lai.", field="posted_on")
    meeting.handbook_posted_at = posted_at
    note(Event.MEETING_POSTED, meeting, by=by, now=now, posted_at=posted_at)


def change_frame(
    meeting: Meeting,
    values: Mapping[str, Any],
    *,
    version: int | None,
    saving: Saving | None = None,
    by: Actor,
    now: datetime,
) -> None:
    """Write down the formalities of opening or closing, whichever fields are given."""
    check_fresh(meeting, version)
    check_recordable(take_turn(meeting, saving))
    check_two_people(
        values.get("chair_id", meeting.chair_id),
        values.get("minute_taker_id", meeting.minute_taker_id),
    )
    if meeting.has_self_sheet:
        check_scored_by_sheet(values)
    elif "self_score" in values:
        values = {**values, "self_grade": grade_in(book_of(meeting), values["self_score"])}
    _check_dues(values.get("dues_paid"), values.get("dues_due"))
    before = {name: getattr(meeting, name) for name in values}
    with _keeping_frame(meeting, saving=saving, by=by, now=now):
        for name, value in values.items():
            setattr(meeting, name, value)
    note(
        Event.MEETING_CHANGED,
        meeting,
        saving=saving,
        by=by,
        now=now,
        before=before,
        after=dict(values),
    )


def set_self_score(
    meeting: Meeting,
    *,
    points: Fraction | None,
    grade: str | None,
    sheet: str | None,
    by: Actor,
    now: datetime,
) -> None:
    """What the branch agreed on, in place of what stood; all None takes it back.

    :param sheet: its lines, see rules.self_sheet; nobody types points while there are any.
    :raises RuleBroken: once the minutes are adopted.
    """
    check_recordable(take_turn(meeting))
    before = {"self_score": typed(meeting.self_score), "self_grade": meeting.self_grade}
    with _keeping_frame(meeting, by=by, now=now):
        meeting.self_score, meeting.self_grade, meeting.self_sheet = points, grade, sheet
    after = {"self_score": typed(points), "self_grade": grade}
    note(Event.MEETING_CHANGED, meeting, by=by, now=now, before=before, after=after)


@contextmanager
def _keeping_frame(
    meeting: Meeting, *, saving: Saving | None = None, by: Actor, now: datetime
) -> Iterator[None]:
    """Keep what the block changes of the opening and the closing."""
    before = {kind: VALUES_OF[kind](meeting) for kind in (UnitKind.OPENING, UnitKind.CLOSING)}
    yield
    for kind, values in before.items():
        unit = unit_name(kind, meeting.id)
        keep(meeting, unit, values, VALUES_OF[kind](meeting), saving=saving, by=by, now=now)


def _check_dues(paid: int | None, due: int | None) -> None:
    if paid is not None and due is not None and paid > due:
        raise RuleBroken(
            f"Số đã nộp ({paid}) không thể lớn hơn số phải nộp ({due}).", field="dues_paid"
        )


def titled(member: Member | None, position: str) -> str:
    """“đồng chí Trần Thị Hạnh, Bí thư”, as a presenter is written down."""
    if member is None:
        return ""
    return f"Đồng chí {member.name}, {position}" if position else f"Đồng chí {member.name}"
