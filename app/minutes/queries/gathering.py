"""Minutes gathered from what was recorded, or read again as they were adopted."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.assignments.models import Assignment, AssignmentReview
from app.assignments.queries import assignments_from, pending_reviews, reviews_of
from app.assignments.rules import ReviewOutcome
from app.documents.model import Document
from app.documents.serialise import from_json
from app.extensions import db
from app.meetings.document import (
    invitation_document,
    notice_document,
    programme_document,
    roll_document,
    titled,
)
from app.meetings.models import AgendaItem, AgendaStep, Guest, Meeting, Statement, Vote
from app.meetings.queries.meetings import book_of, get_meeting
from app.meetings.queries.panel import lasted_minutes, minimum_minutes
from app.meetings.queries.papers import (
    branch_of,
    letterhead_of,
    notice_of,
    programme_of,
    roll_paper_of,
)
from app.meetings.queries.record import record_of
from app.meetings.queries.roll import Roll, guests_of, roll_of
from app.meetings.rules.agenda import StepState, sections
from app.meetings.rules.life import MONTHLY, MeetingMode, MeetingStatus
from app.meetings.rules.roll import Presence
from app.minutes.document import (
    Absence,
    Dues,
    Item,
    MinutesData,
    PartTime,
    Person,
    Point,
    ReviewedTask,
    RollData,
    Section,
    SelfAssessment,
    Spoken,
    Task,
    VoteData,
    minutes_document,
)
from app.minutes.models import MinutesRecord
from app.minutes.rules.adoption import Concerns, Gap, Readiness, VoteCounts, gaps, warnings
from app.organisations.models import Organisation
from app.people.models import Member
from app.people.queries import positions_at
from app.people.rules import Position
from app.resolutions.queries import unvoted_resolutions, votes_of

Positions = dict[UUID, tuple[Position, ...]]

_PAPERS: dict[str, Callable[[Meeting], Document]] = {
    "programme": lambda meeting: programme_document(programme_of(meeting)),
    "notice": lambda meeting: notice_document(notice_of(meeting)),
    "invitation": lambda meeting: invitation_document(notice_of(meeting)),
    "roll": lambda meeting: roll_document(roll_paper_of(meeting)),
}


@dataclass(frozen=True)
class Preview:
    """The minutes as one reader may have them, and what to call the file."""

    document: Document
    edition: int | None
    is_cut: bool


def record_adopted(meeting: Meeting) -> MinutesRecord | None:
    """The latest adopted edition of a meeting's minutes."""
    return db.session.scalar(
        select(MinutesRecord)
        .where(MinutesRecord.meeting_id == meeting.id)
        .order_by(MinutesRecord.edition.desc())
        .limit(1)
    )


def frozen(stored: object) -> Document:
    return from_json(json.dumps(stored))


def minutes_of(meeting: Meeting, *, with_restricted: bool) -> Preview:
    """The minutes as this reader may have them: as adopted, or as they stand now."""
    record = record_adopted(meeting)
    if record is None:
        data = data_of(meeting)
        document = minutes_document(data, with_restricted=with_restricted)
        return Preview(document, None, data.is_cut_for_readers and not with_restricted)
    is_cut = not with_restricted and record.circulated is not None
    stored = record.circulated if is_cut else record.document
    return Preview(frozen(stored), record.edition, is_cut)


def drawn_papers(meeting: Meeting) -> dict[str, Document]:
    """The papers that are frozen beside the minutes, as they stand now."""
    return {kind: draw(meeting) for kind, draw in _PAPERS.items()}


def paper_of(meeting: Meeting, kind: str) -> Document:
    """As it was when the minutes were adopted; before that, as it stands now."""
    record = record_adopted(meeting)
    return frozen(record.papers[kind]) if record else _PAPERS[kind](meeting)


def running_after(meeting: Meeting) -> Sequence[Meeting]:
    """Later monthly meetings of the branch that are in session."""
    return db.session.scalars(
        select(Meeting)
        .where(
            Meeting.organisation_id == meeting.organisation_id,
            Meeting.id != meeting.id,
            Meeting.held_on >= meeting.held_on,
            Meeting.type.in_(MONTHLY),
            Meeting.status == MeetingStatus.IN_PROGRESS,
        )
        .order_by(Meeting.held_on)
    ).all()


