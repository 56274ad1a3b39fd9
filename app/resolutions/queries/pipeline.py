"""Where a resolution stands on its way, and what it has led to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.assignments.models import Assignment
from app.assignments.queries import assignments_from
from app.assignments.rules import AssignmentStatus
from app.audit.events import Event
from app.audit.models import AuditEntry
from app.extensions import db
from app.kernel.clock import local
from app.resolutions.models import CommentRound, Resolution
from app.resolutions.queries.papers import texts_of
from app.resolutions.queries.rounds import latest_round, takes_comments
from app.resolutions.rules import ResolutionStatus
from app.resolutions.rules.comments import said_at
from app.resolutions.rules.steps import Step, steps_of
from app.resolutions.rules.texts import PARTS
from app.revisions.rules import Part, compare

_BROUGHT_TO = {
    Event.RESOLUTION_DRAFTED: ResolutionStatus.DRAFT,
    Event.DRAFT_CIRCULATED: ResolutionStatus.COMMENTING,
    Event.DRAFT_REVISED: ResolutionStatus.REVISED,
    Event.RESOLUTION_ADOPTED: ResolutionStatus.ADOPTED,
    Event.RESOLUTION_ISSUED: ResolutionStatus.ISSUED,
    Event.RESOLUTION_CLOSED: ResolutionStatus.CLOSED,
}


def steps_for(resolution: Resolution, *, now: datetime) -> list[Step]:
    """Who brought it where, and when, as the trail says; the latest time counts."""
    rows = db.session.execute(
        select(AuditEntry.event, AuditEntry.actor_name, AuditEntry.at)
        .where(
            AuditEntry.subject_id == resolution.id,
            AuditEntry.event.in_([event.value for event in _BROUGHT_TO]),
        )
        .order_by(AuditEntry.sequence)
    )
    done = {_BROUGHT_TO[Event(event)]: f"{name}, {local(at):%d/%m/%Y}" for event, name, at in rows}
    return steps_of(resolution.status, done, waiting=_waiting(resolution, now))


def _waiting(resolution: Resolution, now: datetime) -> str:
    latest = latest_round(resolution)
    if resolution.status is not ResolutionStatus.COMMENTING or latest is None:
        return ""
    if takes_comments(latest, now=now):
        return f"đến {said_at(latest.closes_at)}"
    return "đã hết hạn góp ý"


@dataclass(frozen=True)
class LedTo:
    """The tasks of the meeting a resolution comes from."""

    tasks: Sequence[Assignment]

    @property
    def done(self) -> int:
        return sum(task.status is AssignmentStatus.DONE for task in self.tasks)


def led_to(resolution: Resolution, *, with_drafts: bool) -> LedTo:
    tasks = assignments_from(resolution.meeting_id)
    return LedTo([task for task in tasks if with_drafts or task.is_adopted])


@dataclass(frozen=True)
class Change:
    """One part of the text, word by word, as sent out and as it became."""

    label: str
    parts: list[tuple[Part, str]]


def changes_since(round_: CommentRound) -> list[Change]:
    """The parts that differ from what was sent out."""
    after = texts_of(round_.resolution)
    pairs = {part: (round_.texts.get(part, ""), after[part]) for part in PARTS}
    return [
        Change(PARTS[part], compare(*pair)) for part, pair in pairs.items() if pair[0] != pair[1]
    ]


def is_changed_since(round_: CommentRound) -> bool:
    return texts_of(round_.resolution) != round_.texts
