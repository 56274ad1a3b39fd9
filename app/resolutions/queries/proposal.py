"""A draft's texts from what its meeting has recorded: nothing is typed twice."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from app.assignments.models import Assignment
from app.assignments.queries import assignments_from
from app.documents.typography import cited_date
from app.extensions import db
from app.meetings.document import comrade, lower_first
from app.meetings.models import AgendaItem, AgendaStep, Conclusion, Meeting
from app.meetings.queries.meetings import book_of
from app.meetings.queries.record import conclusions_of
from app.meetings.rules.life import MONTHLY, WITH_TOPIC, MeetingType
from app.resolutions.rules import ResolutionKind
from app.resolutions.rules.texts import numbered
from app.topics.models import Difficulty
from app.topics.queries import difficulties_of

_ASSESSED = {
    ResolutionKind.REGULAR: ("branch_results", "member_results"),
    ResolutionKind.TOPICAL: ("presentation",),
}
_PLANNED = {ResolutionKind.REGULAR: ("next_tasks",), ResolutionKind.TOPICAL: ("conclusion",)}


def proposal_for(meeting: Meeting, kind: ResolutionKind = ResolutionKind.REGULAR) -> dict[str, str]:
    """A draft's texts; in a combined meeting each kind takes what belongs to its part."""
    book = book_of(meeting)
    above = meeting.organisation.parent
    conclusions = [point for point in conclusions_of(meeting) if _is_of(kind, meeting, point)]
    troubles = difficulties_of(meeting.id) if meeting.type in WITH_TOPIC else ()
    of_topic = troubles if kind is ResolutionKind.TOPICAL else ()
    superior = above.name if above else "Cấp ủy cấp trên"
    return {
        "abstract": _abstract(meeting, kind),
        "bases": "\n".join(book.lines("document.bases")),
        "assessment": numbered(
            [*_items(meeting, _ASSESSED[kind]), *_lines(row.text for row in of_topic)]
        ),
        "tasks": numbered(
            [
                *_items(meeting, _PLANNED[kind]),
                *_lines(point.text for point in conclusions),
                *(_solved(row) for row in of_topic),
            ]
        ),
        "arrangements": numbered(
            _arranged(task) for task in _tasks(meeting, conclusions, troubles)
        ),
        "recipients": "\n".join(
            line.replace("{cấp trên}", superior) for line in book.lines("document.recipients")
        ),
    }


def _is_of(kind: ResolutionKind, meeting: Meeting, point: Conclusion) -> bool:
    if meeting.type is not MeetingType.COMBINED:
        return True
    return (point.section == "topical") is (kind is ResolutionKind.TOPICAL)


def _tasks(
    meeting: Meeting, conclusions: Sequence[Conclusion], troubles: Sequence[Difficulty]
) -> list[Assignment]:
    """What the meeting gave; of a combined one, what does not hang on the other part.

    What solves a difficulty of the topic is said once, with its solution.
    """
    others = {point.id for point in conclusions_of(meeting)} - {point.id for point in conclusions}
    said = {row.assignment_id for row in troubles}
    return [
        task
        for task in assignments_from(meeting.id)
        if task.conclusion_id not in others and task.id not in said
    ]


def _abstract(meeting: Meeting, kind: ResolutionKind) -> str:
    is_about_topic = kind is ResolutionKind.TOPICAL or meeting.type not in MONTHLY
    if is_about_topic and meeting.topic:
        return f"về {lower_first(meeting.topic)}"
    period = meeting.period
    return f"lãnh đạo thực hiện nhiệm vụ tháng {period.month} năm {period.year}"


def _items(meeting: Meeting, slots: tuple[str, ...]) -> list[str]:
    """What was written under these slots; restricted and withheld items stay out."""
    rows = db.session.scalars(
        select(AgendaItem.content)
        .join(AgendaStep)
        .where(
            AgendaStep.meeting_id == meeting.id,
            AgendaItem.slot.in_(slots),
            AgendaItem.content.is_not(None),
            ~AgendaItem.is_restricted,
            ~AgendaItem.is_withheld,
        )
        .order_by(AgendaStep.position, AgendaItem.position)
    )
    return _lines(text or "" for text in rows)


def _lines(texts: Iterable[str]) -> list[str]:
    return [line.strip() for text in texts for line in text.splitlines() if line.strip()]


def _solved(row: Difficulty) -> str:
    """On one line: the solution, who answers for it, by when."""
    solution = " ".join(row.solution.split()).rstrip(".")
    if row.assignment is None:
        return f"{solution}."
    return f"{solution}: đồng chí {row.assignment.accountable.name} {_charged(row.assignment)}"


def _arranged(task: Assignment) -> str:
    text = lower_first(task.text.strip().rstrip("."))
    return f"Đồng chí {task.accountable.name} {_charged(task, text)}"


def _charged(task: Assignment, text: str = "") -> str:
    others = ", ".join(comrade(member.name) for member in task.collaborators)
    units = ", ".join(unit.name for unit in task.units)
    helped = "; ".join(filter(None, (others, units, task.outside_collaborators)))
    what = f" {text}" if text else ""
    with_whom = f", phối hợp với {helped}" if helped else ""
    return f"chịu trách nhiệm{what}{with_whom}; hoàn thành trước ngày {cited_date(task.due_on)}."
