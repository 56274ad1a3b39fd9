from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, or_, select
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
    return [
        *_meetings_waiting(branch, book),
        *_absences_waiting(branch),
        *_resolutions_waiting(branch, book),
        *_plans_waiting(branch, book, on=on),
    ]


def _meetings_waiting(branch: Organisation, book: Book) -> list[Todo]:
    kinds = {
        MeetingStatus.IN_PROGRESS: (Waiting.RECORD_MEETING, "Ghi biên bản"),
        MeetingStatus.MINUTES_DRAFTED: (Waiting.ADOPT_MINUTES, "Thông qua biên bản"),
    }
    rows = db.session.execute(
        select(Meeting.id, Meeting.status, Meeting.type, Meeting.period, Meeting.held_on).where(
            Meeting.organisation_id == branch.id, Meeting.status.in_(kinds)
        )
    )
    within = timedelta(days=book.number("minutes.publish_days"))
    return [
        Todo(
            kinds[status][0],
            f"{kinds[status][1]}: {meeting_title(type_, period)}",
            f"Họp ngày {held_on:%d/%m/%Y}",
            held_on if status is MeetingStatus.IN_PROGRESS else held_on + within,
            id_,
        )
        for id_, status, type_, period, held_on in rows
    ]


def _absences_waiting(branch: Organisation) -> list[Todo]:
    """Announced absences that nobody has answered yet, counted by meeting."""
    rows = db.session.execute(
        select(Meeting.id, Meeting.type, Meeting.period, Meeting.held_on, func.count())
        .join(AbsenceNotice, AbsenceNotice.meeting_id == Meeting.id)
        .where(
            Meeting.organisation_id == branch.id,
            Meeting.status.in_((MeetingStatus.NOTIFIED, MeetingStatus.IN_PROGRESS)),
            AbsenceNotice.decision == AbsenceDecision.PENDING,
        )
        .group_by(Meeting.id, Meeting.type, Meeting.period, Meeting.held_on)
    )
    return [
        Todo(
            Waiting.ANSWER_ABSENCE,
            f"Trả lời {number} đồng chí báo vắng: {meeting_title(type_, period)}",
            f"Họp ngày {held_on:%d/%m/%Y}",
            held_on,
            id_,
        )
        for id_, type_, period, held_on, number in rows
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


def _plans_waiting(branch: Organisation, book: Book, *, on: date) -> list[Todo]:
    """This month's meeting, and from the registration day on next month's, if not planned."""
    this_month = first_of_month(on)
    wanted = [this_month]
    if on.day >= book.number("meeting.registration_day"):
        wanted.append(month_after(this_month))
    planned = db.session.scalars(
        select(Meeting.period).where(
            Meeting.organisation_id == branch.id,
            Meeting.type.in_(MONTHLY),
            Meeting.status != MeetingStatus.CANCELLED,
            Meeting.period.in_(wanted),
        )
    ).all()
    last_day = book.number("meeting.window_last")
    return [
        Todo(
            Waiting.PLAN_MEETING,
            f"Lập buổi sinh hoạt thường kỳ tháng {month.month}",
            "Chưa có trong lịch",
            month.replace(day=min(last_day, 28)),
            branch.id,
        )
        for month in wanted
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
