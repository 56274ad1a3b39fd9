from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, case, func, or_, select
from sqlalchemy.orm import joinedload

from app.assignments.queries import open_assignments_of_member, punctuality_of
from app.extensions import db
from app.meetings.models import AbsenceNotice, Meeting
from app.meetings.rules.absences import AbsenceDecision
from app.meetings.rules.life import (
    HELD,
    MONTHLY,
    WITH_TOPIC,
    MeetingStatus,
    first_of_month,
    meeting_title,
    month_after,
)
from app.organisations.models import Organisation, OrganisationKind
from app.organisations.rules import Level
from app.regulations.rules import Book
from app.resolutions.models import Resolution
from app.resolutions.rules import ResolutionStatus
from app.today.rules import Todo, Waiting, YearFigures, months_due


def next_meeting(branch: Organisation, *, with_drafts: bool, on: date) -> Meeting | None:
    """The branch's next meeting as far as the reader may know of it."""
    visible = [MeetingStatus.NOTIFIED, MeetingStatus.IN_PROGRESS]
    if with_drafts:
        visible.append(MeetingStatus.PLANNED)
    return db.session.scalar(
        select(Meeting)
        .where(
            Meeting.organisation_id == branch.id,
            Meeting.status.in_(visible),
            or_(Meeting.held_on >= on, Meeting.status == MeetingStatus.IN_PROGRESS),
        )
        .options(
            joinedload(Meeting.organisation),
            joinedload(Meeting.preparer),
            joinedload(Meeting.chair),
        )
        .order_by(Meeting.held_on, Meeting.start_time)
        .limit(1)
    )


def owed_by(member_id: UUID) -> list[Todo]:
    """The member's own open tasks, wherever they were given."""
    return [
        Todo(
            Waiting.ASSIGNMENT,
            row.text,
            f"{row.branch} · {row.percent} %" if row.percent else row.branch,
            row.due_on,
            row.id,
        )
        for row in open_assignments_of_member(member_id)
    ]


def waiting_in(branch: Organisation, book: Book, *, on: date) -> list[Todo]:
    """What the branch's leading hands still have to do: record, adopt, issue, plan."""
    months = _months_to_plan(book, on)
    meetings = _meetings(branch, months)
    return [
        *_meetings_waiting(meetings, book),
        *_absences_waiting(meetings),
        *_resolutions_waiting(branch, book),
        *_plans_waiting(branch, meetings, months, book),
    ]


def _months_to_plan(book: Book, on: date) -> list[date]:
    """This month, and from the registration day on the next one."""
    this_month = first_of_month(on)
    is_next_due = on.day >= book.number("meeting.registration_day")
    return [this_month, month_after(this_month)] if is_next_due else [this_month]


_TO_DO = {
    MeetingStatus.IN_PROGRESS: (Waiting.RECORD_MEETING, "Ghi biên bản"),
    MeetingStatus.MINUTES_DRAFTED: (Waiting.ADOPT_MINUTES, "Thông qua biên bản"),
}
_ANNOUNCED = (MeetingStatus.NOTIFIED, MeetingStatus.IN_PROGRESS)


def _meetings(branch: Organisation, months: Collection[date]) -> Sequence[Row[Any]]:
    """The meetings of these months, and those with which something is left to do; with the
    announced absences that nobody has answered yet.
    """
    absences = select(func.count()).where(
        AbsenceNotice.meeting_id == Meeting.id, AbsenceNotice.decision == AbsenceDecision.PENDING
    )
    return db.session.execute(
        select(
            Meeting.id,
            Meeting.status,
            Meeting.type,
            Meeting.period,
            Meeting.held_on,
            absences.scalar_subquery().label("absences"),
        ).where(
            Meeting.organisation_id == branch.id,
            or_(
                Meeting.status.in_((*_TO_DO, MeetingStatus.NOTIFIED)),
                and_(
                    Meeting.type.in_(MONTHLY),
                    Meeting.status != MeetingStatus.CANCELLED,
                    Meeting.period.in_(months),
                ),
            ),
        )
    ).all()


def _meetings_waiting(meetings: Iterable[Row[Any]], book: Book) -> list[Todo]:
    within = timedelta(days=book.number("minutes.publish_days"))
    return [
        Todo(
            _TO_DO[one.status][0],
            f"{_TO_DO[one.status][1]}: {meeting_title(one.type, one.period)}",
            f"Họp ngày {one.held_on:%d/%m/%Y}",
            one.held_on if one.status is MeetingStatus.IN_PROGRESS else one.held_on + within,
            one.id,
        )
        for one in meetings
        if one.status in _TO_DO
    ]