def readiness_of(meeting: Meeting, *, is_roll_taken: bool) -> Readiness:
    """What stands of a meeting whose minutes wait to be adopted."""
    return Readiness(
        status=meeting.status,
        is_roll_taken=is_roll_taken,
        pending_reviews=pending_reviews(meeting.id),
        has_chair=meeting.chair_id is not None,
        has_minute_taker=meeting.minute_taker_id is not None,
        began=meeting.began_time,
        ended=meeting.ended_time,
    )


def gaps_of(meeting: Meeting, roll: Roll) -> list[Gap]:
    """What keeps these minutes from being adopted."""
    return list(gaps(readiness_of(meeting, is_roll_taken=roll.is_taken)))


def warnings_of(meeting: Meeting, roll: Roll) -> list[str]:
    """What the branch should know before it adopts, by the regulations of the meeting's day."""
    book = book_of(meeting)
    return list(
        warnings(
            Concerns(
                minutes=lasted_minutes(meeting),
                least_minutes=minimum_minutes(meeting, book),
                figures=roll.figures if roll.is_taken else None,
                votes=tuple(_counted(vote) for vote in votes_of(meeting.id)),
                target=book.threshold("attendance.target"),
                unvoted_resolutions=unvoted_resolutions(meeting.id),
            )
        )
    )


def _counted(vote: Vote) -> VoteCounts:
    return VoteCounts(
        vote.subject, vote.tally.cast, vote.vote_base, vote.voters_present + vote.away
    )


def latest_meeting(branch: Organisation | None) -> Meeting | None:
    """The latest meeting, of one branch or of all, that has begun and so has minutes."""
    query = select(Meeting.id).where(Meeting.began_time.is_not(None))
    if branch is not None:
        query = query.where(Meeting.organisation_id == branch.id)
    latest = db.session.scalar(
        query.order_by(Meeting.held_on.desc(), Meeting.start_time.desc()).limit(1)
    )
    return get_meeting(latest) if latest else None


def data_of(meeting: Meeting, *, number: str | None = None) -> MinutesData:
    """Everything the minutes of a meeting say, as recorded up to now."""
    branch = branch_of(meeting)
    positions = positions_at(branch.id, on=meeting.held_on)
    roll = roll_of(meeting)
    guests = [guest for guest in guests_of(meeting) if guest.has_attended]
    record = record_of(meeting)
    return MinutesData(
        letterhead=letterhead_of(branch, book_of(meeting)),
        number=number,
        type=meeting.type,
        period=meeting.period,
        topic=meeting.topic or "",
        held_on=meeting.held_on,
        place=meeting.place,
        mode=meeting.mode,
        began=meeting.began_time,
        ended=meeting.ended_time,
        chair=_person(meeting.chair, positions),
        minute_taker=_person(meeting.minute_taker, positions),
        observers=tuple(_guest(guest) for guest in guests if guest.is_observer),
        guests=tuple(_guest(guest) for guest in guests if not guest.is_observer),
        roll=_roll(meeting, roll) if roll.is_taken else None,
        dues=_dues(meeting),
        sections=tuple(_section(step) for step in _steps(meeting)),
        reviews=_reviews(meeting),
        statements=tuple(_spoken(statement) for statement in record.statements),
        conclusion=meeting.conclusion or "",
        conclusions=tuple(conclusion.text for conclusion in record.conclusions),
        tasks=_tasks(meeting),
        votes=tuple(_vote(vote) for vote in record.votes),
        self_assessment=SelfAssessment(
            meeting.self_score,
            meeting.self_grade or "",
            meeting.weakness or "",
            meeting.remedy or "",
        ),
        is_read_back=meeting.is_read_back,
    )


def _person(member: Member | None, positions: Positions) -> Person | None:
    return Person(member.name, titled(positions.get(member.id, ()))) if member else None


def _guest(guest: Guest) -> Person:
    return Person(guest.name, ", ".join(filter(None, (guest.party_title, guest.state_title))))


