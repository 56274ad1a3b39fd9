"""The whole story of a task, from the day it was given, as one line of time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from app.assignments.models import Assignment, AssignmentReview, Evidence, Progress
from app.assignments.rules import (
    PROGRESS_LABELS,
    STATUS_LABELS,
    AssignmentStatus,
    ProgressKind,
    ReviewOutcome,
)
from app.audit.events import Event
from app.audit.models import AuditEntry
from app.extensions import db
from app.kernel.clock import local, moment_of


@dataclass(frozen=True)
class Chapter:
    """One thing that became of a task; `day` is when it is said to have been, `at` when it was
    written down."""

    day: date
    at: datetime
    what: str
    who: str = ""
    note: str = ""
    evidence: tuple[Evidence, ...] = ()


def story_of(assignment: Assignment) -> list[Chapter]:
    """Everything that became of it, in the order in which it happened."""
    chapters = [
        *(_said(entry) for entry in assignment.progress),
        *(_judged(review) for review in assignment.reviews),
        *_handed_over(assignment),
    ]
    # One day's words stand in the order in which they were written down.
    chapters.sort(key=lambda chapter: (chapter.day, chapter.at))
    return [_given(assignment), *chapters]


def _given(assignment: Assignment) -> Chapter:
    giver = "Chi bộ" if assignment.is_own else assignment.giver.name
    note = f"Thời hạn ban đầu {_first_deadline(assignment):%d/%m/%Y}"
    day = assignment.given_on
    return Chapter(day, moment_of(day), f"{giver} giao nhiệm vụ", note=note)


def _first_deadline(assignment: Assignment) -> date:
    """What the first to build on it, a meeting or an extension, found."""
    found = [(review.created_at, review.due_before) for review in assignment.reviews]
    found += [(entry.at, entry.due_before) for entry in assignment.progress if entry.due_before]
    return min(found)[1] if found else assignment.due_on


def _said(entry: Progress) -> Chapter:
    return Chapter(
        local(entry.at).date(),
        entry.at,
        _what_was_said(entry),
        who=f"đồng chí {entry.by}",
        note=_reasoned(entry),
        evidence=tuple(entry.evidence),
    )


def _what_was_said(entry: Progress) -> str:
    label = PROGRESS_LABELS[entry.kind]
    if entry.kind is ProgressKind.EXTENDED:
        return f"{label} từ {entry.due_before:%d/%m/%Y} đến {entry.due_after:%d/%m/%Y}"
    if entry.kind is ProgressKind.DROPPED:
        return label
    share = f", {entry.percent} %" if entry.status is AssignmentStatus.DOING else ""
    return f"{label}: {STATUS_LABELS[entry.status].lower()}{share}"


def _reasoned(entry: Progress) -> str:
    if not entry.note:
        return ""
    return entry.note if entry.kind is ProgressKind.REPORTED else f"Lý do: {entry.note}"


def _judged(review: AssignmentReview) -> Chapter:
    is_pending = review.outcome is ReviewOutcome.PENDING
    what = "Đưa ra buổi sinh hoạt, chưa đánh giá"
    if not is_pending:
        what = f"Buổi sinh hoạt đánh giá: {review.outcome_label}"
    notes = []
    if review.due_after:
        notes.append(f"thời hạn {review.due_before:%d/%m/%Y} đổi thành {review.due_after:%d/%m/%Y}")
    if review.reason:
        notes.append(f"lý do: {review.reason}")
    if review.result:
        notes.append(f"kết quả: {review.result}")
    return Chapter(review.held_on, review.created_at, what, note="; ".join(notes))


def _handed_over(assignment: Assignment) -> Iterator[Chapter]:
    for entry in _hand_overs(assignment):
        facts = entry.facts
        yield Chapter(
            local(entry.at).date(),
            entry.at,
            f"Đồng chí {facts['before']} chuyển cho đồng chí {facts['after']}",
            who=f"đồng chí {entry.actor_name} ghi",
            note=f"Lý do: {facts['reason']}",
        )


def _hand_overs(assignment: Assignment) -> Sequence[AuditEntry]:
    return db.session.scalars(
        select(AuditEntry)
        .where(
            AuditEntry.subject_id == assignment.id,
            AuditEntry.event == Event.ASSIGNMENT_HANDED_OVER.value,
        )
        .order_by(AuditEntry.sequence)
    ).all()
