"""What was said and decided in a meeting."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from app.access.permissions import Permission
from app.assignments.queries import reviews_of
from app.extensions import db
from app.meetings.models import (
    AgendaItem,
    AgendaStep,
    Conclusion,
    Guest,
    Meeting,
    Statement,
    Vote,
)
from app.meetings.queries.documents import has_documents
from app.meetings.rules.agenda import sections, table_section
from app.meetings.rules.life import HELD, MONTHLY, PREPARABLE


@dataclass(frozen=True)
class Record:
    """Everything recorded in one meeting, in order; three queries."""

    statements: Sequence[Statement]
    votes: Sequence[Vote]
    conclusions: Sequence[Conclusion]

    def sections(self) -> set[str | None]:
        """Where anything was said, voted or concluded."""
        said = {part.section for part in self.statements}
        voted = {part.section for part in self.votes}
        return said | voted | {part.section for part in self.conclusions}

    def speakers(self) -> int:
        """Members who spoke, each counted once; guests have no part in the speaking rate."""
        return len({s.member_id for s in self.statements if s.member_id})


def record_of(meeting: Meeting) -> Record:
    statements = db.session.scalars(
        select(Statement)
        .where(Statement.meeting_id == meeting.id)
        .options(joinedload(Statement.member), joinedload(Statement.guest))
        .order_by(Statement.position)
    ).all()
    votes = db.session.scalars(
        select(Vote).where(Vote.meeting_id == meeting.id).order_by(Vote.position)
    ).all()
    return Record(statements, votes, conclusions_of(meeting))


def conclusions_of(meeting: Meeting) -> Sequence[Conclusion]:
    return db.session.scalars(
        select(Conclusion).where(Conclusion.meeting_id == meeting.id).order_by(Conclusion.position)
    ).all()


def writing(part: AgendaStep | AgendaItem) -> Permission:
    """The agenda is prepared by the branch committee and recorded by who keeps the record."""
    step = part if isinstance(part, AgendaStep) else part.step
    is_early = step.meeting.status in PREPARABLE
    return Permission.MEETING_PLAN if is_early else Permission.MEETING_RECORD


def has_table(step: AgendaStep) -> bool:
    """Whether last month's tasks are judged under this step."""
    return step.section == table_section(step.meeting.type)


def has_record(step: AgendaStep) -> bool:
    """Whether something was said, voted, concluded, presented or reviewed under it."""
    if step.section in record_of(step.meeting).sections() or has_documents(step):
        return True
    return has_table(step) and bool(reviews_of(step.meeting_id))


def next_position(table: type[Statement | Vote | Conclusion], meeting: Meeting) -> int:
    last = db.session.scalar(select(func.max(table.position)).where(table.meeting_id == meeting.id))
    return (last or 0) + 1


def _with_meeting(part: type[Statement | Vote | Conclusion | Guest | AgendaStep]) -> ORMOption:
    return joinedload(part.meeting).joinedload(Meeting.organisation)


def get_step(meeting_id: UUID, section: str) -> AgendaStep | None:
    if section not in sections():
        return None
    return db.session.scalar(
        select(AgendaStep)
        .where(AgendaStep.meeting_id == meeting_id, AgendaStep.section == section)
        .options(_with_meeting(AgendaStep), selectinload(AgendaStep.items))
    )


def tasks_set_before(meeting: Meeting) -> AgendaItem | None:
    """What the branch's monthly meeting before this one set as tasks for the month."""
    return db.session.scalar(
        select(AgendaItem)
        .join(AgendaStep)
        .join(Meeting)
        .where(
            Meeting.organisation_id == meeting.organisation_id,
            Meeting.type.in_(MONTHLY),
            Meeting.period < meeting.period,
            Meeting.status.in_(HELD),
            AgendaItem.slot == "next_tasks",
        )
        .options(joinedload(AgendaItem.step).joinedload(AgendaStep.meeting))
        .order_by(Meeting.period.desc())
        .limit(1)
    )


def get_item(meeting_id: UUID, item_id: UUID) -> AgendaItem | None:
    return db.session.scalar(
        select(AgendaItem)
        .join(AgendaStep)
        .where(AgendaItem.id == item_id, AgendaStep.meeting_id == meeting_id)
        .options(
            joinedload(AgendaItem.step)
            .joinedload(AgendaStep.meeting)
            .joinedload(Meeting.organisation)
        )
    )


def get_statement(meeting_id: UUID, statement_id: UUID) -> Statement | None:
    return db.session.scalar(
        select(Statement)
        .where(Statement.id == statement_id, Statement.meeting_id == meeting_id)
        .options(_with_meeting(Statement))
    )


def get_vote(meeting_id: UUID, vote_id: UUID) -> Vote | None:
    return db.session.scalar(
        select(Vote)
        .where(Vote.id == vote_id, Vote.meeting_id == meeting_id)
        .options(_with_meeting(Vote))
    )


def get_conclusion(meeting_id: UUID, conclusion_id: UUID) -> Conclusion | None:
    return db.session.scalar(
        select(Conclusion)
        .where(Conclusion.id == conclusion_id, Conclusion.meeting_id == meeting_id)
        .options(_with_meeting(Conclusion))
    )


def get_guest(meeting_id: UUID, guest_id: UUID) -> Guest | None:
    return db.session.scalar(
        select(Guest)
        .where(Guest.id == guest_id, Guest.meeting_id == meeting_id)
        .options(_with_meeting(Guest))
    )
