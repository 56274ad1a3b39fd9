"""Every fact a sealed record stands for, as plain data.

What is written here is hashed and kept to the byte: a change of shape is a new `SCHEMA`, and the
snapshots of before stay as they are: 2 adds the difficulties of a topic, the documents from above
presented under each item, and the petitions the meeting heard; 3 the lines of the branch's own
scoring sheet.
"""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from sqlalchemy import select

from app.assignments.models import Assignment
from app.assignments.queries import assignments_from, reviews_of
from app.extensions import db
from app.meetings.models import AgendaItem, AgendaStep, Attendance, ConnectionPoint, Meeting
from app.meetings.queries.documents import documents_in
from app.meetings.queries.papers import branch_of
from app.meetings.queries.record import record_of
from app.meetings.queries.roll import guests_of
from app.meetings.rules.self_sheet import from_text
from app.minutes.models import Confirmation, MinutesRecord
from app.minutes.rules.records import RecordKind
from app.people.models import Member
from app.petitions.queries import petitions_raised_in
from app.topics.queries import difficulties_of

SCHEMA = 3

Facts = dict[str, Any]


def snapshot_of(record: MinutesRecord) -> Facts:
    """What the record says and what its meeting recorded; the seal adds documents and files."""
    meeting = record.meeting
    return {
        "schema": SCHEMA,
        "record": _record(record),
        "confirmations": [_confirmation(row) for row in _confirmations(record)],
        "branch": _branch(meeting),
        "meeting": _meeting(meeting),
        **(_recorded(meeting) if record.kind is RecordKind.MAIN else {}),
    }


def _taken(thing: object, names: str) -> Facts:
    return {name: getattr(thing, name) for name in names.split()}


def _person(member: Member | None) -> Facts | None:
    return _taken(member, "id name") if member else None


def _record(record: MinutesRecord) -> Facts:
    facts = _taken(record, "id kind edition number_symbol sha256 adopted_at adopted_by decision")
    later = record.decided_in
    return facts | {"decided_in": _taken(later, "id title held_on") if later else None}


def _confirmations(record: MinutesRecord) -> Iterable[Confirmation]:
    return db.session.scalars(
        select(Confirmation).where(Confirmation.record_id == record.id).order_by(Confirmation.role)
    )


def _confirmation(row: Confirmation) -> Facts:
    return _taken(row, "role member_id name sha256 is_on_paper recorded_by confirmed_at")


def _closing(meeting: Meeting) -> Facts:
    facts = _taken(meeting, "conclusion self_score self_grade weakness remedy is_read_back")
    points = meeting.self_score
    if points is not None and points.denominator == 1:
        facts["self_score"] = points.numerator  # as it was sealed when points were whole
    return facts


def _branch(meeting: Meeting) -> Facts:
    branch = branch_of(meeting)
    facts = _taken(branch, "id name code header_name symbol place")
    return facts | {"over": branch.parent.body_name if branch.parent else ""}


def _meeting(meeting: Meeting) -> Facts:
    return _taken(
        meeting,
        "id type title mode period topic held_on start_time began_time "
        "ended_time place purpose committee_met_on notified_at",
    )


def _recorded(meeting: Meeting) -> Facts:
    record = record_of(meeting)
    return {
        "people": {
            "chair": _person(meeting.chair),
            "minute_taker": _person(meeting.minute_taker),
            "preparer": _person(meeting.preparer),
        },
        "opening": _taken(meeting, "dues_paid dues_due dues_note"),
        "closing": _closing(meeting),
        "self_sheet": [asdict(line) for line in from_text(meeting.self_sheet)],
        "figures": _taken(
            meeting, "must_attend present excused unexcused vote_base voters_present"
        ),
        "roll": _roll(meeting),
        "guests": [
            _taken(guest, "id member_id name party_title state_title is_observer has_attended")
            for guest in guests_of(meeting)
        ],
        "agenda": [_step(step) for step in _steps(meeting)],
        "citations": [
            {"item_id": item_id, "document_id": document.id, "citation": document.citation}
            for item_id, documents in documents_in(meeting.id).items()
            for document in documents
        ],
        "statements": [
            _taken(said, "id position section member_id guest_id speaker_name text is_dissent")
            for said in record.statements
        ],
        "votes": [
            _taken(
                vote,
                "id position section subject majority method in_favour against other "
                "invalid vote_base voters_present away needed is_passed",
            )
            for vote in record.votes
        ],
        "conclusions": [_taken(point, "id position section text") for point in record.conclusions],
        "difficulties": [
            _taken(row, "id position text solution assignment_id")
            for row in difficulties_of(meeting.id)
        ],
        "petitions": [
            _taken(raised, "id position author_id kind text") | {"name": raised.author.name}
            for raised in petitions_raised_in(meeting.id)
        ],
        "assignments": [_assignment(task) for task in assignments_from(meeting.id)],
        "reviews": [
            _taken(row, "id assignment_id outcome result reason due_before due_after")
            | {"text": row.assignment.text, "accountable": _person(row.assignment.accountable)}
            for row in reviews_of(meeting.id)
        ],
    }


def _roll(meeting: Meeting) -> list[Facts]:
    rows = db.session.execute(
        select(Attendance, Member.name, ConnectionPoint.name)
        .join(Member, Member.id == Attendance.member_id)
        .outerjoin(ConnectionPoint, ConnectionPoint.id == Attendance.point_id)
        .where(Attendance.meeting_id == meeting.id)
        .order_by(Member.sort_name, Member.id)
    )
    return [
        _taken(line, "member_id status presence reason late_minutes left_early_minutes")
        | {"name": name, "point": point}
        for line, name, point in rows
    ]


def _steps(meeting: Meeting) -> Iterable[AgendaStep]:
    return sorted(meeting.steps, key=lambda step: step.position)


def _step(step: AgendaStep) -> Facts:
    facts = _taken(step, "id section position state no_content_reason")
    items = sorted(step.items, key=lambda item: item.position)
    return facts | {"planned_minutes": step.planned_minutes, "items": [_item(i) for i in items]}


def _item(item: AgendaItem) -> Facts:
    return _taken(
        item,
        "id slot position title presenter content source_documents conclusion "
        "is_restricted is_withheld",
    )


def _assignment(task: Assignment) -> Facts:
    facts = _taken(
        task, "id conclusion_id text category outside_collaborators given_on due_on priority"
    )
    return facts | {
        "accountable": _person(task.accountable),
        "collaborators": [_person(member) for member in task.collaborators],
        "units": [unit.name for unit in task.units],
    }
