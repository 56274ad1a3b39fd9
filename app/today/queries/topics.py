"""Topic papers that wait: for their presenters, then for the chi ủy."""

from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.kernel.clock import local
from app.meetings.models import Meeting
from app.meetings.rules.life import PREPARABLE
from app.organisations.models import Organisation
from app.today.rules import Todo, Waiting
from app.topics.models import LeadPaper, presenter
from app.topics.queries import documents_due_at, sent_at
from app.topics.rules import BEING_WRITTEN, PaperStatus

_TO_DO = {
    PaperStatus.DRAFT: "Viết bản đề dẫn chuyên đề",
    PaperStatus.RETURNED: "Sửa, nộp lại bản đề dẫn",
    PaperStatus.SUBMITTED: "Thông qua bản đề dẫn",
    PaperStatus.ADOPTED: "Gửi bản đề dẫn đến đảng viên",
}


def papers_waiting(member_id: UUID | None, branch: Organisation | None) -> list[Todo]:
    """What the member has been asked to write, wherever it is, and what the chi ủy of `branch`
    has been handed: to adopt it, then to send it. One query."""
    mine = select(presenter.c.lead_paper_id).where(presenter.c.member_id == member_id)
    to_write = and_(LeadPaper.id.in_(mine), LeadPaper.status.in_(BEING_WRITTEN))
    to_decide = and_(
        Meeting.organisation_id == (branch.id if branch else None),
        LeadPaper.status.not_in(BEING_WRITTEN),
    )
    papers = db.session.scalars(
        select(LeadPaper)
        .join(Meeting, Meeting.id == LeadPaper.meeting_id)
        .where(Meeting.status.in_(PREPARABLE), or_(to_write, to_decide))
        .options(
            joinedload(LeadPaper.meeting).joinedload(Meeting.organisation),
            joinedload(LeadPaper.material),
        )
    )
    return [_todo(paper) for paper in papers if sent_at(paper) is None]


def _todo(paper: LeadPaper) -> Todo:
    meeting = paper.meeting
    return Todo(
        Waiting.LEAD_PAPER,
        f"{_TO_DO[paper.status]}: {meeting.topic}",
        f"{meeting.organisation.name} · họp ngày {meeting.held_on:%d/%m/%Y}",
        local(documents_due_at(meeting)).date(),
        meeting.id,
    )
