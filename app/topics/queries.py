"""Topic papers, questions and difficulties, gathered for a page or a paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import defer, joinedload, selectinload

from app.access.permissions import Appointments
from app.assignments.models import Assignment
from app.extensions import db
from app.files.models import StoredFile
from app.kernel.clock import local
from app.meetings.models import Material, Meeting
from app.meetings.queries.meetings import book_of, get_meeting
from app.meetings.queries.panel import starts_at
from app.meetings.queries.papers import branch_of, letterhead_of
from app.meetings.rules.life import WITH_TOPIC
from app.topics.document import LeadPaperData
from app.topics.models import Difficulty, LeadPaper, LeadPaperFile, LeadPaperVersion, Question
from app.topics.rules import reached_members_at, sent_ahead


@dataclass(frozen=True)
class Desk:
    """Where the topic of a meeting is prepared: its paper, once somebody is to write it."""

    meeting: Meeting
    paper: LeadPaper | None

    @property
    def unit_path(self) -> str:
        return self.meeting.unit_path

    @property
    def appointments(self) -> Appointments:
        return self.paper.appointments if self.paper else self.meeting.appointments


def get_desk(meeting_id: UUID) -> Desk | None:
    """None where the meeting has no topic."""
    meeting = get_meeting(meeting_id)
    if meeting is None:
        return None
    paper = paper_of(meeting)
    return Desk(meeting, paper) if paper or meeting.type in WITH_TOPIC else None


def paper_of(meeting: Meeting) -> LeadPaper | None:
    return db.session.scalar(
        select(LeadPaper)
        .where(LeadPaper.meeting_id == meeting.id)
        .options(joinedload(LeadPaper.material), selectinload(LeadPaper.presenters))
    )


def get_paper(meeting_id: UUID) -> LeadPaper | None:
    """The paper with its meeting, presenters and files."""
    meeting = joinedload(LeadPaper.meeting)
    return db.session.scalar(
        select(LeadPaper)
        .where(LeadPaper.meeting_id == meeting_id)
        .options(
            meeting.joinedload(Meeting.organisation),
            joinedload(LeadPaper.material),
            selectinload(LeadPaper.presenters),
        )
    )


def version_at(paper: LeadPaper, number: int) -> LeadPaperVersion | None:
    return db.session.scalar(
        select(LeadPaperVersion).where(
            LeadPaperVersion.lead_paper_id == paper.id, LeadPaperVersion.number == number
        )
    )


def last_version(paper: LeadPaper) -> LeadPaperVersion | None:
    return db.session.scalar(
        select(LeadPaperVersion)
        .where(LeadPaperVersion.lead_paper_id == paper.id)
        .order_by(LeadPaperVersion.number.desc())
        .limit(1)
    )


def list_versions(paper: LeadPaper) -> Sequence[LeadPaperVersion]:
    """Newest first, their texts left alone."""
    return db.session.scalars(
        select(LeadPaperVersion)
        .where(LeadPaperVersion.lead_paper_id == paper.id)
        .options(defer(LeadPaperVersion.text))
        .order_by(LeadPaperVersion.number.desc())
    ).all()


def files_of(paper: LeadPaper) -> Sequence[LeadPaperFile]:
    return db.session.scalars(
        select(LeadPaperFile)
        .where(LeadPaperFile.lead_paper_id == paper.id)
        .options(joinedload(LeadPaperFile.file))
        .order_by(LeadPaperFile.added_at, LeadPaperFile.id)
    ).all()


def get_file(meeting_id: UUID, attachment_id: UUID) -> LeadPaperFile | None:
    paper = joinedload(LeadPaperFile.paper)
    return db.session.scalar(
        select(LeadPaperFile)
        .join(LeadPaper, LeadPaper.id == LeadPaperFile.lead_paper_id)
        .where(LeadPaperFile.id == attachment_id, LeadPaper.meeting_id == meeting_id)
        .options(
            joinedload(LeadPaperFile.file),
            paper.joinedload(LeadPaper.meeting).joinedload(Meeting.organisation),
            paper.selectinload(LeadPaper.presenters),
        )
    )


def material_with(meeting: Meeting, sha256: str) -> Material | None:
    """The same content among the materials of the meeting."""
    return db.session.scalar(
        select(Material)
        .join(StoredFile, StoredFile.id == Material.file_id)
        .where(Material.meeting_id == meeting.id, StoredFile.sha256 == sha256)
        .limit(1)
    )


def sent_at(paper: LeadPaper) -> datetime | None:
    """When the text in force was put among the materials; None if it has not been since it was
    adopted."""
    material = paper.material
    if material is None or paper.adopted_at is None or material.added_at < paper.adopted_at:
        return None
    return material.added_at


@dataclass(frozen=True)
class Sending:
    """How long before the meeting its paper reached the members, in words."""

    words: str
    is_late: bool


def documents_due_at(meeting: Meeting) -> datetime:
    """Until when what is to be read beforehand is sent, by the regulations of the day."""
    return starts_at(meeting) - timedelta(days=book_of(meeting).number("meeting.documents_days"))


def sending_of(paper: LeadPaper, due_at: datetime) -> Sending | None:
    """None while it is not sent; without a notice nobody outside the chi ủy can read it yet."""
    meeting, put_at = paper.meeting, sent_at(paper)
    if put_at is None:
        return None
    reached_at = reached_members_at(put_at, meeting.notified_at)
    if reached_at is None:
        return Sending("đã đưa vào tài liệu, đảng viên đọc được khi gửi thông báo", is_late=False)
    is_late = reached_at > due_at
    days = (meeting.held_on - local(reached_at).date()).days
    return Sending(sent_ahead(days, is_late=is_late), is_late)


def questions_of(meeting_id: UUID) -> Sequence[Question]:
    return db.session.scalars(
        select(Question).where(Question.meeting_id == meeting_id).order_by(Question.position)
    ).all()


def versions_of(questions: Sequence[Question]) -> str:
    """What a form of the whole list was opened on."""
    return " ".join(f"{question.id.hex}:{question.version}" for question in questions)


def difficulties_of(meeting_id: UUID) -> Sequence[Difficulty]:
    """What a meeting concluded on its topic, each with its task as it stands now; one query."""
    return db.session.scalars(
        select(Difficulty)
        .where(Difficulty.meeting_id == meeting_id)
        .options(
            joinedload(Difficulty.assignment).joinedload(Assignment.accountable),
            joinedload(Difficulty.assignment).selectinload(Assignment.collaborators),
            joinedload(Difficulty.assignment).selectinload(Assignment.units),
            joinedload(Difficulty.assignment).selectinload(Assignment.progress),
        )
        .order_by(Difficulty.position)
    ).all()


def get_difficulty(meeting_id: UUID, difficulty_id: UUID) -> Difficulty | None:
    return db.session.scalar(
        select(Difficulty)
        .where(Difficulty.id == difficulty_id, Difficulty.meeting_id == meeting_id)
        .options(
            joinedload(Difficulty.meeting).joinedload(Meeting.organisation),
            joinedload(Difficulty.assignment),
        )
    )


def next_position(table: type[Question | Difficulty], meeting: Meeting) -> int:
    last = db.session.scalar(select(func.max(table.position)).where(table.meeting_id == meeting.id))
    return (last or 0) + 1


def data_of(paper: LeadPaper) -> LeadPaperData:
    """What the paper says as it stands now."""
    meeting, version = paper.meeting, last_version(paper)
    return LeadPaperData(
        letterhead=letterhead_of(branch_of(meeting), book_of(meeting)),
        topic=meeting.topic or "",
        held_on=meeting.held_on,
        presenters=tuple(member.name for member in paper.presenters),
        text=version.text if version else "",
        questions=tuple(question.text for question in questions_of(meeting.id)),
        adopted_on=local(paper.adopted_at).date() if paper.adopted_at else None,
    )
