"""The indicators of one meeting."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import case, exists, func, select

from app.assignments.models import Assignment, AssignmentReview
from app.assignments.queries.table import fell_due, met_in_time
from app.assignments.rules import Punctuality, ReviewOutcome
from app.extensions import db
from app.kernel.clock import local
from app.meetings.models import AgendaItem, AgendaStep, Attendance, Meeting
from app.meetings.queries.meetings import book_of
from app.meetings.queries.panel import lasted_minutes, minimum_minutes
from app.meetings.rules.agenda import StepState, sections
from app.meetings.rules.life import (
    HELD,
    MONTHLY,
    MeetingType,
    WeekendRule,
    proposed_day,
)
from app.meetings.rules.roll import MUST_ATTEND, Presence
from app.people.models import PositionPeriod
from app.people.queries.periods import holds_on
from app.people.rules import Position
from app.programmes.rules.quarters import last_of_month
from app.regulations.queries import book_for
from app.scoring.queries.measures.sittings import sittings_where
from app.scoring.rules.facts import MeetingFacts, PlannedDay, Praise
from app.scoring.rules.indicators import Measured
from app.scoring.rules.measures_meeting import meeting_measures, three_times_absent
from app.workdays.queries import days_off

_ABSENT = (Presence.EXCUSED, Presence.UNEXCUSED)


def measures_of_meeting(meeting: Meeting, *, on: date) -> Mapping[str, Measured]:
    """
    :param on: the day from which deadlines are seen.
    """
    return meeting_measures(facts_of_meeting(meeting), on=on)


def has_committee(branch_id: UUID, *, on: date) -> bool:
    """Whether somebody sits in the branch's committee beside secretary and deputy."""
    sits = exists().where(
        PositionPeriod.organisation_id == branch_id,
        PositionPeriod.position == Position.BRANCH_COMMITTEE_MEMBER,
        *holds_on(PositionPeriod, on),
    )
    return bool(db.session.scalar(select(sits)))


def facts_of_meeting(meeting: Meeting) -> MeetingFacts:
    """Everything its indicators are counted from, in a fixed number of queries."""
    [found] = sittings_where(Meeting.id == meeting.id)
    book = book_of(meeting)
    tasks, pending = tasks_at(meeting)
    absent, rolls_before = _absent_in_a_row(meeting)
    posted_at = meeting.handbook_posted_at
    return MeetingFacts(
        sitting=found.sitting,
        target=book.threshold("attendance.target"),
        began=meeting.began_time,
        ended=meeting.ended_time,
        minutes=lasted_minutes(meeting),
        least_minutes=minimum_minutes(meeting, book),
        planned=_planned_day(meeting) if meeting.type in MONTHLY else None,
        absent_in_a_row=absent,
        rolls_before=rolls_before,
        handbook_posted_at=local(posted_at) if posted_at else None,
        has_committee=has_committee(meeting.organisation_id, on=meeting.held_on),
        committee_met_on=meeting.committee_met_on or _committee_sat_on(meeting),
        steps=_mandated_steps(meeting),
        praise=_praise(meeting),
        tasks=tasks,
        pending_tasks=pending,
        is_read_back=meeting.is_read_back,
    )


def _planned_day(meeting: Meeting) -> PlannedDay:
    """By the rules of the month it counts for, as they are when the meeting is proposed."""
    period = meeting.period
    book = book_for(meeting.unit_path, period)
    wanted = book.number("meeting.day")
    last = last_of_month(period.year, period.month)
    return PlannedDay(
        wanted=period.replace(day=wanted),
        day=proposed_day(
            period,
            day=wanted,
            rule=WeekendRule(book.choice("meeting.weekend_rule")),
            days_off=days_off(book, first_year=period.year, last_year=period.year),
        ),
        first=min(period.replace(day=book.number("meeting.window_first")), last),
        last=min(period.replace(day=book.number("meeting.window_last")), last),
    )


def _absent_in_a_row(meeting: Meeting) -> tuple[int, int]:
    """How many were absent three times running, and at how many of the two before a roll is known;
    two queries.
    """
    before = db.session.execute(
        select(Meeting.id, Meeting.present)
        .where(
            Meeting.organisation_id == meeting.organisation_id,
            Meeting.type.in_(MONTHLY),
            Meeting.status.in_(HELD),
            Meeting.period < meeting.period,
        )
        .order_by(Meeting.period.desc())
        .limit(2)
    ).all()
    called = [id_ for id_, present in before if present is not None]
    absent: defaultdict[UUID, set[UUID]] = defaultdict(set)
    rows = db.session.execute(
        select(Attendance.meeting_id, Attendance.member_id).where(
            Attendance.meeting_id.in_([meeting.id, *called]),
            Attendance.presence.in_(_ABSENT),
            Attendance.status.in_(MUST_ATTEND),
        )
    )
    for meeting_id, member_id in rows:
        absent[meeting_id].add(member_id)
    found = three_times_absent(absent[meeting.id], [absent[id_] for id_ in called])
    return len(found), len(called)


def _committee_sat_on(meeting: Meeting) -> date | None:
    """The branch committee's own meeting for the same month, as it is kept here."""
    return db.session.scalar(
        select(func.max(Meeting.held_on)).where(
            Meeting.organisation_id == meeting.organisation_id,
            Meeting.type == MeetingType.BRANCH_COMMITTEE,
            Meeting.status.in_(HELD),
            Meeting.period == meeting.period,
            Meeting.held_on <= meeting.held_on,
        )
    )


def _mandated_steps(meeting: Meeting) -> tuple[StepState, ...]:
    rows = db.session.execute(
        select(AgendaStep.section, AgendaStep.state).where(AgendaStep.meeting_id == meeting.id)
    )
    known = sections()
    return tuple(state for code, state in rows if code in known and known[code].is_mandated)


def _praise(meeting: Meeting) -> Praise:
    """What stands under the item for praise; what is not to be kept here is not known."""
    items = db.session.execute(
        select(AgendaItem.content, AgendaItem.conclusion, AgendaItem.is_withheld)
        .join(AgendaStep, AgendaStep.id == AgendaItem.step_id)
        .where(AgendaStep.meeting_id == meeting.id, AgendaItem.slot == "praise")
    ).all()
    if not items or any(item.is_withheld for item in items):
        return Praise.UNKNOWN
    is_given = any(item.content or item.conclusion for item in items)
    return Praise.GIVEN if is_given else Praise.NONE


def tasks_at(meeting: Meeting) -> tuple[Punctuality, int]:
    """Of the tasks that were due on its table: done in time, and not looked at yet."""
    is_pending = AssignmentReview.outcome == ReviewOutcome.PENDING
    done, due, pending = db.session.execute(
        select(
            func.coalesce(func.sum(case((met_in_time(), 1), else_=0)), 0),
            func.count(),
            func.coalesce(func.sum(case((is_pending, 1), else_=0)), 0),
        )
        .join(Assignment, Assignment.id == AssignmentReview.assignment_id)
        .where(AssignmentReview.meeting_id == meeting.id, fell_due())
    ).one()
    return Punctuality(done, due), pending
