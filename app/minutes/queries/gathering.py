"""Everything a meeting's minutes say, gathered from what was recorded."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.assignments.models import Assignment, AssignmentReview
from app.assignments.queries import assignments_from, reviews_of
from app.assignments.rules import ReviewOutcome
from app.assignments.rules.sharing import by_words
from app.extensions import db
from app.library.models import HigherDocument
from app.meetings.document import titled
from app.meetings.models import AgendaItem, AgendaStep, Guest, Meeting, Statement, Vote
from app.meetings.queries.documents import Cited, documents_in
from app.meetings.queries.meetings import book_of
from app.meetings.queries.papers import branch_of, letterhead_of
from app.meetings.queries.points import points_of
from app.meetings.queries.record import record_of
from app.meetings.queries.roll import Roll, guests_of, roll_of
from app.meetings.rules.agenda import StepState, sections
from app.meetings.rules.life import WITH_TOPIC, MeetingMode, MeetingStatus, minutes_subject
from app.meetings.rules.points import PointFigures
from app.meetings.rules.roll import Presence
from app.meetings.rules.self_sheet import from_text
from app.minutes.document import (
    Absence,
    Dues,
    Earlier,
    Item,
    LaterAdoption,
    MinutesData,
    PartTime,
    Person,
    Proposed,
    ReviewedTask,
    RollData,
    Section,
    SelfAssessment,
    Spoken,
    SupplementData,
    Task,
    Trouble,
    VoteData,
)
from app.minutes.models import MinutesRecord
from app.minutes.rules.records import RecordKind
from app.people.models import Member
from app.people.queries import positions_at
from app.people.rules import Position
from app.petitions.queries import petitions_raised_in
from app.regulations.queries import book_for
from app.topics.queries import difficulties_of

Positions = dict[UUID, tuple[Position, ...]]


def data_of(meeting: Meeting, *, adopted_later: LaterAdoption | None = None) -> MinutesData:
    """Everything the minutes of a meeting say, as recorded up to now."""
    branch = branch_of(meeting)
    positions = positions_at(branch.id, on=meeting.held_on)
    roll = roll_of(meeting)
    guests = [guest for guest in guests_of(meeting) if guest.has_attended]
    record = record_of(meeting)
    return MinutesData(
        letterhead=letterhead_of(branch, book_of(meeting)),
        type=meeting.type,
        is_of_committee=meeting.is_of_committee,
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
        sections=_sections(meeting),
        reviews=_reviews(meeting),
        statements=tuple(_spoken(statement) for statement in record.statements),
        petitions=tuple(
            Proposed(petition.author.name, petition.text)
            for petition in petitions_raised_in(meeting.id)
        ),
        conclusion=meeting.conclusion or "",
        conclusions=tuple(conclusion.text for conclusion in record.conclusions),
        tasks=_tasks(meeting),
        troubles=_troubles(meeting),
        votes=tuple(_vote(vote) for vote in record.votes),
        self_assessment=SelfAssessment(
            meeting.self_score,
            meeting.self_grade or "",
            meeting.weakness or "",
            meeting.remedy or "",
            from_text(meeting.self_sheet),
        ),
        is_read_back=meeting.is_read_back,
        is_adopted=meeting.status is MeetingStatus.ADOPTED,
        adopted_later=adopted_later,
        adopts=_adopted_in(meeting),
    )


def _adopted_in(meeting: Meeting) -> tuple[Earlier, ...]:
    """Minutes of before that this meeting decided on."""
    records = db.session.scalars(
        select(MinutesRecord)
        .where(MinutesRecord.decided_in_id == meeting.id, MinutesRecord.reopened_at.is_(None))
        .options(joinedload(MinutesRecord.meeting))
        .order_by(MinutesRecord.adopted_at)
    )
    return tuple(
        Earlier(
            minutes_subject(record.meeting.type, record.meeting.period),
            (record.decision or "") if record.kind is RecordKind.MAIN else "",
            is_supplement=record.kind is RecordKind.SUPPLEMENT,
        )
        for record in records
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
        points=_points(meeting, roll),
    )


def _points(meeting: Meeting, roll: Roll) -> tuple[PointFigures, ...]:
    """How many sat where, the chair's room first; not the rooms that stayed empty."""
    found = points_of(meeting, roll)
    if meeting.mode is not MeetingMode.IN_PERSON and not meeting.points:
        found = (PointFigures("", len(roll.with_presence(Presence.PRESENT))),)
    used = (point for point in found if point.on_roll or point.invited is not None)
    return tuple(sorted(used, key=lambda point: point.name))


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


def _sections(meeting: Meeting) -> tuple[Section, ...]:
    cited = documents_in(meeting.id)
    return tuple(_section(step, cited) for step in _steps(meeting))


def _section(step: AgendaStep, cited: Cited) -> Section:
    law = sections()[step.section]
    return Section(
        code=law.code,
        number=law.number,
        title=law.title,
        short=law.short,
        items=tuple(_item(item, cited.get(item.id, ())) for item in step.items),
        is_without_content=step.state is StepState.NO_CONTENT,
        reason=step.no_content_reason or "",
    )


def _item(item: AgendaItem, documents: Sequence[HigherDocument]) -> Item:
    return Item(
        title=item.title,
        slot=item.slot or "",
        presenter=item.presenter or "",
        content=item.content or "",
        sources="\n".join(
            [*(document.citation for document in documents), item.source_documents or ""]
        ).rstrip(),
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
        accountable=_answering(task),
        due_on=row.due_before,
        outcome=row.outcome,
        result=row.result or "",
        reason=row.reason or "",
        new_due_on=row.due_after,
        is_on_time=done_on <= row.due_before if done_on else None,
    )


def _answering(task: Assignment) -> str:
    name = task.accountable.name
    return name if task.is_own else f"{name} ({task.organisation.name})"


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
    given = assignments_from(meeting.id)
    if meeting.is_of_committee:
        return tuple(_shared(rows) for rows in by_words(given))
    return tuple(_task(row) for row in given)


def _shared(rows: Sequence[Assignment]) -> Task:
    """The same work for several branches, in one line with who answers for it in each."""
    first = rows[0]
    names = sorted(f"{row.organisation.name}: {row.accountable.name}" for row in rows)
    return Task(first.text, "\n".join(names), first.due_on)


def _troubles(meeting: Meeting) -> tuple[Trouble, ...]:
    if meeting.type not in WITH_TOPIC:
        return ()
    return tuple(
        Trouble(row.text, row.solution, _task(row.assignment) if row.assignment else None)
        for row in difficulties_of(meeting.id)
    )


def _task(row: Assignment) -> Task:
    others = [
        *(member.name for member in row.collaborators),
        *(unit.name for unit in row.units),
        row.outside_collaborators or "",
    ]
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


def supplement_of(
    record: MinutesRecord, *, text: str, reason: str, decided_in: Meeting | None, on: date
) -> SupplementData:
    """What supplementary minutes to a sealed record say."""
    meeting = record.meeting
    positions = positions_at(meeting.organisation_id, on=meeting.held_on)
    return SupplementData(
        letterhead=letterhead_of(branch_of(meeting), book_for(meeting.unit_path, on)),
        number_of_minutes=record.number_symbol or "",
        subject_of_minutes=minutes_subject(meeting.type, meeting.period),
        held_on=meeting.held_on,
        dated=on,
        text=text,
        reason=reason,
        decided_on=decided_in.held_on if decided_in else None,
        chair=_person(meeting.chair, positions),
        minute_taker=_person(meeting.minute_taker, positions),
    )