def _absences_waiting(meetings: Iterable[Row[Any]]) -> list[Todo]:
    return [
        Todo(
            Waiting.ANSWER_ABSENCE,
            f"Trả lời {one.absences} đồng chí báo vắng: {meeting_title(one.type, one.period)}",
            f"Họp ngày {one.held_on:%d/%m/%Y}",
            one.held_on,
            one.id,
        )
        for one in meetings
        if one.absences and one.status in _ANNOUNCED
    ]


def _resolutions_waiting(branch: Organisation, book: Book) -> list[Todo]:
    rows = db.session.execute(
        select(Resolution.id, Resolution.abstract, Meeting.held_on)
        .join(Meeting, Meeting.id == Resolution.meeting_id)
        .where(
            Meeting.organisation_id == branch.id,
            Resolution.status == ResolutionStatus.ADOPTED,
        )
    )
    within = timedelta(days=book.number("minutes.publish_days"))
    return [
        Todo(
            Waiting.ISSUE_RESOLUTION,
            f"Ban hành nghị quyết {abstract}",
            f"Thông qua ngày {held_on:%d/%m/%Y}",
            held_on + within,
            id_,
        )
        for id_, abstract, held_on in rows
    ]


def _plans_waiting(
    branch: Organisation, meetings: Iterable[Row[Any]], months: Iterable[date], book: Book
) -> list[Todo]:
    planned = {
        one.period
        for one in meetings
        if one.type in MONTHLY and one.status is not MeetingStatus.CANCELLED
    }
    last_day = book.number("meeting.window_last")
    return [
        Todo(
            Waiting.PLAN_MEETING,
            f"Lập buổi sinh hoạt thường kỳ tháng {month.month}",
            "Chưa có trong lịch",
            month.replace(day=min(last_day, 28)),
            branch.id,
        )
        for month in months
        if month not in planned
    ]


def year_figures(branch: Organisation, book: Book, *, on: date) -> YearFigures:
    """The branch's year so far, from the figures kept with each meeting; two queries."""
    first, last = date(on.year, 1, 1), date(on.year, 12, 31)
    monthly, topical, present, must = db.session.execute(
        select(
            _count(Meeting.type.in_(MONTHLY)),
            _count(Meeting.type.in_(WITH_TOPIC)),
            func.coalesce(func.sum(Meeting.present), 0),
            func.coalesce(func.sum(Meeting.must_attend), 0),
        ).where(
            Meeting.organisation_id == branch.id,
            Meeting.period.between(first, last),
            Meeting.status.in_(HELD),
        )
    ).one()
    tasks = punctuality_of(branch.id, first=first, last=last)
    return YearFigures(
        on.year,
        max(monthly, months_due(on.year, on=on, last_day=book.number("meeting.window_last"))),
        monthly,
        topical,
        book.number("topical.per_year"),
        int(present or 0),
        int(must or 0),
        tasks.done,
        tasks.due,
    )


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


@dataclass(frozen=True)
class BranchThisMonth:
    """A branch under a committee with its meeting of the month, if there is one."""

    branch_id: UUID
    name: str
    meeting_id: UUID | None
    status: MeetingStatus | None
    held_on: date | None
    present: int | None
    must_attend: int | None
    sealed_at: datetime | None


def branches_this_month(paths: Collection[str], *, on: date) -> list[BranchThisMonth]:
    """Every branch below these places with this month's meeting; who has not met comes first."""
    rows = db.session.execute(
        select(
            Organisation.id,
            Organisation.name,
            Meeting.id,
            Meeting.status,
            Meeting.held_on,
            Meeting.present,
            Meeting.must_attend,
            Meeting.sealed_at,
        )
        .join(OrganisationKind, OrganisationKind.code == Organisation.kind_code)
        .outerjoin(
            Meeting,
            and_(
                Meeting.organisation_id == Organisation.id,
                Meeting.type.in_(MONTHLY),
                Meeting.period == first_of_month(on),
                Meeting.status.not_in((MeetingStatus.CANCELLED, MeetingStatus.PLANNED)),
            ),
        )
        .where(
            or_(*(Organisation.path.startswith(path, autoescape=True) for path in paths)),
            OrganisationKind.level == Level.BRANCH,
            Organisation.dissolved_on.is_(None),
        )
        .order_by(Organisation.name)
    )
    found = [BranchThisMonth(*row) for row in rows]
    return sorted(found, key=lambda row: (row.status in HELD, row.name))
