"""Topic papers that wait: for their presenters, then for the chi ủy."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, select
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

_OF_THE_COMMITTEE = {
    PaperStatus.SUBMITTED: "Thông qua bản đề dẫn",
    PaperStatus.ADOPTED: "Gửi bản đề dẫn đến đảng viên",
}


def papers_to_write(member_id: UUID) -> list[Todo]:
    """What the member has been asked to write and has not handed in, wherever it is."""
    mine = select(presenter.c.lead_paper_id).where(presenter.c.member_id == member_id)
    return [
        _todo(
            paper,
            "Sửa, nộp lại bản đề dẫn"
            if paper.status is PaperStatus.RETURNED
            else "Viết bản đề dẫn chuyên đề",
        )
        for paper in _waiting(LeadPaper.id.in_(mine), LeadPaper.status.in_(BEING_WRITTEN))
    ]


def papers_to_decide(branch: Organisation) -> list[Todo]:
    """What the chi ủy has been handed and has not adopted, or has adopted and not sent."""
    papers = _waiting(Meeting.organisation_id == branch.id, LeadPaper.status.in_(_OF_THE_COMMITTEE))
    return [_todo(p, _OF_THE_COMMITTEE[p.status]) for p in papers if sent_at(p) is None]


def _waiting(*conditions: ColumnElement[bool]) -> Sequence[LeadPaper]:
    return db.session.scalars(
        select(LeadPaper)
        .join(Meeting, Meeting.id == LeadPaper.meeting_id)
        .where(Meeting.status.in_(PREPARABLE), *conditions)
        .options(
            joinedload(LeadPaper.meeting).joinedload(Meeting.organisation),
            joinedload(LeadPaper.material),
        )
    ).all()


def _todo(paper: LeadPaper, what: str) -> Todo:
    meeting = paper.meeting
    return Todo(
        Waiting.LEAD_PAPER,
        f"{what}: {meeting.topic}",
        f"{meeting.organisation.name} · họp ngày {meeting.held_on:%d/%m/%Y}",
        local(documents_due_at(meeting)).date(),
        meeting.id,
    )