def _roll(meeting: Meeting, roll: Roll) -> RollData:
    part_time = (
        PartTime(row.name, row.late_minutes or 0, row.left_early_minutes or 0)
        for row in roll.with_presence(Presence.PRESENT)
        if row.late_minutes or row.left_early_minutes
    )
    return RollData(
        figures=roll.figures,
        excused=tuple(
            Absence(row.name, row.reason) for row in roll.with_presence(Presence.EXCUSED)
        ),
        unexcused=tuple(row.name for row in roll.with_presence(Presence.UNEXCUSED)),
        part_time=tuple(part_time),
        points=_points(meeting, roll) if meeting.mode is not MeetingMode.IN_PERSON else (),
    )


def _points(meeting: Meeting, roll: Roll) -> tuple[Point, ...]:
    """How many sat where; those nobody was placed at a point are in the chair's room."""
    found = Counter(row.point_name for row in roll.with_presence(Presence.PRESENT))
    return tuple(
        Point(name or "điểm cầu chủ trì", number) for name, number in sorted(found.items())
    )


def _dues(meeting: Meeting) -> Dues | None:
    if meeting.dues_paid is None or meeting.dues_due is None:
        return None
    return Dues(meeting.dues_paid, meeting.dues_due, meeting.dues_note or "")


def _steps(meeting: Meeting) -> Sequence[AgendaStep]:
    return db.session.scalars(
        select(AgendaStep)
        .where(AgendaStep.meeting_id == meeting.id)
        .options(selectinload(AgendaStep.items))
        .order_by(AgendaStep.position)
    ).all()


def _section(step: AgendaStep) -> Section:
    law = sections()[step.section]
    return Section(
        code=law.code,
        number=law.number,
        title=law.title,
        short=law.short,
        items=tuple(_item(item) for item in step.items),
        is_without_content=step.state is StepState.NO_CONTENT,
        reason=step.no_content_reason or "",
    )


def _item(item: AgendaItem) -> Item:
    return Item(
        title=item.title,
        slot=item.slot or "",
        presenter=item.presenter or "",
        content=item.content or "",
        sources=item.source_documents or "",
        conclusion=item.conclusion or "",
        is_restricted=item.is_restricted,
        is_withheld=item.is_withheld,
    )


def _reviews(meeting: Meeting) -> tuple[ReviewedTask, ...]:
    return tuple(_reviewed(row) for row in reviews_of(meeting.id))


def _reviewed(row: AssignmentReview) -> ReviewedTask:
    task = row.assignment
    done_on = task.done_on if row.outcome is ReviewOutcome.DONE else None
    return ReviewedTask(
        text=task.text,
        accountable=task.accountable.name,
        due_on=row.due_before,
        outcome=row.outcome,
        result=row.result or "",
        reason=row.reason or "",
        new_due_on=row.due_after,
        is_on_time=done_on <= row.due_before if done_on else None,
    )


def _spoken(statement: Statement) -> Spoken:
    return Spoken(
        speaker=statement.speaker_name,
        text=statement.text,
        section=statement.section or "",
        role=_role(statement.guest),
        is_dissent=statement.is_dissent,
    )


def _role(guest: Guest | None) -> str:
    if guest is None:
        return ""
    return "đại biểu cấp trên" if guest.is_observer else "khách mời"


def _tasks(meeting: Meeting) -> tuple[Task, ...]:
    return tuple(_task(row) for row in assignments_from(meeting.id))


def _task(row: Assignment) -> Task:
    others = [*(member.name for member in row.collaborators), row.outside_collaborators or ""]
    return Task(row.text, row.accountable.name, row.due_on, ", ".join(filter(None, others)))


def _vote(vote: Vote) -> VoteData:
    return VoteData(
        subject=vote.subject,
        majority=vote.majority,
        method=vote.method,
        in_favour=vote.in_favour,
        against=vote.against,
        other=vote.other,
        invalid=vote.invalid,
        vote_base=vote.vote_base,
        voters_present=vote.voters_present,
        needed=vote.needed,
        is_passed=vote.is_passed,
    )
