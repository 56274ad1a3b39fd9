"""What the records say of a member's year: offered as evidence, with its figures."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from app.assignments.models import Assignment
from app.assignments.rules import AssignmentStatus
from app.extensions import db
from app.meetings.models import Attendance, Meeting, Statement
from app.meetings.rules.life import CONFERENCES, MeetingStatus, MeetingType
from app.meetings.rules.roll import MUST_ATTEND, Presence
from app.meetings.rules.units import shortened
from app.pledges.rules import EvidenceKind

_MOST_TASKS = 30
_TASK_LENGTH = 120
_OTHER_MEETINGS = (MeetingType.BRANCH_COMMITTEE, *CONFERENCES)


@dataclass(frozen=True)
class Fact:
    """One thing that is on record, in the words in which it is taken over."""

    kind: EvidenceKind
    text: str
    subject_id: UUID | None = None

    @property
    def key(self) -> str:
        """Its name in a form."""
        return f"{self.kind.value}:{self.subject_id or ''}"


def facts_of(member_id: UUID, year: int, *, on: date) -> list[Fact]:
    """Attendance, statements and tasks of the year up to a day, from adopted minutes alone; three
    queries. What there is nothing of is not offered.
    """
    first, last = date(year, 1, 1), min(on, date(year, 12, 31))
    return [
        *_attendance(member_id, first, last),
        *_statements(member_id, first, last),
        *_assignments(member_id, first, last),
    ]


def _held(first: date, last: date) -> tuple[ColumnElement[bool], ...]:
    """The branch's own meetings, once everybody may read what was written down of them."""
    return (
        Meeting.held_on.between(first, last),
        Meeting.status == MeetingStatus.ADOPTED,
        Meeting.type.not_in(_OTHER_MEETINGS),
    )


def _attendance(member_id: UUID, first: date, last: date) -> list[Fact]:
    attended, called = db.session.execute(
        select(
            func.coalesce(func.sum(case((Attendance.presence == Presence.PRESENT, 1), else_=0)), 0),
            func.count(),
        )
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .where(
            Attendance.member_id == member_id,
            Attendance.status.in_(MUST_ATTEND),
            *_held(first, last),
        )
    ).one()
    text = f"Dự {attended}/{called} buổi sinh hoạt phải dự đến ngày {last:%d/%m/%Y}"
    return [Fact(EvidenceKind.ATTENDANCE, text)] if called else []


def _statements(member_id: UUID, first: date, last: date) -> list[Fact]:
    said, meetings = db.session.execute(
        select(func.count(), func.count(Statement.meeting_id.distinct()))
        .join(Meeting, Meeting.id == Statement.meeting_id)
        .where(Statement.member_id == member_id, *_held(first, last))
    ).one()
    text = f"Phát biểu {said} lần tại {meetings} buổi sinh hoạt đến ngày {last:%d/%m/%Y}"
    return [Fact(EvidenceKind.STATEMENTS, text)] if said else []


def _assignments(member_id: UUID, first: date, last: date) -> list[Fact]:
    """How many were done in time of those that fell due or are done, then each that is done."""
    is_done = Assignment.status == AssignmentStatus.DONE
    rows = db.session.execute(
        select(
            Assignment.id, Assignment.text, Assignment.due_on, Assignment.done_on, Assignment.status
        )
        .where(
            Assignment.accountable_id == member_id,
            Assignment.is_adopted,
            Assignment.status != AssignmentStatus.CANCELLED,
            Assignment.due_on >= first,
            or_(Assignment.due_on <= last, and_(is_done, Assignment.done_on <= last)),
        )
        .order_by(Assignment.due_on, Assignment.id)
    ).all()
    done = [row for row in rows if row.status is AssignmentStatus.DONE]
    in_time = [row for row in done if row.done_on is None or row.done_on <= row.due_on]
    text = (
        f"Hoàn thành đúng hạn {len(in_time)}/{len(rows)} nhiệm vụ được giao "
        f"đến ngày {last:%d/%m/%Y}"
    )
    overall = [Fact(EvidenceKind.ASSIGNMENT, text)] if rows else []
    return overall + [
        Fact(
            EvidenceKind.ASSIGNMENT,
            f"Hoàn thành nhiệm vụ “{shortened(row.text, _TASK_LENGTH)}” "
            f"(hạn {row.due_on:%d/%m/%Y}"
            + (f", xong {row.done_on:%d/%m/%Y})" if row.done_on else ")"),
            row.id,
        )
        for row in done[-_MOST_TASKS:]
    ]
