"""Reports of visits: one, those of a meeting, and what its paper is drawn from."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.access.permissions import Permission
from app.extensions import db
from app.kernel.clock import local
from app.meetings.models import Meeting
from app.meetings.queries.meetings import book_of
from app.meetings.queries.papers import letterhead_of
from app.meetings.rules.grades import grade_in
from app.observers.document import VisitData
from app.observers.models import VisitReport
from app.observers.rules import VISIT_FIELDS
from app.organisations.models import Organisation


def get_report(visit_id: UUID) -> VisitReport | None:
    return db.session.scalar(
        select(VisitReport)
        .where(VisitReport.id == visit_id)
        .options(
            joinedload(VisitReport.member),
            joinedload(VisitReport.meeting).joinedload(Meeting.organisation),
        )
    )


def reading(report: VisitReport) -> Permission:
    """A draft is its author's alone."""
    return Permission.VISIT_READ if report.submitted_at else Permission.VISIT_KEEP


def report_by(meeting: Meeting, member_id: UUID) -> VisitReport | None:
    return db.session.scalar(
        select(VisitReport).where(
            VisitReport.meeting_id == meeting.id, VisitReport.member_id == member_id
        )
    )


def reports_of(meeting: Meeting) -> Sequence[VisitReport]:
    """Drafts too: who asks leaves out what is not for the reader."""
    return db.session.scalars(
        select(VisitReport)
        .where(VisitReport.meeting_id == meeting.id)
        .options(joinedload(VisitReport.member))
        .order_by(VisitReport.submitted_at)
    ).all()


def data_of(report: VisitReport) -> VisitData:
    meeting = report.meeting
    book = book_of(meeting)
    branch = db.session.get_one(
        Organisation,
        meeting.organisation_id,
        options=[joinedload(Organisation.parent).joinedload(Organisation.parent)],
    )
    return VisitData(
        letterhead=letterhead_of(branch.parent or branch, book),
        branch=branch.name,
        type=meeting.type,
        period=meeting.period,
        held_on=meeting.held_on,
        topic=meeting.topic or "",
        present=meeting.present,
        must_attend=meeting.must_attend,
        parts=tuple((label, getattr(report, name) or "") for name, label in VISIT_FIELDS.items()),
        score=report.score,
        grade=grade_in(book, report.score) or "",
        remarks=report.remarks or "",
        author=report.member.name,
        dated=local(report.submitted_at).date() if report.submitted_at else None,
    )
